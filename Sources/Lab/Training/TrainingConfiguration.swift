// The hyperparameters of a training run, as plain numbers that can be stored with the checkpoint.

package import Kernels
internal import Network
internal import Platform

/// The hyperparameters of a training run.
package struct TrainingConfiguration: Equatable, Sendable {
  /// Optimizer steps; each is one supervision step of every sequence in the batch.
  package var steps = 1000
  /// The number of sequences in a batch.
  package var batchSize = 64
  /// The learning rate after the warm-up.
  package var learningRate: Float = 1e-3
  /// Steps over which the learning rate rises linearly from 0.
  package var warmupSteps = 100
  /// The learning rate at the end of the cosine, relative to ``learningRate``; 1 keeps it constant.
  package var minLearningRateRatio: Float = 0.1
  /// The optimizer.
  package var optimizer = OptimizerKind.adamw
  /// The maximum norm of a step's gradient; 0 for no clipping.
  package var gradientClip: Float = 0
  /// The learning rate of the puzzle embeddings, which are trained by sign descent.
  package var puzzleLearningRate: Float = 1e-2
  /// The weight decay of the puzzle embeddings, relative to their learning rate.
  package var puzzleWeightDecay: Float = 0.1
  /// The weight decay, relative to the learning rate; biases don't decay.
  package var weightDecay: Float = 0.02
  /// β₁, the decay of the first moment.
  package var beta1: Float = 0.9
  /// β₂, the decay of the second moment.
  package var beta2: Float = 0.95
  /// The decay of the weights' exponential moving average; 0 for no average.
  package var emaDecay: Float = 0.999
  /// The loss of the answer head.
  package var loss = AnswerLoss.softmax
  /// N_sup: the maximum number of supervision steps of a sequence.
  package var depth = 8
  /// T: cycles in a step; only the last carries gradient.
  package var cycles = 1
  /// n: updates of z in a cycle.
  package var inner = 2
  /// Whether a sequence is replaced as soon as its halting head says that the answer is right.
  package var halting = true
  /// The fraction of sequences with a minimum number of steps before they may halt.
  ///
  /// The minimum is drawn from 2 to N_sup.
  ///
  /// The official code draws the minimum at each step, which leaves the deepest states almost
  /// untrained; here it is drawn once, when the sequence starts.
  package var haltingExploration: Double = 1
  /// The standard deviation of the noise added to y and z before each step, relative to theirs.
  package var stateNoise: Float = 0
  /// The fraction of sequences that start from random states instead of y₀ and z₀.
  package var randomStartRatio: Double = 0
  /// The fraction of examples that is drawn from the puzzle's hard kinds.
  package var hardShare: Double = 0
  /// Steps between measurements of the hard kinds, after which wrong ones are drawn more; 0 for none.
  package var mineEvery = 0
  /// The questions of each kind in a measurement.
  package var mineCount = 64
  /// The fraction of examples that is the puzzle's own questions, beside those of a file.
  package var replayShare: Double = 0
  /// The seed of the run's random generator.
  package var seed: UInt64 = 1

  /// Creates a configuration with the default of every hyperparameter.
  package init() {}

  /// The default learning rate for a model that is trained already: larger ones lose what it knows.
  package static let fineTuningRate: Float = 2e-4

  /// The defaults, which options and settings take theirs from.
  package static let defaults = TrainingConfiguration()

  /// The most inner updates in training.
  static let mostInner = 1 << 12

  /// Checks that a network can make n inner updates.
  ///
  /// - Throws: `TrainingError` if it can't.
  func validate(for network: Configuration) throws(TrainingError) {
    let range = network.architecture.innerRange
    guard range.contains(inner) else {
      let most = min(range.upperBound, Self.mostInner)
      throw TrainingError(
        "invalid value '\(inner)' for 'inner' (\(range.lowerBound) to \(most))")
    }
  }

  /// Checks every number; messages name it as the command `train` does.
  ///
  /// - Throws: `TrainingError` naming the first that is invalid.
  package func validate() throws(TrainingError) {
    func invalid(_ name: String, _ value: Any, _ range: String) -> TrainingError {
      TrainingError("invalid value '\(value)' for '\(name)' (\(range))")
    }
    let counts = [
      ("steps", steps, 1 << 40), ("batch", batchSize, 1 << 16), ("depth", depth, 1 << 16),
      ("cycles", cycles, 1 << 16), ("inner", max(inner, 1), Self.mostInner),
      ("mine-count", mineCount, 1 << 16),
    ]
    for (name, value, most) in counts where value < 1 || value > most {
      throw invalid(name, value, "1 to \(most)")
    }
    if warmupSteps < 0 { throw invalid("warmup", warmupSteps, "0 or more") }
    if mineEvery < 0 { throw invalid("mine-every", mineEvery, "1 or more") }
    if !(learningRate > 0 && learningRate <= 1) {
      throw invalid("lr", learningRate, "above 0, at most 1")
    }
    let numbers: [(String, Double, ClosedRange<Double>)] = [
      ("weight-decay", Double(weightDecay), 0...100), ("grad-clip", Double(gradientClip), 0...1000),
      ("puzzle-lr", Double(puzzleLearningRate), 0...1000),
      ("puzzle-weight-decay", Double(puzzleWeightDecay), 0...1000),
      ("min-lr-ratio", Double(minLearningRateRatio), 0...1), ("beta1", Double(beta1), 0...0.9999),
      ("beta2", Double(beta2), 0...0.99999), ("ema", Double(emaDecay), 0...0.99999),
      ("exploration", haltingExploration, 0...1), ("noise", Double(stateNoise), 0...10),
      ("scatter", randomStartRatio, 0...1), ("hard", hardShare, 0...1),
      ("replay", replayShare, 0...1),
    ]
    for (name, value, range) in numbers where !range.contains(value) {
      throw invalid(name, Float(value), "\(text(range.lowerBound)) to \(text(range.upperBound))")
    }
  }

  /// The bound of a range, without a fraction of zero.
  private func text(_ bound: Double) -> String {
    bound == bound.rounded() ? String(Int(bound)) : String(bound)
  }

  /// The learning rate of a step, counted from 1.
  ///
  /// Linear warm-up, then half a cosine down to ``minLearningRateRatio`` of the full rate.
  package func learningRate(at step: Int) -> Float {
    if step <= warmupSteps { return learningRate * Float(step) / Float(warmupSteps) }
    let done = Double(step - warmupSteps) / Double(max(steps - warmupSteps, 1))
    let share = (1 + cos(Double.pi * min(done, 1))) / 2
    return learningRate * (minLearningRateRatio + (1 - minLearningRateRatio) * Float(share))
  }
}

/// Why a training run can't start or continue.
package struct TrainingError: Error, Equatable, CustomStringConvertible {
  /// The message for the user.
  package let description: String

  /// Creates an error with a message.
  package init(_ description: String) { self.description = description }
}
