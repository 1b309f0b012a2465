// One run that is watched update by update and is the last answered question afterwards.

internal import Network
internal import Puzzles

extension Session {
  /// Runs a question, or its first rollout with noise, while an observer sees every update; it is
  /// run #0 from now on.
  ///
  /// - Throws: `ShellError` if it was stopped.
  func watch(_ question: Question, _ effort: Effort, observer: Observer?) throws -> Outcome {
    let outcome = try think(question, effort, observer: observer)
    lastQuestion = question
    lastTokens = outcome.tokens
    lastAnswer = try requirePuzzle().decode(outcome.tokens)
    runs.note(
      AnsweredRun(
        question: question, effort: effort, weights: try requireModel().weights,
        steps: outcome.steps, answer: lastAnswer, kept: nil))
    return outcome
  }
}
