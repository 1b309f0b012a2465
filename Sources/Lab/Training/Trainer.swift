// Deep supervision: one optimizer step a supervision step. It prints nothing and saves nothing;
// whoever calls `step` decides when to stop.

package import Kernels
package import Network

/// Puts one example into the trainer's buffers: tokens (L), and labels (L) negative where ignored;
/// returns the number of its puzzle embedding, 0 where there are none.
package typealias ExampleSource = (
  _ generator: inout SeededGenerator, _ tokens: UnsafeMutablePointer<Int32>,
  _ labels: UnsafeMutablePointer<Int32>
) -> Int32

/// What one optimizer step did.
package struct StepReport: Equatable, Sendable {
  /// The step's number, from 1.
  package let step: Int
  /// The answer head's loss and half the halting head's, a sequence.
  package let loss: Double
  /// The share of sequences whose whole answer was right.
  package let exact: Double
  /// Sequences that finished in this step.
  package let finished: Int
  /// The learning rate.
  package let rate: Float
}

/// Trains a network in place.
///
/// Each sequence keeps its y, z and step count across optimizer steps and is replaced by a new
/// example when it halts. Source: arXiv:2510.04871, figure 3, and the official ACT.
package final class Trainer {
  /// The recipe.
  package let recipe: TrainingConfiguration
  /// The raw weights, changed by each step.
  package let weights: Weights
  /// The steps done.
  package internal(set) var step = 0
  /// Examples drawn.
  package internal(set) var examples = 0

  let supervision: DeepSupervision
  let optimizer: Optimizer
  private let source: ExampleSource
  private let threadPool: ThreadPool
  private let gradients: FloatBuffer
  private let arena = Arena()
  let labels: UnsafeMutablePointer<Int32>
  let tokens: UnsafeMutablePointer<Int32>
  /// The puzzle embedding of each sequence.
  var puzzles: [Int32]
  private let grades: UnsafeMutablePointer<Grade>
  var ages: [Int]
  /// How many steps each sequence takes before it may halt.
  var leastSteps: [Int]
  var generator: SeededGenerator

  /// A trainer that changes `weights`, on one thread unless a team is given.
  ///
  /// The numbers are the same for any number of threads.
  ///
  /// - Throws: `TrainingError` if the recipe is impossible.
  package init(
    _ weights: Weights, recipe: TrainingConfiguration, threadPool: ThreadPool = ThreadPool(1),
    lanes: KernelTable = .current,
    source: @escaping ExampleSource
  ) throws {
    try recipe.validate()
    let c = weights.configuration
    guard c.mixing.isTrainable else {
      throw TrainingError("a network of the kind 'cell' can only be asked; make another with new")
    }
    self.weights = weights
    self.recipe = recipe
    self.source = source
    self.threadPool = threadPool
    supervision = DeepSupervision(
      weights, batch: recipe.batch, cycles: recipe.cycles, inner: recipe.inner,
      threadPool: threadPool,
      lanes: lanes)
    optimizer = Optimizer(weights, lanes: lanes)
    gradients = FloatBuffer(count: weights.table.count)
    labels = arena.take(Int32.self, count: recipe.batch * c.length) { _ in -100 }
    tokens = arena.take(Int32.self, count: recipe.batch * c.length) { _ in 0 }
    puzzles = [Int32](repeating: 0, count: recipe.batch)
    grades = arena.take(Grade.self, count: recipe.batch) { _ in Grade(loss: 0, isExact: false) }
    ages = [Int](repeating: 0, count: recipe.batch)
    leastSteps = ages
    generator = SeededGenerator(seed: recipe.seed)
    for sequence in 0..<recipe.batch {
      replace(sequence)
      // Without halting all would grow old together; so each starts at an age of its own.
      if !recipe.halting { ages[sequence] = sequence * recipe.depth / recipe.batch }
    }
  }

  /// The weights to evaluate and to keep: the running average, or the raw ones without it.
  package func averaged() -> Weights {
    let result = weights.copy()
    if recipe.emaDecay > 0 { result.values.set(from: optimizer.mean.base) }
    return result
  }

  /// One optimizer step on one supervision step of every sequence.
  ///
  /// - Throws: `TrainingError` if the loss is no number; the weights are then as before the step.
  package func advance() throws(TrainingError) -> StepReport {
    let noise = recipe.noise > 0 ? (recipe.noise, generator.next()) : (0, 0)
    supervision.step(gradients: gradients.base, noise: noise, grade: grader)
    var (loss, right) = (0.0, 0)
    for sequence in 0..<recipe.batch {
      loss += grades[sequence].loss / Double(recipe.batch)
      if grades[sequence].isExact { right += 1 }
    }
    guard loss.isFinite else {
      throw TrainingError(
        "the loss is \(loss) at step \(step + 1); a lower rate or another seed may help")
    }
    step += 1
    let rate = recipe.learningRate(at: step)
    optimizer.step(
      gradients.base, rate: rate, recipe: recipe, puzzles: Set(puzzles), threadPool: threadPool)
    supervision.pack()
    let finished = replaceHalted()
    return StepReport(
      step: step, loss: loss, exact: Double(right) / Double(recipe.batch), finished: finished,
      rate: rate)
  }

  /// Both heads' losses of a sequence with their gradients, as its share of the batch's mean.
  private lazy var grader = makeGrader()

  private func makeGrader() -> Grader {
    let (loss, batch, c) = (recipe.loss, recipe.batch, weights.configuration)
    // Each call reads and writes what belongs to its own sequence.
    nonisolated(unsafe) let (labels, grades) = (labels, grades)
    return { sequence, logits, halting, dlogits, dhalting in
      let answer = crossEntropy(
        gradient: dlogits, logits: logits, labels: labels + sequence * c.length, tokens: c.length,
        vocabulary: c.vocabulary, loss: loss)
      let halt = binaryCrossEntropy(logit: halting[0], target: answer.isExact)
      let share = 1 / Double(batch)
      for i in 0..<c.length * c.vocabulary { dlogits[i] *= Float(share) }
      dhalting[0] = Float(0.5 * halt.gradient * share)
      grades[sequence] = Grade(loss: answer.loss + 0.5 * halt.loss, isExact: answer.isExact)
    }
  }

  /// Ages every sequence and replaces those that are done; returns how many were.
  private func replaceHalted() -> Int {
    var finished = 0
    for sequence in 0..<recipe.batch {
      ages[sequence] += 1
      var done = ages[sequence] >= recipe.depth
      if recipe.halting && supervision.halting[sequence * 2] > 0 {
        done = done || ages[sequence] >= leastSteps[sequence]
      }
      if done {
        finished += 1
        replace(sequence)
      }
    }
    return finished
  }

  /// Draws a new example into one sequence's place.
  private func replace(_ sequence: Int) {
    let length = weights.configuration.length
    examples += 1
    ages[sequence] = 0
    let explores = generator.uniform() < recipe.exploration
    leastSteps[sequence] = explores ? 2 + generator.below(max(recipe.depth - 1, 1)) : 0
    let tokens = tokens + sequence * length
    tokens.update(repeating: 0, count: length)
    puzzles[sequence] = source(&generator, tokens, labels + sequence * length)
    supervision.replace(sequence, tokens: tokens, puzzle: puzzles[sequence])
    if recipe.scatter > 0 && generator.uniform() < recipe.scatter {
      supervision.scatter(sequence, key: generator.next())
    }
  }
}

/// How well one sequence did in one step.
private struct Grade: BitwiseCopyable {
  let loss: Double
  let isExact: Bool
}
