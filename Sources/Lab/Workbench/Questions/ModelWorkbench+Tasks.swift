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
    let model = try requireModel()
    if let number = Int32(text) { return number }
    let names = try PuzzleNames(in: model.namesFolders(beside: folder))
    if let number = try names.number(of: text) { return number }
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
  /// A question is asked of the puzzle with the task's name if there is one; of the blank one, with a
  /// note, if there is none.
  ///
  /// - Throws: `Diagnostic` and `PuzzleError` where there is no such task or test.
  package func taskQuestion(_ text: String, _ choice: TaskChoice) throws -> Question? {
    guard let arc = try requirePuzzle() as? ARC else { return nil }
    let path = fileArgument(text)
    let content = try path.map { try readArgument($0) } ?? text
    guard ARCTask.isTask(content) else {
      guard choice.task == nil, choice.test == nil else {
        throw Diagnostic(
          .usage, "a grid has no tests", about: .option(choice.task == nil ? "--test" : "--task"),
          hint: "tests are those of a task's file: @task.json")
      }
      let grid = try ARCGrid(parsing: content)
      return try transformed(arc, ARCTask.Pair(input: grid, output: nil), choice.puzzle, note: nil)
    }
    let task: ARCTask
    do {
      task = try ARCTask.read(content, path: path, task: choice.task)
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
    if choice.puzzle != nil { return try transformed(arc, pair, choice.puzzle, note: nil) }
    let model = try requireModel()
    let known = try PuzzleNames(in: model.namesFolders()).number(of: task.name)
    let isNamed = known != nil && Int32(task.name) == nil
    return try transformed(
      arc, pair, isNamed ? task.name : nil,
      note: isNamed || model.weights.configuration.puzzles == 0
        ? nil
        : "the model has no puzzle '\(task.name)': asked of the blank one, whose answers are guesses"
    )
  }

  /// A pair as a question of a puzzle, transformed as the puzzle's name says.
  private func transformed(
    _ arc: ARC, _ pair: ARCTask.Pair, _ puzzle: String?, note: String?
  ) throws -> Question {
    let number = try puzzle.map { try puzzleNumber($0) } ?? 0
    let name = try puzzle.flatMap { text in
      Int32(text) == nil
        ? text : try PuzzleNames(in: requireModel().namesFolders()).name(of: number)
    }
    let transform = name.map { ARCTransform.parse($0).transform } ?? .identity
    let isPlain = transform == .identity
    return try checked(
      arc.question(
        isPlain ? pair.input : transform(pair.input),
        answer: pair.output.map { isPlain ? $0 : transform($0) }, puzzle: number,
        note: note ?? (isPlain ? nil : "transformed as '\(name ?? "")' says")))
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
