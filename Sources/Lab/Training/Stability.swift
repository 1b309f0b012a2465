// Where the states of many questions go in the long run, apart for right and wrong answers.

package import Network
package import Puzzles

/// Counts of dynamics, added up batch by batch.
package struct Stability: Sendable {
  /// What became of some questions' states.
  package struct Group: Equatable, Sendable {
    /// Questions.
    package private(set) var count = 0
    /// Questions whose states converged.
    package private(set) var converged = 0
    /// Questions whose states oscillate, by period.
    package private(set) var cycles: [Int: Int] = [:]
    /// Questions whose states are still converging.
    package private(set) var converging = 0
    /// Questions whose states do none of these.
    package private(set) var aperiodic = 0
    /// Questions whose states are not finite.
    package private(set) var nonfinite = 0
    /// Contraction rates, of the questions that have one, smallest first.
    package private(set) var rates: [Double] = []
    /// The steps from which states have converged, of those that did, smallest first.
    package private(set) var settled: [Int] = []
    /// The steps from which answers are the last one, smallest first.
    package private(set) var answered: [Int] = []
    /// Finite-time Lyapunov exponents, of the questions that have one, smallest first.
    package private(set) var exponents: [Double] = []

    /// A group of no questions.
    package init() {}

    /// The questions whose states oscillate.
    package var oscillating: Int { cycles.values.reduce(0, +) }

    fileprivate mutating func add(_ dynamics: Dynamics, _ exponent: Double?) {
      count += 1
      switch dynamics.regime {
      case .converged: converged += 1
      case .oscillating(let period): cycles[period, default: 0] += 1
      case .converging: converging += 1
      case .aperiodic: aperiodic += 1
      case .nonfinite: nonfinite += 1
      }
      if let rate = dynamics.rate { rates.append(rate) }
      if dynamics.regime == .converged, let step = dynamics.settled { settled.append(step) }
      answered.append(dynamics.answered)
      if let exponent { exponents.append(exponent) }
    }

    fileprivate mutating func sort() {
      rates.sort()
      settled.sort()
      answered.sort()
      exponents.sort()
    }
  }

  /// The depth that runs go to.
  package let depth: Int
  /// The usual depth, at which answers count as right or wrong.
  package let usual: Int
  /// All questions.
  package private(set) var all = Group()
  /// Those whose answer is right at the usual depth.
  package private(set) var right = Group()
  /// The others.
  package private(set) var wrong = Group()
  /// Questions whose last answer is right.
  package private(set) var rightAtEnd = 0

  /// Dynamics of runs to a depth, where another one is usual.
  package init(depth: Int, usual: Int) {
    self.depth = depth
    self.usual = usual
  }

  /// The share of questions whose states have come to rest by each step.
  package var settledByStep: [Double] { shares(all.settled) }
  /// The share of questions whose answer at each step and after it is the last one.
  package var answeredByStep: [Double] { shares(all.answered) }

  /// The share of questions that had come so far by each step.
  private func shares(_ steps: [Int]) -> [Double] {
    (1...depth).map { step in
      Double(steps.count { $0 <= step }) / Double(max(all.count, 1))
    }
  }

  /// Follows a batch of questions; false, and nothing counted, if `continues` said to stop.
  ///
  /// The answer stands at the positions `asked`; noise of the spread `disturb` on y₀ and z₀ gives the
  /// exponents.
  ///
  /// - Throws: `ConfigurationError` if the questions don't fit the network.
  package mutating func add(
    _ questions: [Question], asked: Range<Int>, _ effort: InferenceOptions,
    _ thresholds: Dynamics.Thresholds, disturb: Double, on engine: any Engine,
    while continues: @escaping ContinueCheck = always
  ) throws -> Bool {
    let batch = try TokenBatch(
      tokens: questions.flatMap(\.tokens), puzzles: questions.map(\.puzzle),
      for: engine.weights.configuration)
    guard let trajectory = Trajectory(batch, effort, on: engine, while: continues),
      let twin = trajectory.distances(
        of: batch, effort, changed: .start(disturb), on: engine, while: continues)
    else { return false }
    for (sequence, question) in questions.enumerated() {
      let dynamics = Dynamics(trajectory, of: sequence, asked: asked, thresholds)
      let exponent = Dynamics.exponent(of: twin.distances[sequence])
      all.add(dynamics, exponent)
      if question.isRight(trajectory.tokens(of: sequence, after: usual)) {
        right.add(dynamics, exponent)
      } else {
        wrong.add(dynamics, exponent)
      }
      if question.isRight(trajectory.tokens(of: sequence, after: depth)) { rightAtEnd += 1 }
    }
    all.sort()
    right.sort()
    wrong.sort()
    return true
  }
}

extension Question {
  /// Whether tokens are right wherever one is asked.
  fileprivate func isRight(_ tokens: ArraySlice<Int32>) -> Bool {
    zip(labels, tokens).allSatisfy { $0 < 0 || $0 == $1 }
  }
}
