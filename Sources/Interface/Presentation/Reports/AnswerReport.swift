// The result of `ask`.

internal import Drawing
package import Network
package import Puzzles
internal import Workbench
internal import Wording

/// The answer to one question.
package struct AnswerReport: Sendable {
  package let question: Question
  package let puzzle: any Puzzle
  package let inference: InferenceOptions
  package let outcome: RunResult
  /// Milliseconds of inference.
  package let ms: Double
  package let digits: Int
  /// The p below which the answer is doubtful.
  package let doubt: Double

  package init(
    _ question: Question, of puzzle: any Puzzle, _ inference: InferenceOptions,
    _ outcome: RunResult,
    ms: Double,
    digits: Int, doubt: Double
  ) {
    self.question = question
    self.puzzle = puzzle
    self.inference = inference
    self.outcome = outcome
    self.ms = ms
    self.digits = digits
    self.doubt = doubt
  }

  private var answer: String { puzzle.decode(outcome.tokens) }
  private var p: Double { puzzle.answerProbability(of: outcome.tokens) { outcome.confidence[$0] } }
  private var isRight: Bool? { puzzle.verdict(of: answer, for: question) }

  /// The report as a result: only the answer, or at a prompt also its probability and time.
  package var result: CommandResult {
    let answer = mark + answer
    var result = CommandResult(fields) { _ in [StyledText(answer)] }
    result.promptText = { lines($0) }
    result.notes = question.note.map { [$0] } ?? []
    return result
  }

  /// What stands before a doubtful answer.
  private var mark: String { doubtMark(p, below: doubt) }

  private var fields: [Field] {
    var fields = [
      Field("question", .string(question.text)), Field("answer", .string(answer)),
      Field("correct", .optional(isRight)), Field("p", .probability(p)),
      Field("doubtful", .bool(p < doubt)),
      Field("steps", .integer(outcome.steps)), Field("depth", .integer(inference.depth)),
      Field("halted", .bool(outcome.halted)), Field("ms", .number(ms)),
    ]
    if inference.breadth > 1 {
      fields += [
        Field("breadth", .integer(inference.breadth)), Field("votes", .integer(outcome.votes)),
      ]
    }
    if !inference.heldTokens.isEmpty { fields.append(Field("held", .integer(outcome.held))) }
    if let note = question.note { fields.append(Field("note", .string(note))) }
    return fields
  }

  private func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let grid = GridView(question, of: puzzle)
    let summary = mark + (grid.map { $0.summary(outcome.tokens) } ?? answer)
    let shown = (StyledText(summary, .strong) + .verdict(isRight)).padded(to: 12)
    let details =
      "   p \(NumberFormat.decimals(p, places: digits))"
      + "   \(outcome.steps) of \(counted(inference.depth, "step"))"
      + (inference.breadth > 1
        ? "   \(outcome.votes) of \(counted(inference.breadth, "vote"))" : "")
      + "   \(NumberFormat.digits(ms, significant: digits)) ms"
      + (outcome.held > 0 ? "   held \(counted(outcome.held, "given"))" : "")
    return (grid?.both(outcome.tokens, capabilities) ?? []) + [shown + StyledText(details, .dim)]
  }
}
