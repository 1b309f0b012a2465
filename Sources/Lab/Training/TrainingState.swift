// The state of a stopped training run, from which it resumes bit for bit. Storing it is up to the
// caller.

internal import Kernels
package import Network
internal import Wording

/// The complete state of a training run.
package struct TrainingState: Sendable, Equatable {
  /// The hyperparameters.
  package var configuration: TrainingConfiguration
  /// The number of steps done.
  package var step: Int
  /// The number of examples drawn.
  package var examples: Int
  /// The random generator's state: (4).
  package var generator: [UInt64]
  /// The raw weights; the model keeps their average: (parameters).
  package var weights: [Float]
  /// The moving average of the weights: (parameters).
  package var ema: [Float]
  /// The optimizer's first moment: (parameters).
  package var firstMoment: [Float]
  /// The optimizer's second moment: (parameters).
  package var secondMoment: [Float]
  /// The states of each sequence in the order of the network's, (batch, S, D) each.
  package var states: [[Float]]
  /// The questions of the batch: (batch, L).
  package var tokens: [Int32]
  /// The labels of the batch: (batch, L).
  package var labels: [Int32]
  /// The puzzle embedding of each sequence: (batch).
  package var puzzles: [Int32]
  /// The number of steps that each sequence has taken: (batch).
  package var stepsTaken: [Int32]
  /// The minimum number of steps of each sequence before it may halt: (batch).
  package var minSteps: [Int32]
  /// The probability of each hard kind; empty if none are drawn.
  package var hardWeights: [Double] = []

  /// The largest count of steps or examples: sums of a few stay far below overflow.
  package static let largestCount = 1 << 53

  /// Creates a state from its parts.
  ///
  /// - Throws: `TrainingError` or `ConfigurationError` if they don't fit each other and the
  ///   network.
  package init(
    configuration: TrainingConfiguration, step: Int, examples: Int, generator: [UInt64],
    weights: [Float], ema: [Float], firstMoment: [Float], secondMoment: [Float],
    states: [[Float]], tokens: [Int32], labels: [Int32], puzzles: [Int32], stepsTaken: [Int32],
    minSteps: [Int32], for network: Configuration
  ) throws {
    try configuration.validate()
    let parameters = ParameterTable(network).count
    let (batch, length) = (configuration.batchSize, network.length)
    let size = batch * network.sequence * network.width
    let kinds = network.architecture.kinds
    guard states.count == kinds.count else {
      throw TrainingError(
        "got \(counted(states.count, "state")); this training needs \(kinds.count)")
    }
    // The names are those of the arrays in a checkpoint.
    let counts: [(String, Int, Int)] =
      zip(kinds, states).map { ($0.rawValue, $1.count, size) } + [
        ("raw", weights.count, parameters), ("mean", ema.count, parameters),
        ("first", firstMoment.count, parameters), ("second", secondMoment.count, parameters),
        ("tokens", tokens.count, batch * length),
        ("labels", labels.count, batch * length), ("puzzles", puzzles.count, batch),
        ("ages", stepsTaken.count, batch), ("least-steps", minSteps.count, batch),
        ("generator", generator.count, 4),
      ]
    for (name, count, wanted) in counts where count != wanted {
      throw TrainingError(
        "got \(counted(count, "number")) for '\(name)'; this training needs \(wanted)")
    }
    let range = 0...Self.largestCount
    guard range.contains(step), range.contains(examples), stepsTaken.allSatisfy({ $0 >= 0 }) else {
      throw TrainingError(
        "the training state has a count that is negative or above \(Self.largestCount)")
    }
    // Checks tokens and puzzles, which are used as indices.
    _ = try TokenBatch(tokens: tokens, puzzles: puzzles, for: network)
    if let bad = labels.first(where: { $0 >= network.vocabulary }) {
      throw TrainingError("label \(bad) is outside the vocabulary of \(network.vocabulary)")
    }
    self.configuration = configuration
    self.step = step
    self.examples = examples
    self.generator = generator
    (self.weights, self.ema) = (weights, ema)
    (self.firstMoment, self.secondMoment) = (firstMoment, secondMoment)
    (self.states, self.tokens, self.labels) = (states, tokens, labels)
    (self.puzzles, self.stepsTaken, self.minSteps) = (puzzles, stepsTaken, minSteps)
  }
}

extension Trainer {
  /// The state of the run.
  ///
  /// - Throws: never for a valid trainer; `TrainingState` checks its parts.
  package func state() throws -> TrainingState {
    let c = weights.configuration
    let count = configuration.batchSize * c.length
    return try TrainingState(
      configuration: configuration, step: step, examples: examples, generator: generator.words,
      weights: weights.values.array, ema: optimizer.ema.array,
      firstMoment: optimizer.firstMoment.array, secondMoment: optimizer.secondMoment.array,
      states: supervision.states,
      tokens: Array(UnsafeBufferPointer(start: tokens, count: count)),
      labels: Array(UnsafeBufferPointer(start: labels, count: count)), puzzles: puzzles,
      stepsTaken: stepsTaken.map { Int32($0) }, minSteps: minSteps.map { Int32($0) }, for: c)
  }

  /// Resumes from a state of the same configuration and network, as if the run had never stopped.
  ///
  /// - Throws: `TrainingError` if the configuration or the network differs.
  package func resume(_ state: TrainingState) throws {
    var own = configuration
    own.steps = state.configuration.steps
    guard own == state.configuration, state.weights.count == weights.values.count else {
      throw TrainingError("the saved training has other hyperparameters or another network")
    }
    state.weights.withUnsafeBufferPointer {
      if let base = $0.baseAddress { weights.values.set(from: base) }
    }
    optimizer.resume(
      steps: state.step, firstMoment: state.firstMoment, secondMoment: state.secondMoment,
      ema: state.ema)
    supervision.pack()
    step = state.step
    examples = state.examples
    generator = SeededGenerator(words: state.generator)
    let length = weights.configuration.length
    puzzles = state.puzzles
    state.labels.withUnsafeBufferPointer {
      if let base = $0.baseAddress { labels.update(from: base, count: $0.count) }
    }
    state.tokens.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      tokens.update(from: base, count: $0.count)
      for sequence in 0..<configuration.batchSize {
        supervision.replace(sequence, tokens: base + sequence * length, puzzle: puzzles[sequence])
      }
    }
    supervision.resume(state.states)
    stepsTaken = state.stepsTaken.map { Int($0) }
    minSteps = state.minSteps.map { Int($0) }
  }
}
