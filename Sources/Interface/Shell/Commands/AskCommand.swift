// ask: one question, one answer.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles

/// `ask QUESTION`, which a bare question is too.
struct AskCommand: TailCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask the model a question.",
    usage: "ask [--depth N] [--cycles T] [--inner n] [--halt P] [--tolerance X] "
      + "[--breadth K] [--noise X] [--pick P] [--tokens TEXT | --from DIR#N] [--puzzle P] [QUESTION]",
    discussion: """
      A line that starts with a digit, '(' or a sign before one asks by itself. @FILE stands for \
      what a file holds. --tokens asks any model, whether its puzzle is known or not: as many \
      numbers as it takes, with spaces or commas between, for its puzzle embedding --puzzle. \
      --from asks an example of a data set in the official form, counted from 0, and knows its \
      answer; a folder that holds train and test stands for test. With --breadth K one answer is \
      picked from K rollouts with noise: of most votes, of the surest halting head, or of the least \
      residual.
      """)
  static let style = ArgumentStyle.tail(
    taking: EffortOptions.taking + QuestionOptions.taking)
  static let examples = [
    "ask 3 + 7", "ask --depth 1 38 + 47", "3 + 7",
    "ask --breadth 8 --noise 0.2 --pick vote 38 + 47",
    "ask --tokens \"11 19 19 19 19 19 19 19 19 19 19 56\"",
  ]
  static let fields: KeyValuePairs = [
    "answer": "the answer as text", "question": "the question as the puzzle writes it",
    "correct": "whether the answer is right; nothing where the puzzle can't tell",
    "p": "the probability that the model gives its answer", "steps": "supervision steps taken",
    "depth": "supervision steps allowed", "halted": "whether it stopped early",
    "ms": "milliseconds of thinking", "tokens": "with --tokens and --from: the answer's tokens",
    "breadth": "above 1, the rollouts that were picked from",
    "votes": "of those, how many gave this answer",
    "note": "where there is something to know of the question, such as several solutions",
  ]

  @OptionGroup var effort: EffortOptions
  @OptionGroup var source: QuestionOptions
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let asked = try source.question(question, of: Self.name, in: session)
    var result = try session.ask(asked, effort.effort(in: session))
    if source.isGiven {
      result.fields.append(
        Field("tokens", .list(session.lastTokens.map { .integer(Int($0)) })))
    }
    return result
  }

  static func run(tail: String, in session: Session) throws -> CommandResult {
    let effort = session.settings.effort(try session.requireModel().weights.configuration)
    return try session.ask(session.parseQuestion(tail), effort)
  }
}

/// `again`: the last question under today's settings.
struct AgainCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "again", abstract: "Ask the last question again, under today's settings.")
  static let examples = ["set depth 1", "again", "again --depth 4"]
  static let fields = AskCommand.fields

  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    try session.ask(session.requireQuestion(), effort.effort(in: session))
  }
}

extension Session {
  /// Reads a question as the model's puzzle does; `@FILE` is what the file holds.
  ///
  /// - Throws: `PuzzleError` with the column in the question.
  func parseQuestion(_ text: String) throws -> Question {
    let puzzle = try requirePuzzle()
    let path = fileArgument(text)
    let content = try path.map { try readArgument($0) } ?? text
    do throws(PuzzleError) {
      return try puzzle.parse(content)
    } catch {
      let hint = Self.checkpoint(reading: content).map { "load \($0) reads this" } ?? error.hint
      guard let path else { throw PuzzleError(error.message, column: error.column, hint: hint) }
      throw ShellError(.data, "\(path): \(error.message)", hint: hint)
    }
  }

  /// The first checkpoint at hand whose puzzle can read a question.
  private static func checkpoint(reading text: String) -> String? {
    CheckpointNames.known.prefix(32).first { name in
      let puzzle = try? LoadedModel.puzzle(in: CheckpointNames.path(name))
      return (try? puzzle?.parse(text)) != nil
    }
  }

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
    // Made before the clock starts: packing weights is no thinking.
    _ = try engine(breadth: effort.breadth)
    let started = Clock.now
    let outcome = try answer(question, effort)
    let ms = milliseconds(since: started)
    let answer = puzzle.decode(outcome.tokens)
    let isRight = puzzle.check(answer, of: question)
    let canTell = question.answer != nil
    let p = puzzle.answerRange.reduce(1.0) { $0 * Double(outcome.confidence[$1]) }
    lastQuestion = question
    lastAnswer = answer
    lastTokens = outcome.tokens
    var fields = [
      Field("question", .string(question.text)), Field("answer", .string(answer)),
      Field("correct", canTell ? .bool(isRight) : .nothing),
      Field("p", .number((p * 1e6).rounded() / 1e6)),
      Field("steps", .integer(outcome.steps)), Field("depth", .integer(effort.depth)),
      Field("halted", .bool(outcome.halted)), Field("ms", .number(ms)),
    ]
    if effort.breadth > 1 {
      fields += [
        Field("breadth", .integer(effort.breadth)), Field("votes", .integer(outcome.votes)),
      ]
    }
    if let note = question.note { fields.append(Field("note", .string(note))) }
    let notes = question.note.map { [$0] } ?? []
    guard isInteractive else {
      var result = CommandResult(fields) { _ in [StyledText(answer)] }
      result.notes = notes
      return result
    }
    let digits = settings.integer("digits") ?? 3
    // What a person sees at the prompt: the answer, how sure, how long.
    let grid = GridView(question, of: puzzle)
    var result = CommandResult(fields) { abilities in
      let mark =
        !canTell ? StyledText() : isRight ? StyledText(" ✓", .good) : StyledText(" ✗", .bad)
      let said = grid.map { $0.summary(outcome.tokens) } ?? answer
      let shown = (StyledText(said, .strong) + mark).padded(to: 12)
      let details =
        "   p \(Numbers.decimals(p, places: digits))"
        + "   \(outcome.steps) of \(effort.depth) steps"
        + (effort.breadth > 1 ? "   \(outcome.votes) of \(effort.breadth) votes" : "")
        + "   \(Numbers.digits(ms, significant: digits)) ms"
      return (grid?.both(outcome.tokens, abilities) ?? [])
        + [shown + StyledText(details, .dim)]
    }
    result.notes = notes
    return result
  }
}
