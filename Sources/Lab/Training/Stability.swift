// The long-run dynamics of many questions' states, separately for right and wrong answers.

package import Network
package import Puzzles

/// Statistics of dynamics, accumulated batch by batch.
package struct Stability: Sendable {
  /// Statistics of a group of questions.
  package struct Group: Equatable, Sendable {
    /// The number of questions.
    package private(set) var count = 0
    /// Questions whose states converged.
    package private(set) var converged = 0
    /// Questions whose states oscillate, by period in steps.
    package private(set) var periods: [Int: Int] = [:]
    /// Questions whose states are still converging.
    package private(set) var converging = 0
    /// Questions whose states neither converge nor oscillate.
    package private(set) var aperiodic = 0
    /// Questions whose states hold NaN or infinity.
    package private(set) var nonfinite = 0
    /// Contraction rates of the questions that have one, in ascending order.
    package private(set) var rates: [Double] = []
    /// The steps at which states converged, in ascending order.
    package private(set) var settled: [Int] = []
    /// The steps from which on the answer is the final one, in ascending order.
    package private(set) var answered: [Int] = []
    /// Finite-time Lyapunov exponents of the questions that have one, in ascending order.
    package private(set) var exponents: [Double] = []

    /// Creates an empty group.
    package init() {}

    /// Questions whose states oscillate.
    package var oscillating: Int { periods.values.reduce(0, +) }

    fileprivate mutating func add(_ dynamics: Dynamics, _ exponent: Double?) {
      count += 1
      switch dynamics.regime {
      case .converged: converged += 1
      case .oscillating(let period): periods[period, default: 0] += 1
      case .converging: converging += 1
      case .aperiodic: aperiodic += 1
      case .nonfinite: nonfinite += 1
      }
      if let rate = dynamics.rate { rates.append(rate) }
      if dynamics.regime == .converged, let step = dynamics.convergenceStep { settled.append(step) }
      answered.append(dynamics.answerStep)
      if let exponent { exponents.append(exponent) }
    }

    fileprivate mutating func sort() {
      rates.sort()
      settled.sort()
      answered.sort()
      exponents.sort()
    }
  }

  /// The depth of the runs.
  package let depth: Int
  /// The depth at which answers count as right or wrong.
  package let usual: Int
  /// All questions.
  package private(set) var all = Group()
  /// Questions whose answer is right at depth ``usual``.
  package private(set) var right = Group()
  /// Questions whose answer is wrong there.
  package private(set) var wrong = Group()
  /// Questions whose right answer isn't known.
  package private(set) var unknown = Group()
  /// The number of questions whose answer is right at the full depth.
  package private(set) var rightAtEnd = 0

  /// Creates statistics of runs to `depth` for a model whose usual depth is `usual`.
  package init(depth: Int, usual: Int) {
    self.depth = depth
    self.usual = usual
  }

  /// The fraction of questions whose states have converged by each step.
  package var settledByStep: [Double] { shares(all.settled) }
  /// The fraction of questions whose answer is the final one from each step on.
  package var answeredByStep: [Double] { shares(all.answered) }

  /// The fraction of questions whose entry in `steps` is reached by each step.
  private func shares(_ steps: [Int]) -> [Double] {
    (1...depth).map { step in
      Double(steps.count { $0 <= step }) / Double(max(all.count, 1))
    }
  }

  /// Runs a batch of questions; false, with nothing counted, if `continues` said to stop.
  ///
  /// The answer is at the positions `asked`; it is right if all its labeled tokens are, or with a
  /// `judge` if that puzzle says so. The exponents come from a second run with noise of
  /// standard deviation `disturb` on y₀ and z₀.
  ///
  /// - Throws: `ConfigurationError` if the questions don't fit the network.
  package mutating func add(
    _ questions: [Question], asked: Range<Int>, judge: (any Puzzle)? = nil,
    _ options: InferenceOptions,
    _ thresholds: Dynamics.Thresholds, disturb: Double, on engine: any Engine,
    while continues: @escaping ContinueCheck = alwaysContinue
  ) throws -> Bool {
    let batch = try TokenBatch(questions, for: engine.weights.configuration)
    guard let trajectory = Trajectory(batch, options, on: engine, while: continues),
      let twin = trajectory.distances(
        of: batch, options, perturbed: .initialState(disturb), on: engine, while: continues)
    else { return false }
    for (sequence, question) in questions.enumerated() {
      let dynamics = Dynamics(trajectory, of: sequence, answerRange: asked, thresholds)
      let exponent = Dynamics.exponent(of: twin.distances[sequence])
      all.add(dynamics, exponent)
      func counts(after step: Int) -> AnswerCounts {
        AnswerCounts(
          Array(trajectory.tokens(of: sequence, after: step)), question, judge: judge)
      }
      let answer = counts(after: usual)
      guard answer.labeled > 0 else {
        unknown.add(dynamics, exponent)
        continue
      }
      if answer.isExact {
        right.add(dynamics, exponent)
      } else {
        wrong.add(dynamics, exponent)
      }
      if counts(after: depth).isExact { rightAtEnd += 1 }
    }
    all.sort()
    right.sort()
    wrong.sort()
    unknown.sort()
    return true
  }
}
