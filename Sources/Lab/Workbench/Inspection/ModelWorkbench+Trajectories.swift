// The states of questions in the order of their runs.

package import Language
internal import Network
internal import Puzzles

/// States of one run in its order.
package struct StateTrajectory: Sendable {
  /// The run that they are of.
  package let view: ViewedRun
  package let answer: String
  /// Whether the answer is right; nil where that isn't known.
  package let isRight: Bool?
  package let states: [CapturedState]
}

extension ModelWorkbench {
  /// Copies the states of y or z that an address names from runs.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory, the address matches no state, or it was
  ///   interrupted.
  package func trajectories(
    of views: [ViewedRun], _ address: StateAddress
  ) throws -> [StateTrajectory] {
    let c = try requireModel().weights.configuration
    let puzzle = try requirePuzzle()
    let updates = views.reduce(0.0) { sum, view in
      let inference = view.inference
      let inCycle = address.kind == .y ? 1 : inference.inner + 1
      return sum + Double(inference.depth) * Double(inference.cycles) * Double(inCycle)
    }
    try requireMemory(
      floats: 3 * updates * Double(c.sequence * c.width),
      hint: "use fewer questions, or fewer states: z@*.last.last")
    let progress = reporter.beginProgress("plot", total: views.count)
    defer { progress.finish() }
    var trajectories: [StateTrajectory] = []
    for view in views {
      let (states, outcome) = try watchedStates(of: view, [address])
      let answer = puzzle.decode(outcome.tokens)
      trajectories.append(
        StateTrajectory(
          view: view, answer: answer, isRight: puzzle.verdict(of: answer, for: view.question),
          states: states))
      progress.report(trajectories.count) { .none }
    }
    return trajectories
  }
}
