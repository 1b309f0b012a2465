// Evaluates break conditions at a run's current update.

package import Language
package import Network
package import Puzzles

extension BreakCondition.Quantity {
  /// Its value at a run's current update; nil if it has none yet.
  package func value(of run: DebugRun) -> Double? {
    let moment = run.stateID(after: run.position)
    return switch self {
    case .halt: run.current.headOutput.map { Double($0.halt) }
    case .probability: run.current.headOutput.map { haltProbability(ofLogit: $0.halt) }
    case .dy: run.deltaOfY?.absolute
    case .dz: run.deltaOfZ?.absolute
    case .step: Double(moment.step)
    case .cycle: Double(moment.cycle)
    case .inner: Double(moment.inner)
    }
  }
}

extension BreakCondition {
  /// Whether it describes an event of one update, which can occur again, rather than a state.
  private var isEvent: Bool {
    clauses.contains {
      switch $0 {
      case .changed, .moment: true
      case .number, .answer: false
      }
    }
  }

  /// Whether a run stops at its current update, if the condition `held` one update before.
  package func stops(_ run: DebugRun, held: Bool, _ puzzle: any Puzzle) -> Bool {
    holds(run, puzzle) && (isEvent || !held)
  }

  /// Whether every clause holds at a run's current update.
  package func holds(_ run: DebugRun, _ puzzle: any Puzzle) -> Bool {
    clauses.allSatisfy { clause in
      switch clause {
      case .number(let quantity, let comparison, let number):
        quantity.value(of: run).map { comparison.holds($0, number) } ?? false
      case .answer(let isWanted, let text):
        run.current.headOutput.map { (puzzle.decode($0.tokens) == text) == isWanted } ?? false
      case .changed: run.hasChangedAnswer
      case .moment(let address):
        !address.moments(among: [run.stateID(after: run.position)]).isEmpty
      }
    }
  }

  /// An explanation of its meaning, if it needs one.
  package var explanation: String? {
    for case .number(.halt, _, let number) in clauses {
      let p = haltProbability(ofLogit: Float(number))
      return "halt is the logit; this is a probability of \(rounded(p))"
    }
    return nil
  }
}

/// A number with three decimals at most.
private func rounded(_ number: Double) -> String { plain((number * 1000).rounded() / 1000) }

extension DebugRun {
  /// Whether the last update ended a cycle with another answer than the cycle before it.
  fileprivate var hasChangedAnswer: Bool {
    guard points.count > 1, position.isMultiple(of: options.inner + 1),
      let now = current.headOutput,
      let before = points[points.count - 2].headOutput
    else { return false }
    return now.tokens[answerRange] != before.tokens[answerRange]
  }
}
