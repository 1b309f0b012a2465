// ask: one question, one answer.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles

/// `ask QUESTION`, which a bare question is too.
struct AskCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask the model a question.",
    usage: "ask [--depth N] [--cycles T] [--inner n] [--halt P] [--tolerance X] QUESTION",
    discussion: "A line that starts with a digit, '(' or a sign before one asks by itself.")
  static let style = ArgumentStyle.tail(taking: EffortOptions.taking, comments: true)
  static let examples = ["ask 3 + 7", "ask --depth 1 38 + 47", "3 + 7"]

  @OptionGroup var effort: EffortOptions
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let text = question.joined(separator: " ")
    guard !text.isEmpty else {
      throw ShellError(.usage, "'ask' needs a question", hint: "for example: ask 3 + 7")
    }
    let asked = try session.parseQuestion(text)
    return try session.ask(asked, effort.effort(in: session))
  }
}

/// `again`: the last question under today's settings.
struct AgainCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "again", abstract: "Ask the last question again, under today's settings.")

  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    try session.ask(session.requireQuestion(), effort.effort(in: session))
  }
}

extension Session {
  /// Reads a question as the model's puzzle does.
  ///
  /// - Throws: `PuzzleError` with the column in the question.
  func parseQuestion(_ text: String) throws -> Question { try requirePuzzle().parse(text) }

  /// The question that was asked last.
  ///
  /// - Throws: `ShellError` if none was.
  func requireQuestion() throws -> Question {
    guard let lastQuestion else {
      throw ShellError(.failure, "nothing was asked yet", hint: "for example: ask 3 + 7")
    }
    return lastQuestion
  }

  /// Answers a question.
  func ask(_ question: Question, _ effort: Effort) throws -> CommandResult {
    let puzzle = try requirePuzzle()
    _ = try engine()  // made before the clock starts: packing weights is no thinking
    let started = Clock.now
    let outcome = try think(question, effort)
    let ms = milliseconds(since: started)
    let answer = puzzle.decode(outcome.tokens)
    let isRight = puzzle.check(answer, of: question)
    let p = puzzle.answerRange.reduce(1.0) { $0 * Double(outcome.confidence[$1]) }
    lastQuestion = question
    lastAnswer = answer
    return CommandResult(
      [
        Field("question", .string(question.text)), Field("answer", .string(answer)),
        Field("correct", question.answer == nil ? .nothing : .bool(isRight)),
        Field("p", .number((p * 1e6).rounded() / 1e6)),
        Field("steps", .integer(outcome.steps)), Field("depth", .integer(effort.depth)),
        Field("halted", .bool(outcome.halted)), Field("ms", .number(ms)),
      ],
      lines: [isInteractive ? line(answer, isRight, p, outcome, effort, ms) : StyledText(answer)])
  }

  /// What a person sees at the prompt: the answer, how sure, how long.
  private func line(
    _ answer: String, _ isRight: Bool, _ p: Double, _ outcome: Outcome, _ effort: Effort,
    _ ms: Double
  ) -> StyledText {
    let mark = isRight ? StyledText(" ✓", .good) : StyledText(" ✗", .bad)
    let digits = settings.integer("digits") ?? 3
    let shown = (StyledText(answer, .strong) + mark).padded(to: 12)
    let details =
      "   p \(Numbers.decimals(p, places: digits))"
      + "   \(outcome.steps) of \(effort.depth) steps"
      + "   \(Numbers.digits(ms, significant: digits)) ms"
    return shown + StyledText(details, .dim)
  }
}
