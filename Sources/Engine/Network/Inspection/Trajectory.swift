// The states of some questions after each step, without early stopping.

internal import Kernels

/// y, z and the answers of some sequences after each supervision step, starting with y₀ and z₀.
package struct Trajectory: Sendable {
  /// A change of the initial states before the first step.
  package enum Perturbation: Equatable, Sendable {
    /// Nothing.
    case none
    /// Noise on x, relative to its root mean square.
    case input(Double)
    /// Noise of this standard deviation on y₀ and z₀.
    case initialState(Double)
  }

  /// The number of sequences.
  package let count: Int
  /// Floats of one sequence's state: S · D.
  package let size: Int
  /// Tokens of one sequence: L.
  package let length: Int
  /// y after each step, (count, S, D); y₀ first.
  package private(set) var ys: [[Float]] = []
  /// z after each step, (count, S, D); z₀ first.
  package private(set) var zs: [[Float]] = []
  /// The most likely tokens after each step, (count, L), from the first step on.
  package private(set) var tokens: [[Int32]] = []

  /// The number of steps.
  package var depth: Int { tokens.count }

  /// A trajectory of one sequence from its states, initial ones included, and its tokens.
  package init(ys: [[Float]], zs: [[Float]], tokens: [[Int32]]) {
    precondition(
      !tokens.isEmpty && ys.count == tokens.count + 1 && zs.count == ys.count,
      "a trajectory needs initial states, and states and tokens for each step")
    (count, size, length) = (1, zs[0].count, tokens[0].count)
    (self.ys, self.zs, self.tokens) = (ys, zs, tokens)
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
    ys.append(Array(engine.y))
    zs.append(Array(engine.z))
  }

  /// y or z of one sequence after a step; step 0 is y₀ or z₀.
  package func state(_ kind: StateID.Kind, of sequence: Int, after step: Int) -> ArraySlice<Float> {
    (kind == .y ? ys : zs)[step][sequence * size..<(sequence + 1) * size]
  }

  /// The tokens of one sequence after a step from 1 on.
  package func tokens(of sequence: Int, after step: Int) -> ArraySlice<Int32> {
    tokens[step - 1][sequence * length..<(sequence + 1) * length]
  }

  /// The distance of each sequence's z in a perturbed run from this trajectory's, relative to ‖z‖,
  /// after each step from 0 on; and the perturbed run's final tokens.
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
        let now = engine.z[sequence * size..<(sequence + 1) * size]
        distances[sequence].append(
          StateDelta(from: now, to: state(.z, of: sequence, after: step)).relative)
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
