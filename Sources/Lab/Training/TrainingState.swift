// All that a stopped training run needs to go on bit for bit. Numbers only: whoever holds it stores it.

internal import Kernels
package import Network

/// Where a training run stands.
package struct TrainingState: Sendable, Equatable {
  /// The recipe.
  package var recipe: TrainingConfiguration
  /// Steps done.
  package var step: Int
  /// Examples drawn.
  package var examples: Int
  /// The generator of all chance: four words.
  package var generator: [UInt64]
  /// The raw weights, of which the model has the average: (parameters).
  package var raw: [Float]
  /// The average of the weights: (parameters).
  package var mean: [Float]
  /// The optimizer's first moment: (parameters).
  package var first: [Float]
  /// The optimizer's second moment: (parameters).
  package var second: [Float]
  /// y of each sequence: (batch, S, D).
  package var y: [Float]
  /// z of each sequence: (batch, S, D).
  package var z: [Float]
  /// The questions of the batch: (batch, L).
  package var tokens: [Int32]
  /// Their labels: (batch, L).
  package var labels: [Int32]
  /// Their puzzle embeddings: (batch).
  package var puzzles: [Int32]
  /// The steps that each sequence has taken: (batch).
  package var ages: [Int32]
  /// The steps that each takes before it may halt: (batch).
  package var leastSteps: [Int32]

  /// A state from its parts.
  ///
  /// - Throws: `TrainingError` if they don't fit the recipe and the network.
  package init(
    recipe: TrainingConfiguration, step: Int, examples: Int, generator: [UInt64], raw: [Float],
    mean: [Float],
    first: [Float], second: [Float], y: [Float], z: [Float], tokens: [Int32], labels: [Int32],
    puzzles: [Int32], ages: [Int32], leastSteps: [Int32], for network: Configuration
  ) throws {
    try recipe.validate()
    let parameters = ParameterTable(network).count
    let (batch, length) = (recipe.batch, network.length)
    let states = batch * network.sequence * network.width
    let counts: [(String, Int, Int)] = [
      ("raw", raw.count, parameters), ("mean", mean.count, parameters),
      ("first", first.count, parameters), ("second", second.count, parameters),
      ("y", y.count, states), ("z", z.count, states), ("tokens", tokens.count, batch * length),
      ("labels", labels.count, batch * length), ("puzzles", puzzles.count, batch),
      ("ages", ages.count, batch), ("leastSteps", leastSteps.count, batch),
      ("generator", generator.count, 4),
    ]
    for (name, count, wanted) in counts where count != wanted {
      throw TrainingError("\(name) has \(count) numbers; this training needs \(wanted)")
    }
    guard step >= 0, examples >= 0, ages.allSatisfy({ $0 >= 0 }) else {
      throw TrainingError("a count of this training is negative")
    }
    // Checks every token and puzzle, which index tables.
    _ = try TokenBatch(tokens: tokens, puzzles: puzzles, for: network)
    if let bad = labels.first(where: { $0 >= network.vocabulary }) {
      throw TrainingError("label \(bad) is outside the vocabulary of \(network.vocabulary)")
    }
    self.recipe = recipe
    self.step = step
    self.examples = examples
    self.generator = generator
    (self.raw, self.mean, self.first, self.second) = (raw, mean, first, second)
    (self.y, self.z, self.tokens, self.labels) = (y, z, tokens, labels)
    (self.puzzles, self.ages, self.leastSteps) = (puzzles, ages, leastSteps)
  }
}

extension Trainer {
  /// Where the run stands.
  ///
  /// - Throws: nothing of a trainer's own state; declared for the checks that reading needs.
  package func state() throws -> TrainingState {
    let c = weights.configuration
    let count = recipe.batch * c.length
    let (y, z) = supervision.states
    return try TrainingState(
      recipe: recipe, step: step, examples: examples, generator: generator.words,
      raw: weights.values.array, mean: optimizer.mean.array, first: optimizer.first.array,
      second: optimizer.second.array, y: y, z: z,
      tokens: Array(UnsafeBufferPointer(start: tokens, count: count)),
      labels: Array(UnsafeBufferPointer(start: labels, count: count)), puzzles: puzzles,
      ages: ages.map { Int32($0) }, leastSteps: leastSteps.map { Int32($0) }, for: c)
  }

  /// Goes on from a state of the same recipe and network, as if the run had never stopped.
  ///
  /// - Throws: `TrainingError` if the state is of another recipe.
  package func resume(_ state: TrainingState) throws {
    var own = recipe
    own.steps = state.recipe.steps
    guard own == state.recipe, state.raw.count == weights.values.count else {
      throw TrainingError("the state is of a training with another recipe or network")
    }
    state.raw.withUnsafeBufferPointer {
      if let base = $0.baseAddress { weights.values.set(from: base) }
    }
    optimizer.resume(
      steps: state.step, first: state.first, second: state.second, mean: state.mean)
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
      for sequence in 0..<recipe.batch {
        supervision.replace(sequence, tokens: base + sequence * length, puzzle: puzzles[sequence])
      }
    }
    supervision.resume(y: state.y, z: state.z)
    ages = state.ages.map { Int($0) }
    leastSteps = state.leastSteps.map { Int($0) }
  }
}
