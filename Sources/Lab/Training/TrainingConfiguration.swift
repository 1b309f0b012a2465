// The hyperparameters of a training run: numbers only, so that they can be saved with the weights.

package import Kernels
internal import Platform

/// The hyperparameters of a training run.
package struct TrainingConfiguration: Equatable, Sendable {
  /// Optimizer steps; each is one supervision step of every sequence in the batch.
  package var steps = 1000
  /// Sequences in a batch.
  package var batch = 64
  /// The learning rate after the warmup.
  package var learningRate: Float = 1e-3
  /// Steps of linear warmup from 0.
  package var warmup = 100
  /// The final learning rate of the cosine schedule, as a share of the full one; 1 is constant.
  package var minLearningRateRatio: Float = 0.1
  /// The optimizer.
  package var optimizer = OptimizerKind.adamw
  /// The gradient-norm clip; 0 for none.
  package var gradientClip: Float = 0
  /// The learning rate of the puzzle embeddings, which follow the sign of their gradient.
  package var puzzleLearningRate: Float = 1e-2
  /// The weight decay of the puzzle embeddings, scaled by their learning rate.
  package var puzzleWeightDecay: Float = 0.1
  /// The weight decay, scaled by the learning rate.
  package var weightDecay: Float = 0.02
  /// β₁, the decay of the first moment.
  package var beta1: Float = 0.9
  /// β₂, the decay of the second moment.
  package var beta2: Float = 0.95
  /// The decay of the weights' exponential moving average; 0 for none.
  package var emaDecay: Float = 0.999
  /// The answer head's loss.
  package var loss = AnswerLoss.softmax
  /// N_sup: the most supervision steps of a sequence.
  package var depth = 8
  /// T: cycles in a step; only the last carries gradient.
  package var cycles = 1
  /// n: updates of z in a cycle.
  package var inner = 2
  /// Whether a sequence is replaced when its halting head says that its answer is right.
  package var halting = true
  /// The share of sequences that must take a random minimum of steps, 2 to N_sup, before they halt.
  ///
  /// The official code draws at every step, which leaves the deepest states almost untrained;
  /// here the number is drawn once, when the sequence starts.
  package var exploration: Double = 1
  /// The std of the noise added to y and z before each step; theirs is 1.
  package var noise: Float = 0
  /// The share of sequences that start from noise instead of y₀ and z₀.
  package var scatter: Double = 0
  /// The random seed.
  package var seed: UInt64 = 1

  /// The defaults, which learn arithmetic fastest.
  package init() {}

  /// The defaults, which options and settings take theirs from.
  package static let defaults = TrainingConfiguration()

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
    if !(learningRate > 0 && learningRate <= 1) {
      throw TrainingError("lr is \(learningRate); it must be above 0, at most 1")
    }
    if !(weightDecay >= 0 && weightDecay <= 100) {
      throw TrainingError("weight-decay is \(weightDecay); it must be 0 to 100")
    }
    let sizes = [
      ("grad-clip", gradientClip), ("puzzle-lr", puzzleLearningRate),
      ("puzzle-weight-decay", puzzleWeightDecay),
    ]
    for (name, value) in sizes where !(value >= 0 && value <= 1000) {
      throw TrainingError("\(name) is \(value); it must be 0 to 1000")
    }
    let shares: [(String, Double, ClosedRange<Double>)] = [
      ("min-lr-ratio", Double(minLearningRateRatio), 0...1), ("beta1", Double(beta1), 0...0.9999),
      ("beta2", Double(beta2), 0...0.99999), ("ema", Double(emaDecay), 0...0.99999),
      ("exploration", exploration, 0...1), ("noise", Double(noise), 0...10),
      ("scatter", scatter, 0...1),
    ]
    for (name, value, range) in shares where !range.contains(value) {
      throw TrainingError(
        "\(name) is \(value); it must be \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// The learning rate of a step, from 1: linear warmup, then half a cosine.
  package func learningRate(at step: Int) -> Float {
    if step <= warmup { return learningRate * Float(step) / Float(warmup) }
    let done = Double(step - warmup) / Double(max(steps - warmup, 1))
    let share = (1 + cos(Double.pi * min(done, 1))) / 2
    return learningRate * (minLearningRateRatio + (1 - minLearningRateRatio) * Float(share))
  }
}

/// Why a training run can't start or continue: a sentence for the user.
package struct TrainingError: Error, Equatable, CustomStringConvertible {
  /// The sentence.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) { self.description = description }
}
