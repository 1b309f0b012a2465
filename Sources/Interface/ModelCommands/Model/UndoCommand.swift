// undo: the model in memory and those before it.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Presentation
internal import Workbench

/// `undo`.
struct UndoCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Restore the model before the last train, teach, new or load.",
    discussion: "Up to 16 times. Files are not touched.")
  static let examples = ["train --steps 5", "undo"]
  static let fields: KeyValuePairs = [
    "undone": "the command that was undone", "model": "the model's name",
    "unsaved": "whether its weights differ from every file",
  ]

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    guard let cause = workbench.models.undo() else {
      throw Diagnostic(
        .failure, "there is nothing to undo", hint: "'undo' reverts train, teach, new and load")
    }
    let model = try workbench.requireModel()
    var result = CommandResult([
      Field("undone", .string(cause)), Field("model", .string(model.name)),
      Field("unsaved", .bool(model.isUnsaved)),
    ])
    result.promptText = { _ in [StyledText("restored the model before '\(cause)': \(model.name)")] }
    return result
  }
}
