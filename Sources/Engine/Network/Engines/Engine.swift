// What runs the recursion: the fast path and the reference are two engines of one kind.

internal import Kernels

/// Questions as tokens: a batch of sequences of one length.
package struct TokenBatch: Equatable, Sendable {
  /// (count, L).
  package let tokens: [Int32]
  /// The puzzle embedding of each sequence: (count).
  package let puzzles: [Int32]
  /// The number of sequences.
  package var count: Int { puzzles.count }

  /// Checked questions for a network.
  ///
  /// - Throws: `ConfigurationError` where a count, a token or a puzzle is outside of what it knows.
  package init(tokens: [Int32], puzzles: [Int32]? = nil, for network: Configuration) throws {
    let count = tokens.count / network.length
    guard tokens.count == count * network.length else {
      throw ConfigurationError(
        description: "\(tokens.count) tokens are no whole questions of \(network.length)")
    }
    self.tokens = tokens
    self.puzzles = puzzles ?? [Int32](repeating: 0, count: count)
    guard self.puzzles.count == count else {
      throw ConfigurationError(
        description: "\(self.puzzles.count) puzzles were given for \(count) questions")
    }
    if let bad = tokens.first(where: { $0 < 0 || $0 >= network.vocabulary }) {
      throw ConfigurationError(
        description: "token \(bad) is outside 0..<\(network.vocabulary), the vocabulary")
    }
    if let bad = self.puzzles.first(where: { $0 < 0 || $0 >= max(network.puzzles, 1) }) {
      throw ConfigurationError(
        description: "puzzle \(bad) is outside 0..<\(max(network.puzzles, 1))")
    }
  }

  private init(tokens: [Int32], puzzles: [Int32]) {
    self.tokens = tokens
    self.puzzles = puzzles
  }

  /// Each question so many times in a row.
  func repeated(_ times: Int) -> TokenBatch {
    let length = tokens.count / max(count, 1)
    return TokenBatch(
      tokens: (0..<count).flatMap { question in
        let own = tokens[question * length..<(question + 1) * length]
        return (0..<times).flatMap { _ in own }
      }, puzzles: puzzles.flatMap { [Int32](repeating: $0, count: times) })
  }

  /// Some of the questions, one after the other.
  package subscript(range: Range<Int>) -> TokenBatch {
    let length = tokens.count / max(count, 1)
    return TokenBatch(
      tokens: Array(tokens[range.lowerBound * length..<range.upperBound * length]),
      puzzles: Array(puzzles[range]))
  }
}

/// Something that can run the recursion with one network's weights.
///
/// `begin` sets x, y and z; each `step` is one supervision step, after which y, z and both heads'
/// results stand in the properties until the next call. After `begin`, `set` and `update` only y and z
/// do; `read` brings the heads up to them.
package protocol Engine: AnyObject {
  /// The weights that it runs.
  var weights: Weights { get }
  /// Sets x from the questions, and y and z to y₀ and z₀.
  func begin(_ questions: TokenBatch)
  /// Goes on with some of the sequences, in order, and forgets the others.
  func keep(_ sequences: [Int])
  /// Adds noise of spread `sigma` to y and z of each sequence, which depends on its key alone.
  func disturb(sigma: Float, keys: [UInt64])
  /// Adds noise to x of each sequence, `sigma` times as large as x, which depends on its key alone.
  func disturbQuestion(sigma: Float, keys: [UInt64])
  /// Sets y and z of all sequences, (batch · S, D) each; x stays.
  func set(y: UnsafeBufferPointer<Float>, z: UnsafeBufferPointer<Float>)
  /// One of a step's T · (n + 1) updates, counted from 0: each cycle's last is that of y.
  ///
  /// Updates one by one give, bit for bit, what a step gives.
  ///
  /// - Returns: false if `continues` stopped it before it began.
  func update(_ number: Int, inner: Int, while continues: @escaping ContinueCheck) -> Bool
  /// Sets both heads' results from y as it stands.
  func read()
  /// One supervision step: T times (n updates of z, one of y), then the heads.
  ///
  /// - Returns: false if the observer or `continues` stopped it; without an observer, sequences may
  ///   then stand at different updates.
  func step(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while continues: @escaping ContinueCheck
  ) -> Bool
  /// (batch · S, D).
  var y: UnsafeBufferPointer<Float> { get }
  /// (batch · S, D).
  var z: UnsafeBufferPointer<Float> { get }
  /// (batch, L, V).
  var logits: UnsafeBufferPointer<Float> { get }
  /// (batch, 2): halt, continue.
  var halting: UnsafeBufferPointer<Float> { get }
}

extension Engine {
  /// One supervision step that only its observer stops.
  package func step(_ number: Int, cycles: Int, inner: Int, observer: Observer? = nil) -> Bool {
    step(number, cycles: cycles, inner: inner, observer: observer, while: always)
  }

  /// One supervision step, update by update, each of which the observer sees.
  func watchedStep(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while continues: @escaping ContinueCheck
  ) -> Bool {
    for update in 0..<cycles * (inner + 1) {
      guard self.update(update, inner: inner, while: continues) else { return false }
      let moment = StateID(update: update, of: number, inner: inner)
      if let observer, !observer(moment, moment.kind == .y ? y : z) { return false }
    }
    read()
    guard let observer else { return true }
    return observer(StateID(kind: .logits, step: number), logits)
      && observer(StateID(kind: .halt, step: number), halting)
  }

  /// The most likely token at each of the L positions of one sequence, as `logits` stand.
  package func tokens(of sequence: Int) -> [Int32] {
    let c = weights.configuration
    guard let logits = logits.baseAddress else { return [] }
    return (0..<c.length).map {
      Int32(largest(logits + (sequence * c.length + $0) * c.vocabulary, c.vocabulary))
    }
  }
}
