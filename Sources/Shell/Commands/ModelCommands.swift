// load, save and undo: the model in memory and its file.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles

/// `load FILE`.
struct LoadCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Load a checkpoint.",
    discussion: "If it can't be loaded, the model in memory stays as it is.")
  static let examples = ["load $model"]
  static let fields = InfoCommand.fields

  @Argument(
    help: "A .safetensors file that trm wrote.",
    completion: .file(extensions: ["safetensors"]))
  var file: String

  mutating func run(in session: Session) throws -> CommandResult {
    let model = try LoadedModel.read(file)
    session.models.replace(by: model, cause: "load")
    var result = InfoCommand.result(model, tensors: false)
    let broken = model.weights.nonFinite
    if !broken.isEmpty {
      result.notes.append("not every number is finite in " + broken.joined(separator: ", "))
    }
    if !session.isInteractive { result.text = nil }
    return result
  }
}

/// `save [FILE]`.
struct SaveCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Save the model as a checkpoint.",
    discussion: """
      Without FILE, where it came from. The file is written beside the target and renamed, so the \
      old one stays whole whatever happens. Another model's file is only replaced with --force. \
      With --optimizer the last training's optimiser, batch and chance go with it, so that \
      'train --resume' goes on bit for bit.
      """)
  static let examples = [
    "save mine.safetensors", "save", "save --force other.safetensors",
    "train --steps 4 --batch 8", "save --optimizer more.safetensors",
  ]
  static let fields: KeyValuePairs = [
    "path": "the file", "parameters": "how many numbers were written",
  ]

  @Argument(help: "A .safetensors file.", completion: .file(extensions: ["safetensors"]))
  var file: String?
  @Flag(help: "Replace a file that the model didn't come from.") var force = false
  @Flag(help: "Save what training needs to go on.") var optimizer = false

  mutating func run(in session: Session) throws -> CommandResult {
    let model = try session.requireModel()
    if optimizer && model.state == nil {
      throw ShellError(
        .failure, "this model has no training to go on with",
        hint: "train it first, or leave out --optimizer")
    }
    guard let path = file ?? model.path else {
      throw ShellError(.usage, "this model has no file yet", hint: "save FILE.safetensors")
    }
    if !force && absolute(path) != model.path && fileExists(path) {
      throw ShellError(
        .output, "\(path) is there already", hint: "save --force \(path) replaces it")
    }
    try model.write(to: path, keepsTraining: optimizer)
    session.models.saved(to: absolute(path))
    var result = CommandResult([
      Field("path", .string(path)), Field("parameters", .integer(model.weights.table.count)),
    ])
    if session.isInteractive { result.text = { _ in [StyledText("saved \(path)")] } }
    return result
  }
}

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
