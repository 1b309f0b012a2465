// The interface of the engines that run the recursion, and the questions they run it on.

internal import Kernels
internal import Wording

/// A batch of questions as tokens.
package struct TokenBatch: Equatable, Sendable {
  /// (count, L).
  package let tokens: [Int32]
  /// The puzzle embedding of each sequence: (count).
  package let puzzles: [Int32]
  /// The number of sequences.
  package var count: Int { puzzles.count }

  /// Questions for a network.
  ///
  /// - Throws: `ConfigurationError` if a count, a token or a puzzle doesn't fit the network.
  package init(tokens: [Int32], puzzles: [Int32]? = nil, for network: Configuration) throws {
    let count = tokens.count / network.length
    guard tokens.count == count * network.length else {
      throw ConfigurationError(
        description: "got \(counted(tokens.count, "token")); questions have \(network.length) each")
    }
    self.tokens = tokens
    self.puzzles = puzzles ?? [Int32](repeating: 0, count: count)
    guard self.puzzles.count == count else {
      throw ConfigurationError(
        description:
          "got \(counted(self.puzzles.count, "puzzle")) for \(counted(count, "question"))")
    }
    if let bad = tokens.first(where: { $0 < 0 || $0 >= network.vocabulary }) {
      throw ConfigurationError(
        description: "invalid token \(bad) (0 to \(network.vocabulary - 1))")
    }
    if let bad = self.puzzles.first(where: { $0 < 0 || $0 >= max(network.puzzles, 1) }) {
      throw ConfigurationError(
        description: "invalid puzzle \(bad) (0 to \(max(network.puzzles, 1) - 1))")
    }
  }

  private init(tokens: [Int32], puzzles: [Int32]) {
    self.tokens = tokens
    self.puzzles = puzzles
  }

  /// The tokens of a question: (L).
  package subscript(sequence: Int) -> ArraySlice<Int32> {
    let length = tokens.count / count
    return tokens[sequence * length..<(sequence + 1) * length]
  }

  /// Each question repeated `times` times in a row.
  func repeated(_ times: Int) -> TokenBatch {
    let length = tokens.count / max(count, 1)
    return TokenBatch(
      tokens: (0..<count).flatMap { question in
        let own = tokens[question * length..<(question + 1) * length]
        return (0..<times).flatMap { _ in own }
      }, puzzles: puzzles.flatMap { [Int32](repeating: $0, count: times) })
  }

  /// A range of the questions.
  package subscript(range: Range<Int>) -> TokenBatch {
    let length = tokens.count / max(count, 1)
    return TokenBatch(
      tokens: Array(tokens[range.lowerBound * length..<range.upperBound * length]),
      puzzles: Array(puzzles[range]))
  }
}

/// Runs the recursion with one network's weights.
///
/// `begin` sets x and the states; each `step` is one supervision step, after which `state` gives the
/// states and the properties both heads' outputs until the next call. `begin`, `set` and `update`
/// change only states; `read` then updates the heads' outputs.
package protocol Engine: AnyObject {
  /// The network's weights.
  var weights: Weights { get }
  /// Sets x from the questions, and the states to their starts.
  func begin(_ questions: TokenBatch)
  /// Keeps some of the sequences, in ascending order, and drops the others.
  func keep(_ sequences: [Int])
  /// Adds noise of standard deviation `sigma` to the states of each sequence; it depends on the
  /// sequence's key alone.
  func addNoise(sigma: Float, keys: [UInt64])
  /// Adds noise to x of each sequence, `sigma` times x's root mean square; it depends on the
  /// sequence's key alone.
  func addInputNoise(sigma: Float, keys: [UInt64])
  /// Sets the state with an index in its architecture of all sequences, (batch · S, D); x stays.
  func set(_ state: Int, to values: UnsafeBufferPointer<Float>)
  /// One of a step's T · (n + 1) updates, counted from 0.
  ///
  /// Single updates give, bit for bit, what a step gives.
  ///
  /// - Returns: false if `shouldContinue` stopped it before it began.
  func update(_ number: Int, inner: Int, while shouldContinue: @escaping ContinueCheck) -> Bool
  /// Updates both heads' outputs from the state that they read.
  func read()
  /// One supervision step: T times (n inner updates, an outer one), then the heads.
  ///
  /// - Returns: false if the observer or `shouldContinue` stopped it; without an observer,
  ///   sequences may then have taken different numbers of updates.
  func step(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while shouldContinue: @escaping ContinueCheck
  ) -> Bool
  /// The state with an index in its architecture, (batch · S, D).
  func state(_ index: Int) -> UnsafeBufferPointer<Float>
  /// (batch, L, V).
  var logits: UnsafeBufferPointer<Float> { get }
  /// (batch, 2): halt, continue.
  var halting: UnsafeBufferPointer<Float> { get }
}

extension Engine {
  /// One supervision step that only its observer can stop.
  package func step(_ number: Int, cycles: Int, inner: Int, observer: Observer? = nil) -> Bool {
    step(number, cycles: cycles, inner: inner, observer: observer, while: alwaysContinue)
  }

  /// One supervision step, update by update, with the observer called after each.
  func observedStep(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while shouldContinue: @escaping ContinueCheck
  ) -> Bool {
    for update in 0..<cycles * (inner + 1) {
      guard self.update(update, inner: inner, while: shouldContinue) else { return false }
      guard let observer else { continue }
      let stateID = architecture.stateID(update: update, of: number, inner: inner)
      if !observer(stateID, state(stateID.kind)) { return false }
    }
    read()
    guard let observer else { return true }
    return observer(StateID(kind: .logits, step: number), logits)
      && observer(StateID(kind: .halt, step: number), halting)
  }

  /// The states, modules and updates of its network.
  package var architecture: Architecture { weights.configuration.architecture }

  /// The state of a kind, (batch · S, D); traps if the network has none.
  package func state(_ kind: StateID.Kind) -> UnsafeBufferPointer<Float> {
    state(architecture.index(of: kind))
  }

  /// The halting logit of one sequence; above 0, the network considers its answer right.
  func haltingLogit(of sequence: Int) -> Float {
    weights.configuration.haltingLogit(
      halt: halting[sequence * 2], continue: halting[sequence * 2 + 1])
  }

  /// The most likely token at each of the L positions of one sequence, from the current logits.
  package func tokens(of sequence: Int) -> [Int32] {
    let c = weights.configuration
    guard let logits = logits.baseAddress else { return [] }
    return (0..<c.length).map {
      Int32(largest(logits + (sequence * c.length + $0) * c.vocabulary, c.vocabulary))
    }
  }
}
