// The result of `ask` where a question is answered in parts.

internal import Drawing
package import Network
package import Puzzles
package import Workbench
internal import Wording

/// The answer to an expression, with those to its parts.
package struct ExpressionReport: Sendable {
  private let answered: AnsweredExpression
  private let puzzle: any Puzzle
  private let inference: InferenceOptions
  private let digits: Int
  private let doubt: Double

  /// The most parts that are shown in lines, and in a note.
  private static let (mostLines, mostNoted) = (12, 6)

  package init(
    _ answered: AnsweredExpression, of puzzle: any Puzzle, _ inference: InferenceOptions,
    digits: Int, doubt: Double
  ) {
    self.answered = answered
    self.puzzle = puzzle
    self.inference = inference
    self.digits = digits
    self.doubt = doubt
  }

  private func p(_ part: AnsweredPart) -> Double {
    puzzle.answerProbability(of: part.outcome.tokens) { part.outcome.confidence[$0] }
  }

  /// The answer, marked if it is doubtful.
  private var shown: String { doubtMark(p, below: doubt) + answered.answer }

  /// ∏ p of the parts.
  private var p: Double { answered.parts.reduce(1) { $0 * p($1) } }
  private var steps: Int { answered.parts.reduce(0) { $0 + $1.outcome.steps } }
  private var ms: Double { answered.parts.reduce(0) { $0 + $1.ms } }

  /// The report as a result: only the answer, or at a prompt also its parts.
  package var result: CommandResult {
    var result = CommandResult(
      [
        Field("question", .string(answered.expression.text)),
        Field("answer", .string(answered.answer)),
        Field("correct", .optional(answered.isRight)), Field("p", .probability(p)),
        Field("doubtful", .bool(p < doubt)),
        Field("steps", .integer(steps)), Field("depth", .integer(inference.depth)),
        Field("halted", .bool(answered.parts.allSatisfy(\.outcome.halted))),
        Field("ms", .number(ms)), Field("parts", .list(answered.parts.map(record))),
      ] + (inference.breadth > 1 ? [Field("breadth", .integer(inference.breadth))] : []),
      lines: [StyledText(shown)])
    result.promptText = { _ in lines }
    result.scriptNotes = [note]
    return result
  }

  /// The parts in one line.
  private var note: String {
    let shown = answered.parts.prefix(Self.mostNoted).map { "\($0.part.text) = \($0.shown)" }
    let rest = answered.parts.count - shown.count
    return "in \(counted(answered.parts.count, "part")): " + shown.joined(separator: ", ")
      + (rest > 0 ? ", and \(rest) more" : "")
  }

  private func record(_ part: AnsweredPart) -> Value {
    .record(
      [
        Field("question", .string(part.part.question.text)), Field("answer", .string(part.answer)),
        Field("negated", .bool(part.part.isNegated)),
        Field(
          "correct",
          .optional(puzzle.verdict(of: part.answer, for: part.part.question))),
        Field("p", .probability(p(part))), Field("steps", .integer(part.outcome.steps)),
        Field("halted", .bool(part.outcome.halted)), Field("ms", .number(part.ms)),
      ] + (inference.breadth > 1 ? [Field("votes", .integer(part.outcome.votes))] : []))
  }

  private var lines: [StyledText] {
    let parts = answered.parts
    let isShort = parts.count <= Self.mostLines
    let first = isShort ? parts[...] : parts.prefix(Self.mostLines - 3)
    let last = isShort ? [] : parts.suffix(2)
    let texts = (first + last).map { "  \($0.part.text) = \($0.shown)" }
    let width = min(max(12, texts.map(\.count).max() ?? 0), 40)
    let lines = zip(first + last, texts).map { part, text in
      let isRight = puzzle.verdict(of: part.answer, for: part.part.question)
      // Only a wrong part is marked.
      let mark = StyledText.verdict(isRight == false ? false : nil)
      return (StyledText(text) + mark).padded(to: width)
        + StyledText("   p \(NumberFormat.decimals(p(part), places: digits))", .dim)
    }
    let gap =
      isShort ? [] : [StyledText("  ... \(counted(parts.count - first.count - 2, "part"))", .dim)]
    return lines.prefix(first.count) + gap + lines.dropFirst(first.count) + [summary(width)]
  }

  private func summary(_ width: Int) -> StyledText {
    let details =
      "   p \(NumberFormat.decimals(p, places: digits))"
      + "   \(counted(answered.parts.count, "part"))   \(counted(steps, "step"))"
      + "   \(NumberFormat.digits(ms, significant: digits)) ms"
    return (StyledText(shown, .strong) + .verdict(answered.isRight)).padded(to: width)
      + StyledText(details, .dim)
  }
}

extension AnsweredPart {
  /// Its result, or the answer that isn't one.
  fileprivate var shown: String { value.map(String.init) ?? answer }
}
