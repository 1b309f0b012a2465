// The states of some questions after each step, without early stopping.

internal import Kernels

/// The states and answers of some sequences after each supervision step, beginning with the starts.
package struct Trajectory: Sendable {
  /// A change of the initial states before the first step.
  package enum Perturbation: Equatable, Sendable {
    /// Nothing.
    case none
    /// Noise on x, relative to its root mean square.
    case input(Double)
    /// Noise of this standard deviation on the states at the start.
    case initialState(Double)
  }

  /// The number of sequences.
  package let count: Int
  /// Floats of one sequence's state: S · D.
  package let size: Int
  /// Tokens of one sequence: L.
  package let length: Int
  /// The states of the network.
  package let architecture: Architecture
  /// Each state after each step, (count, S, D); the start first.
  private var states: [[[Float]]]
  /// The most likely tokens after each step, (count, L), from the first step on.
  package private(set) var tokens: [[Int32]] = []

  /// The number of steps.
  package var depth: Int { tokens.count }

  /// A trajectory of one sequence from each of its states, initial ones included, and its tokens.
  package init(
    _ states: [[[Float]]], tokens: [[Int32]],
    of architecture: Architecture = NetworkKind.trm.architecture
  ) {
    precondition(
      !tokens.isEmpty && states.count == architecture.states.count
        && states.allSatisfy { $0.count == tokens.count + 1 },
      "a trajectory needs initial states, and states and tokens for each step")
    (count, size, length) = (1, states[0][0].count, tokens[0].count)
    (self.architecture, self.states, self.tokens) = (architecture, states, tokens)
  }

  /// The trajectory of `questions` on an engine; nil if `shouldContinue` stopped it.
  package init?(
    _ questions: TokenBatch, _ options: InferenceOptions, on engine: any Engine,
    while shouldContinue: @escaping ContinueCheck = alwaysContinue
  ) {
    let c = engine.weights.configuration
    count = questions.count
    size = c.sequence * c.width
    length = c.length
    architecture = c.architecture
    states = architecture.states.map { _ in [] }
    engine.begin(questions)
    record(engine)
    for step in 1...options.depth {
      guard
        engine.step(
          step, cycles: options.cycles, inner: options.inner, observer: nil, while: shouldContinue)
      else { return nil }
      record(engine)
      tokens.append((0..<count).flatMap { engine.tokens(of: $0) })
    }
  }

  private mutating func record(_ engine: any Engine) {
    for index in states.indices { states[index].append(Array(engine.state(index))) }
  }

  /// A state of one sequence after a step; step 0 is the start.
  ///
  /// Traps if the network has none.
  package func state(_ kind: StateID.Kind, of sequence: Int, after step: Int) -> ArraySlice<Float> {
    states[architecture.index(of: kind)][step][sequence * size..<(sequence + 1) * size]
  }

  /// The change of the states of some kinds, together, between two steps of one sequence.
  func delta(of kinds: [StateID.Kind], of sequence: Int, from: Int, to: Int) -> StateDelta {
    StateDelta(
      from: kinds.lazy.flatMap { state($0, of: sequence, after: from) },
      to: kinds.lazy.flatMap { state($0, of: sequence, after: to) })
  }

  /// The tokens of one sequence after a step from 1 on.
  package func tokens(of sequence: Int, after step: Int) -> ArraySlice<Int32> {
    tokens[step - 1][sequence * length..<(sequence + 1) * length]
  }

  /// The distance of each sequence's latents in a perturbed run from this trajectory's, relative to
  /// their norm, after each step from 0 on; and the perturbed run's final tokens.
  ///
  /// The noise of a sequence depends on its index. Nil if `shouldContinue` stopped the run.
  package func distances(
    of questions: TokenBatch, _ options: InferenceOptions, perturbed perturbation: Perturbation,
    on engine: any Engine,
    while shouldContinue: @escaping ContinueCheck = alwaysContinue
  ) -> (distances: [[Double]], tokens: [Int32])? {
    precondition(questions.count == count, "the questions must be those of the trajectory")
    engine.begin(questions)
    let keys = (0..<count).map { Noise.key(options.seed, UInt64($0)) }
    switch perturbation {
    case .none: break
    case .input(let sigma): engine.addInputNoise(sigma: Float(sigma), keys: keys)
    case .initialState(let sigma): engine.addNoise(sigma: Float(sigma), keys: keys)
    }
    var distances = [[Double]](repeating: [], count: count)
    func measure(_ step: Int) {
      for sequence in 0..<count {
        let own = sequence * size..<(sequence + 1) * size
        let kinds = architecture.latentKinds
        distances[sequence].append(
          StateDelta(
            from: kinds.lazy.flatMap { engine.state($0)[own] },
            to: kinds.lazy.flatMap { state($0, of: sequence, after: step) }
          ).relative)
      }
    }
    measure(0)
    for step in 1...depth {
      guard
        engine.step(
          step, cycles: options.cycles, inner: options.inner, observer: nil, while: shouldContinue)
      else { return nil }
      measure(step)
    }
    return (distances, (0..<count).flatMap { engine.tokens(of: $0) })
  }
}
