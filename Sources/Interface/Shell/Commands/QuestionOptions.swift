// A question that is no text: tokens, or an example of a data set. ask and think share these options.

internal import ArgumentParser
internal import Puzzles

/// `--tokens`, `--from` and `--puzzle`.
struct QuestionOptions: ParsableArguments {
  /// The options that need a value, for commands with a raw tail.
  static let taking = ["--tokens", "--from", "--puzzle"]

  @Option(help: "The question as numbers of tokens, or @FILE.") var tokens: String?
  @Option(
    help: ArgumentHelp("An example of a data set.", valueName: "dir#n"), completion: .directory)
  var from: String?
  @Option(parsing: .unconditional, help: "The puzzle embedding to ask with.") var puzzle: Int32?

  /// Whether any of them was typed.
  var isGiven: Bool { tokens != nil || from != nil || puzzle != nil }

  /// The question that they or the words behind them name.
  ///
  /// - Throws: `ShellError` where there is none, or more than one.
  func question(_ words: [String], of command: String, in session: Session) throws -> Question {
    let text = words.joined(separator: " ")
    guard isGiven else {
      guard !text.isEmpty else {
        throw ShellError(
          .usage, "'\(command)' needs a question", hint: "for example: \(command) 3 + 7")
      }
      return try session.parseQuestion(text)
    }
    guard (tokens == nil) != (from == nil), text.isEmpty else {
      throw ShellError(
        .usage, "one question at a time: --tokens or --from or QUESTION; --puzzle goes with both",
        hint: "for example: \(command) --tokens \"3 5 1\" --puzzle 2")
    }
    return try from.map { try session.question(from: $0, puzzle: puzzle) }
      ?? session.question(tokens: tokens ?? "", puzzle: puzzle)
  }
}
