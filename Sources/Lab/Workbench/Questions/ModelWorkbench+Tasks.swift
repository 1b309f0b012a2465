// Questions from tasks of ARC.

internal import ARCTasks
internal import Language
internal import Network
package import Puzzles

/// Which test of which task is asked, and of which puzzle.
package struct TaskChoice {
  /// The task's name, where a file holds several.
  package var task: String?
  /// The test, from 1.
  package var test: Int?
  /// The puzzle's number or name.
  package var puzzle: String?

  /// A choice from its parts.
  package init(task: String? = nil, test: Int? = nil, puzzle: String? = nil) {
    (self.task, self.test, self.puzzle) = (task, test, puzzle)
  }
}

extension ModelWorkbench {
  /// The number of the puzzle embedding that a text is or names.
  ///
  /// - Throws: `Diagnostic` if there is none.
  package func puzzleNumber(_ text: String, beside folder: String? = nil) throws -> Int32 {
    if let number = try plainNumber(text) { return number }
    return try puzzle(text, in: PuzzleNames(in: requireModel().namesFolders(beside: folder))).number
  }

  /// The number that a text is, if the model has an embedding for it; the names of tasks can have
  /// digits alone too, such as 00576224.
  private func plainNumber(_ text: String) throws -> Int32? {
    let count = max(try requireModel().weights.configuration.puzzles, 1)
    return Int32(text).flatMap { String($0) == text && 0..<count ~= Int($0) ? $0 : nil }
  }

  /// The puzzle that a text is the number or the name of.
  private func puzzle(
    _ text: String, in names: PuzzleNames
  ) throws -> (number: Int32, name: String?) {
    if let number = try plainNumber(text) { return (number, try names.name(of: number)) }
    if let number = try names.number(of: text) { return (number, text) }
    // One that the model doesn't have is refused with those that it has.
    if let number = Int32(text) { return (number, nil) }
    let similar = try names.names(beginning: String(text.prefix(4)), most: 1).first
    throw Diagnostic(
      .usage,
      names.path.map { "there is no puzzle '\(text)' in \($0)" }
        ?? "'\(text)' is not a number, and there is no identifiers.json with the names of puzzles",
      about: .option("--puzzle"),
      hint: similar.map { "such as --puzzle '\($0)'" }
        ?? (names.path == nil ? "put it beside the model's file" : nil))
  }

  /// The question in the text of a grid or of a task, or in the file of either, for a model of ARC;
  /// nil for other models.
  ///
  /// - Throws: `Diagnostic` and `PuzzleError` where there is no such task or test.
  package func taskQuestion(_ text: String, _ choice: TaskChoice) throws -> Question? {
    guard try requirePuzzle() is ARC else { return nil }
    let content = try QuestionText(text, on: self)
    if let question = try taskQuestion(content, choice) { return question }
    guard choice.task == nil, choice.test == nil else {
      throw Diagnostic(
        .usage, "a grid has no tests", about: .option(choice.task == nil ? "--test" : "--task"),
        hint: "tests are those of a task's file: @task.json")
    }
    guard case .whole(let asked) = try readQuestion(content), let grid = ARCGrid(in: asked.tokens)
    else { return nil }
    return try question(of: .init(input: grid, output: nil), choice.puzzle)
  }

  /// The question in the text of a task, for a model of ARC; nil for other texts and models.
  ///
  /// It is asked of the puzzle with the task's name if there is one; of the blank one, with a note, if
  /// there is none.
  ///
  /// - Throws: `Diagnostic` where there is no such task or test.
  func taskQuestion(_ content: QuestionText, _ choice: TaskChoice) throws -> Question? {
    guard try requirePuzzle() is ARC, ARCTaskFile.isTask(content.text) else { return nil }
    let path = content.path
    let task: ARCTask
    do {
      task = try ARCTaskFile(content.text, path: path).task(choice.task)
    } catch let error as ARCTask.TaskError {
      throw Diagnostic(
        path == nil ? .usage : .data, (path.map { "\($0): " } ?? "") + error.reason,
        about: path.map { .file($0) }, hint: error.hint)
    }
    let number = choice.test ?? 1
    guard task.tests.indices.contains(number - 1) else {
      throw Diagnostic(
        .usage, "task '\(task.name)' has no test \(number)", about: .option("--test"),
        hint: task.tests.isEmpty ? "it has none" : "valid tests are 1 to \(task.tests.count)")
    }
    let pair = task.tests[number - 1]
    if choice.puzzle != nil { return try question(of: pair, choice.puzzle) }
    let model = try requireModel()
    let known = try PuzzleNames(in: model.namesFolders()).number(of: task.name)
    let isBlank = known == nil && model.weights.configuration.puzzles > 0
    return try question(
      of: pair, puzzle: known ?? 0, name: known.map { _ in task.name },
      note: isBlank
        ? "the model has no puzzle '\(task.name)': asked of the blank one, whose answers are guesses"
        : nil)
  }

  /// A pair as a question of a puzzle given by its number or its name; of the blank one without.
  private func question(of pair: ARCTask.Pair, _ puzzle: String?) throws -> Question {
    guard let puzzle else { return try question(of: pair, puzzle: 0, name: nil, note: nil) }
    let names = try PuzzleNames(in: requireModel().namesFolders())
    let (number, name) = try self.puzzle(puzzle, in: names)
    return try question(of: pair, puzzle: number, name: name, note: nil)
  }

  /// A pair as a question of a puzzle, transformed as the puzzle's name says.
  private func question(
    of pair: ARCTask.Pair, puzzle: Int32, name: String?, note: String?
  ) throws -> Question {
    let transform = name.map { ARCTransform.parse($0).transform } ?? .identity
    return try checked(
      ARC().question(
        transform(pair.input), answer: pair.output.map { transform($0) }, puzzle: puzzle,
        note: note
          ?? (transform == .identity ? nil : "transformed as '\(name ?? "")' says")))
  }
}

/// The text of a question, and the file that holds it if it is one.
struct QuestionText {
  /// The question as it was typed.
  let typed: String
  /// The file; nil if the question itself was typed.
  let path: String?
  /// The question.
  let text: String

  /// A question that was typed, or that is in the file of `@FILE`.
  ///
  /// - Throws: as `readArgument(_:)`.
  init(_ typed: String, on workbench: ModelWorkbench) throws {
    self.typed = typed
    path = fileArgument(typed)
    text = try path.map { try workbench.readArgument($0) } ?? typed
  }
}

extension LoadedModel {
  /// The folders that may hold the names of its puzzles: `folder` and the one above it, that of its
  /// file, and those of the data sets that it was trained on.
  func namesFolders(beside folder: String? = nil) -> [String] {
    let own = path.map { path in path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
    return (folder.map { [$0, $0 + "/.."] } ?? []) + [own].compactMap { $0 }
      + datasetFolders.prefix(16)
  }
}
