// The states of questions in the order of their runs.

package import Language
package import Network
package import Puzzles

/// The states of one question in the order of its run.
package struct StateTrajectory: Sendable {
  package let question: Question
  package let answer: String
  /// Whether the answer is right; nil where that isn't known.
  package let isRight: Bool?
  package let states: [CapturedState]
}

extension ModelWorkbench {
  /// Runs questions and copies the states of y or z that an address names.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory, the address matches no state, or it was
  ///   interrupted.
  package func trajectories(
    of questions: [Question], _ address: StateAddress, _ inference: InferenceOptions
  ) throws -> [StateTrajectory] {
    let c = try requireModel().weights.configuration
    let puzzle = try requirePuzzle()
    let updates = inference.depth * inference.cycles * (address.kind == .y ? 1 : inference.inner)
    try requireMemory(
      floats: 3 * Double(questions.count * updates) * Double(c.sequence * c.width),
      hint: "use fewer questions, or fewer states: z@*.last.last")
    let progress = reporter.beginProgress("plot", total: questions.count)
    defer { progress.finish() }
    var trajectories: [StateTrajectory] = []
    for question in questions {
      let (states, outcome) = try watchedStates(of: question, [address], inference)
      let answer = puzzle.decode(outcome.tokens)
      trajectories.append(
        StateTrajectory(
          question: question, answer: answer, isRight: puzzle.verdict(of: answer, for: question),
          states: states))
      progress.report(trajectories.count) { .none }
    }
    return trajectories
  }
}
