// Deep supervision: one optimiser step a supervision step. It prints nothing and saves nothing;
// whoever calls `step` decides when to stop.

public import Kernels
public import Network

/// Puts one example into the trainer's buffers: tokens (L), and labels (L) negative where ignored.
public typealias ExampleSource = (
  _ generator: inout SeededGenerator, _ tokens: UnsafeMutablePointer<Int32>,
  _ labels: UnsafeMutablePointer<Int32>
) -> Void

/// What one optimiser step did.
public struct StepReport: Equatable, Sendable {
  /// The step's number, from 1.
  public let step: Int
  /// The answer head's loss and half the halting head's, a sequence.
  public let loss: Double
  /// The share of sequences whose whole answer was right.
  public let exact: Double
  /// Sequences that finished in this step.
  public let finished: Int
  /// The learning rate.
  public let rate: Float
}

/// Trains a network in place.
///
/// Each sequence keeps its y, z and step count across optimiser steps and is replaced by a new
/// example when it halts. Source: arXiv:2510.04871, figure 3, and the official ACT.
public final class Trainer {
  /// The recipe.
  public let recipe: Recipe
  /// The raw weights, changed by each step.
  public let weights: Weights
  /// The steps done.
  public private(set) var step = 0
  /// Examples drawn.
  public private(set) var examples = 0

  private let source: ExampleSource
  private let supervision: DeepSupervision
  private let optimiser: Optimiser
  private let lanes: Instructions
  private let gradients: FloatBuffer
  private let mean: FloatBuffer
  private let dlogits: FloatBuffer
  private let dhalting: FloatBuffer
  private var labels: [Int32]
  private var ages: [Int]
  /// How many steps each sequence takes before it may halt.
  private var leastSteps: [Int]
  private var generator: SeededGenerator

  /// A trainer that changes `weights`.
  ///
  /// - Throws: `TrainingError` if the recipe is impossible.
  public init(
    _ weights: Weights, recipe: Recipe, lanes: Instructions = .current,
    source: @escaping ExampleSource
  ) throws {
    try recipe.validate()
    let c = weights.configuration
    self.weights = weights
    self.recipe = recipe
    self.source = source
    self.lanes = lanes
    supervision = DeepSupervision(
      weights, batch: recipe.batch, cycles: recipe.cycles, inner: recipe.inner, lanes: lanes)
    optimiser = Optimiser(weights.table, lanes: lanes)
    gradients = FloatBuffer(count: weights.table.count)
    mean = weights.values.copy()
    dlogits = FloatBuffer(count: recipe.batch * c.length * c.vocabulary)
    dhalting = FloatBuffer(count: recipe.batch * 2)
    labels = [Int32](repeating: -100, count: recipe.batch * c.length)
    ages = [Int](repeating: 0, count: recipe.batch)
    leastSteps = ages
    generator = SeededGenerator(seed: recipe.seed)
    for sequence in 0..<recipe.batch { replace(sequence) }
  }

  /// The weights to evaluate and to keep: the running average, or the raw ones without it.
  public func averaged() -> Weights {
    let result = weights.copy()
    if recipe.average > 0 { result.values.set(from: mean.base) }
    return result
  }

  /// One optimiser step on one supervision step of every sequence.
  ///
  /// - Throws: `TrainingError` if the loss is no number; the weights are then as before the step.
  public func advance() throws(TrainingError) -> StepReport {
    supervision.forward()
    let (loss, right) = score()
    guard loss.isFinite else {
      throw TrainingError(
        "the loss is \(loss) at step \(step + 1); a lower rate or another seed may help")
    }
    gradients.fill(0)
    supervision.backward(
      dlogits: dlogits.base, dhalting: dhalting.base, gradients: gradients.base)
    step += 1
    let rate = recipe.rate(at: step)
    optimiser.step(weights.values.base, gradients.base, rate: rate, recipe: recipe)
    supervision.pack()
    if recipe.average > 0 {
      // A new average forgets its start faster: it keeps at most (1 + t) / (10 + t).
      let keep = min(recipe.average, Float(1 + step) / Float(10 + step))
      lanes.average(mean.base, weights.values.base, keep, mean.count)
    }
    let finished = replaceHalted()
    return StepReport(
      step: step, loss: loss, exact: Double(right) / Double(recipe.batch), finished: finished,
      rate: rate)
  }

  /// Both heads' losses and their gradients, a mean over the batch; how many answers are right.
  private func score() -> (loss: Double, right: Int) {
    let c = weights.configuration
    let (size, share) = (c.length * c.vocabulary, 1 / Double(recipe.batch))
    var (loss, right) = (0.0, 0)
    guard let logits = supervision.logits.baseAddress else { return (0, 0) }
    for sequence in 0..<recipe.batch {
      let answer = labels.withUnsafeBufferPointer { all in
        all.baseAddress.map {
          crossEntropy(
            gradient: dlogits.base + sequence * size, logits: logits + sequence * size,
            labels: $0 + sequence * c.length, tokens: c.length, vocabulary: c.vocabulary,
            loss: recipe.loss)
        } ?? AnswerScore()
      }
      let halt = binaryCrossEntropy(
        logit: supervision.halting[sequence * 2], target: answer.isExact)
      for i in sequence * size..<(sequence + 1) * size { dlogits.base[i] *= Float(share) }
      dhalting[sequence * 2] = Float(0.5 * halt.gradient * share)
      loss += (answer.loss + 0.5 * halt.loss) * share
      if answer.isExact { right += 1 }
    }
    return (loss, right)
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
    labels.withUnsafeMutableBufferPointer { all in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: length) { tokens in
        guard let labels = all.baseAddress, let tokens = tokens.baseAddress else { return }
        tokens.initialize(repeating: 0, count: length)
        source(&generator, tokens, labels + sequence * length)
        supervision.replace(sequence, tokens: tokens)
      }
    }
  }
}
