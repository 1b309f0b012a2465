// Where the states of some questions go, step by step, beyond all halting.

internal import Kernels

/// y, z and the answers of some sequences after each supervision step; before the first stand y₀, z₀.
package struct Trajectory: Sendable {
  /// What is changed between the questions' first states and the first step.
  package enum Change: Equatable, Sendable {
    /// Nothing.
    case none
    /// Noise on x, of this size relative to x.
    case question(Double)
    /// Noise on y₀ and z₀, of this spread.
    case start(Double)
  }

  /// The number of sequences.
  package let count: Int
  /// Floats of one sequence's state: S · D.
  package let size: Int
  /// Positions of one sequence: L.
  package let length: Int
  /// y after each step, (count, S, D); y₀ first.
  package private(set) var ys: [[Float]] = []
  /// z after each step, (count, S, D); z₀ first.
  package private(set) var zs: [[Float]] = []
  /// The likeliest tokens after each step, (count, L), from the first step on.
  package private(set) var tokens: [[Int32]] = []

  /// Steps taken.
  package var depth: Int { tokens.count }

  /// A trajectory of one sequence from its parts: states with the start, tokens without it.
  package init(ys: [[Float]], zs: [[Float]], tokens: [[Int32]]) {
    precondition(
      !tokens.isEmpty && ys.count == tokens.count + 1 && zs.count == ys.count,
      "a trajectory has a start and a state for each step")
    (count, size, length) = (1, zs[0].count, tokens[0].count)
    (self.ys, self.zs, self.tokens) = (ys, zs, tokens)
  }

  /// The states of `questions` on an engine; nil if `continues` said to stop.
  package init?(
    _ questions: TokenBatch, _ effort: InferenceOptions, on engine: any Engine,
    while continues: @escaping ContinueCheck = always
  ) {
    let c = engine.weights.configuration
    count = questions.count
    size = c.sequence * c.width
    length = c.length
    engine.begin(questions)
    keep(engine)
    for step in 1...effort.depth {
      guard
        engine.step(
          step, cycles: effort.cycles, inner: effort.inner, observer: nil, while: continues)
      else { return nil }
      keep(engine)
      tokens.append((0..<count).flatMap { engine.tokens(of: $0) })
    }
  }

  private mutating func keep(_ engine: any Engine) {
    ys.append(Array(engine.y))
    zs.append(Array(engine.z))
  }

  /// y or z of one sequence after a step; 0 for the start.
  package func state(_ kind: StateID.Kind, of sequence: Int, after step: Int) -> ArraySlice<Float> {
    (kind == .y ? ys : zs)[step][sequence * size..<(sequence + 1) * size]
  }

  /// The tokens of one sequence after a step from 1 on.
  package func tokens(of sequence: Int, after step: Int) -> ArraySlice<Int32> {
    tokens[step - 1][sequence * length..<(sequence + 1) * length]
  }

  /// How far z of each sequence is from where it is here, relative to ‖z‖, after each step of a run
  /// that was changed: by sequence, the start first; and its last tokens.
  ///
  /// The noise of a sequence depends on its place. Nil if `continues` said to stop.
  package func distances(
    of questions: TokenBatch, _ effort: InferenceOptions, changed change: Change,
    on engine: any Engine,
    while continues: @escaping ContinueCheck = always
  ) -> (distances: [[Double]], tokens: [Int32])? {
    precondition(questions.count == count, "the questions are those of the trajectory")
    engine.begin(questions)
    let keys = (0..<count).map { Noise.key(effort.seed, UInt64($0)) }
    switch change {
    case .none: break
    case .question(let sigma): engine.disturbQuestion(sigma: Float(sigma), keys: keys)
    case .start(let sigma): engine.disturb(sigma: Float(sigma), keys: keys)
    }
    var distances = [[Double]](repeating: [], count: count)
    func measure(_ step: Int) {
      for sequence in 0..<count {
        let now = engine.z[sequence * size..<(sequence + 1) * size]
        distances[sequence].append(
          StateDelta(from: now, to: state(.z, of: sequence, after: step)).relative)
      }
    }
    measure(0)
    for step in 1...depth {
      guard
        engine.step(
          step, cycles: effort.cycles, inner: effort.inner, observer: nil, while: continues)
      else { return nil }
      measure(step)
    }
    return (distances, (0..<count).flatMap { engine.tokens(of: $0) })
  }
}
