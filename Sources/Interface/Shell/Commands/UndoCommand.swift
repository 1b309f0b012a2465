// undo: the model in memory and those before it.

internal import ArgumentParser
internal import Drawing

/// `undo`.
struct UndoCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Bring back the model before the last train, new or load.",
    discussion: "Up to 16 times; files are not touched.")
  static let examples = ["train --steps 5", "undo"]
  static let fields: KeyValuePairs = [
    "undone": "the command whose effect is gone", "model": "the model's name",
    "unsaved": "whether its weights differ from every file",
  ]

  mutating func run(in session: Session) throws -> CommandResult {
    guard let cause = session.models.undo() else {
      throw ShellError(
        .failure, "there is nothing to undo", hint: "undo takes back train, new and load")
    }
    let model = try session.requireModel()
    var result = CommandResult([
      Field("undone", .string(cause)), Field("model", .string(model.name)),
      Field("unsaved", .bool(model.isUnsaved)),
    ])
    if session.isInteractive {
      result.text = { _ in [StyledText("the model before '\(cause)' is back: \(model.name)")] }
    }
    return result
  }
}
