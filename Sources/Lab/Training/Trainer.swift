// Deep supervision: one optimizer step for each supervision step. Printing, saving and stopping are
// up to the caller of `advance`.

package import Kernels
package import Network

/// Writes one example, tokens (L) and labels (L), and returns its puzzle embedding's row.
///
/// Labels are negative where ignored; the row is 0 if there are no puzzle embeddings.
package typealias ExampleSource = (
  _ generator: inout SeededGenerator, _ tokens: UnsafeMutablePointer<Int32>,
  _ labels: UnsafeMutablePointer<Int32>
) -> Int32

/// The result of one optimizer step.
package struct StepReport: Equatable, Sendable {
  /// The step's number, from 1.
  package let step: Int
  /// The mean over sequences of the answer head's loss plus half the halting head's.
  package let loss: Double
  /// The fraction of sequences whose whole answer was right.
  package let exact: Double
}

/// Trains a network in place.
///
/// Each sequence keeps its states and step count across optimizer steps and is replaced by a new
/// example when it halts. Source: arXiv:2510.04871, figure 3, and the official ACT.
package final class Trainer {
  /// The hyperparameters.
  package let configuration: TrainingConfiguration
  /// The raw weights, which each step changes.
  package let weights: Weights
  /// The number of steps done.
  package internal(set) var step = 0
  /// The number of examples drawn.
  package internal(set) var examples = 0

  let supervision: DeepSupervision
  let optimizer: Optimizer
  private let source: ExampleSource
  private let threadPool: ThreadPool
  private let gradients: FloatBuffer
  private let arena = Arena()
  let labels: UnsafeMutablePointer<Int32>
  let tokens: UnsafeMutablePointer<Int32>
  private let targets: BatchTargets
  /// The puzzle embedding of each sequence.
  var puzzles: [Int32]
  private let grades: UnsafeMutablePointer<Grade>
  /// Whether each sequence is at its last step.
  private let areLast: UnsafeMutablePointer<Bool>
  /// The number of steps that each sequence has taken.
  var stepsTaken: [Int]
  /// The minimum number of steps of each sequence before it may halt.
  var minSteps: [Int]
  var generator: SeededGenerator

  /// Creates a trainer of `weights`, on one thread unless a thread pool is given.
  ///
  /// The results are the same for any number of threads.
  ///
  /// - Throws: `TrainingError` if the configuration is invalid or the network can't be trained.
  package init(
    _ weights: Weights, configuration: TrainingConfiguration,
    threadPool: ThreadPool = ThreadPool(1),
    kernels: KernelSet = .current, targets: StepTargets? = nil,
    source: @escaping ExampleSource
  ) throws {
    try configuration.validate()
    let c = weights.configuration
    try configuration.validate(for: c)
    guard c.isTrainable else {
      throw TrainingError("a network of kind 'cell' can't be trained; create one of another kind")
    }
    self.weights = weights
    self.configuration = configuration
    self.source = source
    self.threadPool = threadPool
    supervision = DeepSupervision(
      weights, batch: configuration.batchSize, cycles: configuration.cycles,
      inner: configuration.inner, threadPool: threadPool, kernels: kernels)
    optimizer = Optimizer(weights, kernels: kernels)
    gradients = FloatBuffer(count: weights.table.count)
    labels = arena.take(Int32.self, count: configuration.batchSize * c.length) { _ in -100 }
    self.targets = BatchTargets(
      labels, batch: configuration.batchSize, length: c.length, targets, arena)
    tokens = arena.take(Int32.self, count: configuration.batchSize * c.length) { _ in 0 }
    puzzles = [Int32](repeating: 0, count: configuration.batchSize)
    grades = arena.take(Grade.self, count: configuration.batchSize) { _ in
      Grade(loss: 0, isExact: false)
    }
    areLast = arena.take(Bool.self, count: configuration.batchSize) { _ in false }
    stepsTaken = [Int](repeating: 0, count: configuration.batchSize)
    minSteps = stepsTaken
    generator = SeededGenerator(seed: configuration.seed)
    for sequence in 0..<configuration.batchSize {
      replace(sequence)
      // Without halting, all sequences would be replaced in the same step: stagger their starts.
      if !configuration.halting {
        stepsTaken[sequence] = sequence * configuration.depth / configuration.batchSize
      }
    }
  }

  /// A copy of the weights to evaluate and save: the moving average, or the raw weights without it.
  package func averagedWeights() -> Weights {
    let result = weights.copy()
    if configuration.emaDecay > 0 { result.values.set(from: optimizer.ema.base) }
    return result
  }

  /// Whether the hard kinds are to be measured before the next step.
  package var isMiningDue: Bool {
    configuration.mineEvery > 0 && step.isMultiple(of: configuration.mineEvery)
  }

  /// Takes one optimizer step on one supervision step of every sequence.
  ///
  /// - Throws: `TrainingError` if the loss isn't finite; the weights are then unchanged.
  package func advance() throws(TrainingError) -> StepReport {
    let noise = configuration.stateNoise > 0 ? (configuration.stateNoise, generator.next()) : (0, 0)
    for sequence in 0..<configuration.batchSize {
      areLast[sequence] = stepsTaken[sequence] + 1 >= configuration.depth
      targets.prepare(
        sequence, step: stepsTaken[sequence] + 1, length: weights.configuration.length,
        tokens: tokens, whole: labels)
    }
    supervision.step(gradients: gradients.base, noise: noise, grade: grader)
    var (loss, right) = (0.0, 0)
    for sequence in 0..<configuration.batchSize {
      loss += grades[sequence].loss / Double(configuration.batchSize)
      if grades[sequence].isExact { right += 1 }
    }
    guard loss.isFinite else {
      throw TrainingError(
        "the loss is \(loss) at step \(step + 1); try a lower learning rate or another seed")
    }
    step += 1
    let learningRate = configuration.learningRate(at: step)
    optimizer.step(
      gradients.base, learningRate: learningRate, configuration: configuration,
      puzzles: Set(puzzles), threadPool: threadPool)
    supervision.pack()
    replaceFinished()
    return StepReport(
      step: step, loss: loss, exact: Double(right) / Double(configuration.batchSize))
  }

  /// Computes both heads' losses of a sequence, and their gradients scaled for the batch's mean.
  ///
  /// What to continue is worth is the better halting logit of the next step, or at the last step its
  /// halt alone. Source: arXiv:2506.21734, section 2 (adaptive computation time).
  private lazy var grader = makeGrader()

  private func makeGrader() -> Grader {
    let (loss, batch, c) = (configuration.loss, configuration.batchSize, weights.configuration)
    // Each call touches only its own sequence's part.
    nonisolated(unsafe) let (labels, areWhole, grades) = (targets.labels, targets.areWhole, grades)
    nonisolated(unsafe) let areLast = areLast
    return { sequence, logits, halting, ahead, dlogits, dhalting in
      let answer = crossEntropy(
        gradient: dlogits, logits: logits, labels: labels + sequence * c.length, tokens: c.length,
        vocabulary: c.vocabulary, loss: loss)
      let isExact = answer.isExact && areWhole[sequence]
      let halt = binaryCrossEntropy(logit: halting[0], target: isExact)
      let share = 1 / Double(batch)
      for i in 0..<c.length * c.vocabulary { dlogits[i] *= Float(share) }
      dhalting[0] = Float(0.5 * halt.gradient * share)
      var loss = answer.loss + 0.5 * halt.loss
      if let ahead {
        let worth = areLast[sequence] ? ahead[0] : max(ahead[0], ahead[1])
        let next = binaryCrossEntropy(
          logit: halting[1], target: Double(probability(ofLogit: worth)))
        dhalting[1] = Float(0.5 * next.gradient * share)
        loss += 0.5 * next.loss
      }
      grades[sequence] = Grade(loss: loss, isExact: isExact)
    }
  }

  /// Counts a step of every sequence and replaces those that halt or reach N_sup.
  private func replaceFinished() {
    for sequence in 0..<configuration.batchSize {
      stepsTaken[sequence] += 1
      var done = stepsTaken[sequence] >= configuration.depth
      let halt = weights.configuration.haltingLogit(
        halt: supervision.halting[sequence * 2], continue: supervision.halting[sequence * 2 + 1])
      if configuration.halting && halt > 0 {
        done = done || stepsTaken[sequence] >= minSteps[sequence]
      }
      if done { replace(sequence) }
    }
  }

  /// Starts a sequence anew with the next example.
  private func replace(_ sequence: Int) {
    let length = weights.configuration.length
    examples += 1
    stepsTaken[sequence] = 0
    let explores = generator.uniform() < configuration.haltingExploration
    minSteps[sequence] = explores ? 2 + generator.below(max(configuration.depth - 1, 1)) : 0
    let tokens = tokens + sequence * length
    tokens.update(repeating: 0, count: length)
    puzzles[sequence] = source(&generator, tokens, labels + sequence * length)
    supervision.replace(sequence, tokens: tokens, puzzle: puzzles[sequence])
    if configuration.randomStartRatio > 0 && generator.uniform() < configuration.randomStartRatio {
      supervision.startFromNoise(sequence, key: generator.next())
    }
  }
}

/// The loss and correctness of one sequence in one step.
private struct Grade: BitwiseCopyable {
  let loss: Double
  let isExact: Bool
}
