// What a training run is told: numbers only, so that it can be stored beside what it made.

package import Kernels
internal import Platform

/// The recipe of a training run.
package struct Recipe: Codable, Equatable, Sendable {
  /// Optimiser steps; each is one supervision step of every sequence in the batch.
  package var steps = 1000
  /// Sequences in a batch.
  package var batch = 64
  /// The learning rate after the warm-up.
  package var rate: Float = 2e-3
  /// Steps over which the rate rises from 0.
  package var warmup = 100
  /// What share of the rate is left at the end of the cosine; 1 keeps it constant.
  package var floor: Float = 0.1
  /// What turns gradients into changes.
  package var optimiser = OptimiserKind.adamw
  /// The longest that a step's whole gradient may be; 0 for any length.
  package var clip: Float = 0
  /// The rate of puzzle embeddings, which learn by the sign of their gradient.
  package var puzzleRate: Float = 1e-2
  /// The weight decay of puzzle embeddings, relative to their rate.
  package var puzzleDecay: Float = 0.1
  /// The weight decay, relative to the rate.
  package var decay: Float = 0.02
  /// β₁, of the gradient's average.
  package var beta1: Float = 0.9
  /// β₂, of its square's average.
  package var beta2: Float = 0.95
  /// What the running average of the weights keeps at each step; 0 for no average.
  package var average: Float = 0.999
  /// The answer head's loss.
  package var loss = AnswerLoss.softmax
  /// N_sup: the most supervision steps of a sequence.
  package var depth = 8
  /// T: cycles in a step; only the last carries gradient.
  package var cycles = 1
  /// n: updates of z in a cycle.
  package var inner = 2
  /// Whether a sequence is replaced as soon as its halting head says that it is right.
  package var halting = true
  /// The share of sequences that draw a least number of steps, 2 to N_sup, before they may halt.
  ///
  /// The official code draws anew at each step, which leaves the deepest states almost untrained;
  /// here the number is drawn once, when the sequence starts.
  package var exploration: Double = 1
  /// The spread of the noise on y and z before each step, where their own is 1.
  package var noise: Float = 0
  /// The share of sequences that start from noise in place of y₀ and z₀.
  package var scatter: Double = 0
  /// What all chance of the run starts from.
  package var seed: UInt64 = 1

  /// The recipe that learns arithmetic fastest.
  package init() {}

  /// Checks every number.
  ///
  /// - Throws: `TrainingError` naming the first that is wrong.
  package func validate() throws(TrainingError) {
    let counts = [
      ("steps", steps, 1 << 40), ("batch", batch, 1 << 16), ("depth", depth, 1 << 16),
      ("cycles", cycles, 1 << 16), ("inner", inner, 1 << 12),
    ]
    for (name, value, most) in counts where value < 1 || value > most {
      throw TrainingError("\(name) is \(value); it must be 1 to \(most)")
    }
    if warmup < 0 { throw TrainingError("warmup is \(warmup); it must be at least 0") }
    if !(rate > 0 && rate <= 1) {
      throw TrainingError("rate is \(rate); it must be above 0, at most 1")
    }
    if !(decay >= 0 && decay <= 100) {
      throw TrainingError("decay is \(decay); it must be 0 to 100")
    }
    let sizes = [("clip", clip), ("puzzle-rate", puzzleRate), ("puzzle-decay", puzzleDecay)]
    for (name, value) in sizes where !(value >= 0 && value <= 1000) {
      throw TrainingError("\(name) is \(value); it must be 0 to 1000")
    }
    let shares: [(String, Double, ClosedRange<Double>)] = [
      ("floor", Double(floor), 0...1), ("beta1", Double(beta1), 0...0.9999),
      ("beta2", Double(beta2), 0...0.99999), ("average", Double(average), 0...0.99999),
      ("exploration", exploration, 0...1), ("noise", Double(noise), 0...10),
      ("scatter", scatter, 0...1),
    ]
    for (name, value, range) in shares where !range.contains(value) {
      throw TrainingError(
        "\(name) is \(value); it must be \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// The learning rate of a step, from 1: linear warm-up, then half a cosine down to the floor.
  package func rate(at step: Int) -> Float {
    if step <= warmup { return rate * Float(step) / Float(warmup) }
    let done = Double(step - warmup) / Double(max(steps - warmup, 1))
    let share = (1 + cos(Double.pi * min(done, 1))) / 2
    return rate * (floor + (1 - floor) * Float(share))
  }
}

/// Why a training run can't start or go on: a sentence for the user.
package struct TrainingError: Error, Equatable, CustomStringConvertible {
  /// The sentence.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) { self.description = description }
}
