// Questions given as tokens or as an example of a data set, as options that several commands share.

internal import ArgumentParser
internal import Language
internal import Network
internal import Puzzles
internal import Workbench

/// `--tokens`, `--from`, `--puzzle`, `--task` and `--test`.
struct QuestionArguments: ParsableArguments {
  /// The options that need a value, for commands with a raw tail.
  static let taking = ["--tokens", "--from", "--puzzle", "--task", "--test"]

  @Option(help: "The question as numbers of tokens, or @FILE.") var tokens: String?
  @Option(
    help: ArgumentHelp("An example of a data set.", valueName: "dir#n"), completion: .directory)
  var from: String?
  @Option(
    parsing: .unconditional,
    help: "The puzzle embedding to ask with, by its number or its name in identifiers.json.")
  var puzzle: String?
  @Option(help: "The task in a file of ARC that holds several.") var task: String?
  @Option(parsing: .unconditional, help: "The test of ARC's task to ask, from 1.") var test: Int?

  /// Whether any of them was typed.
  var isGiven: Bool { tokens != nil || from != nil || hasChoice }

  /// Whether what they say goes with a question behind them.
  private var hasChoice: Bool { puzzle != nil || task != nil || test != nil }

  /// The question that they or the words behind them name.
  ///
  /// - Throws: `Diagnostic` where there is none, or more than one.
  func question(
    _ words: [String], _ inference: InferenceOptions, of command: String,
    on workbench: ModelWorkbench
  ) throws -> Question {
    let text = try text(words, of: command)
    if let given = try given(beside: text, of: command, on: workbench) { return given }
    return try workbench.parseQuestion(text, inference)
  }

  /// The words of a question, which may be none only where the options name one.
  ///
  /// - Throws: `Diagnostic` where there is none.
  func text(_ words: [String], of command: String) throws -> String {
    let text = words.joined(separator: " ")
    if isGiven { return text }
    guard !text.isEmpty else {
      throw Diagnostic(
        .usage, "'\(command)' needs a question", about: .argument(command),
        hint: "for example: \(command) 3 + 7")
    }
    return text
  }

  /// The question that they name; nil if none of them was typed.
  ///
  /// - Throws: `Diagnostic` where they name more than one, or the line has another one in `text`.
  func given(beside text: String, of command: String, on workbench: ModelWorkbench) throws
    -> Question?
  {
    guard isGiven else { return nil }
    if tokens == nil, from == nil, !text.isEmpty {
      let choice = TaskChoice(task: task, test: test, puzzle: puzzle)
      if let question = try workbench.taskQuestion(text, choice) { return question }
    }
    guard (tokens == nil) != (from == nil), text.isEmpty, task == nil, test == nil else {
      throw Diagnostic(
        .usage,
        "use one of --tokens, --from and QUESTION; --puzzle goes with the first two, and "
          + "--task and --test with questions of ARC",
        hint: "for example: \(command) --from DIR#17")
    }
    let folder = from.map { text in text.lastIndex(of: "#").map { String(text[..<$0]) } ?? text }
    let number = try puzzle.map { try workbench.puzzleNumber($0, beside: folder) }
    return try from.map { try workbench.question(from: $0, puzzle: number, for: command) }
      ?? workbench.question(tokens: tokens ?? "", puzzle: number)
  }

  /// What a view looks at: the question that they or `text` name, or else the selected run.
  ///
  /// - Throws: `Diagnostic` and `PuzzleError` as ``given(beside:of:on:)`` and
  ///   `ModelWorkbench.viewed(_:_:)`.
  func view(
    _ text: String, _ inference: InferenceArguments, of command: String,
    on workbench: ModelWorkbench
  ) throws -> ViewedRun {
    let options = try inference.givenOptions(on: workbench)
    guard let question = try given(beside: text, of: command, on: workbench) else {
      return try workbench.viewed(text, options)
    }
    return ViewedRun(question, try options ?? inference.inferenceOptions(on: workbench))
  }
}
