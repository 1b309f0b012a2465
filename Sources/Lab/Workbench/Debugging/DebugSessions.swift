// The runs that `think` began, and the last question that was answered at once.

package import Network
package import Puzzles
package import Settings

/// The runs of a session.
package final class DebugSessions {
  /// Those that think began and that were not dropped, in order.
  package private(set) var all: [DebugSession] = []
  /// The last question that was answered at once, which is #0.
  package var answered: AnsweredQuestion?
  /// Where runs stop.
  package var breaks = BreakList()
  private var chosen: Int?
  private var count = 0

  /// The run that step and its like go on with; nil where the last question was answered at once.
  package var selected: DebugSession? { chosen.flatMap { self[$0] } }

  /// The run of a number.
  package subscript(number: Int) -> DebugSession? { all.first { $0.number == number } }

  /// Adds a run and selects it.
  package func begin(
    _ question: Question, _ debugRun: DebugRun, weights: Weights, engine: EngineKind
  ) -> DebugSession {
    count += 1
    let run = DebugSession(
      number: count, question: question, weights: weights, engine: engine, debugRun: debugRun)
    all.append(run)
    chosen = count
    return run
  }

  /// Selects a run, or with nil the last question that was answered at once.
  package func select(_ number: Int?) { chosen = number }

  /// Notes a question that was answered at once; it is looked at from now on, unless a run is
  /// paused.
  package func note(_ run: AnsweredQuestion) {
    answered = run
    if selected?.isOver ?? true { chosen = nil }
  }

  /// Forgets runs.
  package func drop(where isDropped: (DebugSession) -> Bool) {
    all.removeAll(where: isDropped)
    if selected == nil { chosen = nil }
  }

  /// Ends the runs of other weights than the model's, and returns what they were.
  package func end(unlessOf weights: Weights?) -> [DebugSession] {
    let ended = all.filter { $0.weights !== weights }
    drop { $0.weights !== weights }
    if answered?.weights !== weights { answered = nil }
    return ended
  }
}
