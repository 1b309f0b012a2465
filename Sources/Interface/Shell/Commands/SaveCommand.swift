// save: the model in memory to a file, for trm or for the official code.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network

/// `save [FILE]`.
struct SaveCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Save the model as a checkpoint.",
    discussion: """
      Without FILE, where it came from. The file is written beside the target and renamed, so the \
      old one stays whole whatever happens. Another model's file, and one that another program \
      wrote, is only replaced with --force. With --optimizer the last training's optimiser, batch \
      and chance go with it, so that 'train --resume' goes on bit for bit.

      The names of the tensors are the official code's, without a prefix. --as pytorch writes an \
      archive that torch.load reads and the official code loads, --as safetensors the same names in \
      a .safetensors file; --prefix puts something before them: _orig_mod.model.inner. for the \
      official code as it compiles its model, model.inner. with DISABLE_COMPILE, which is what \
      --as pytorch writes where nothing else is said.
      """)
  static let examples = [
    "save mine.safetensors", "save", "save --force other.safetensors",
    "train --steps 4 --batch 8", "save --optimizer more.safetensors",
    "save --as pytorch --prefix _orig_mod.model.inner. step_1",
  ]
  static let fields: KeyValuePairs = [
    "path": "the file", "parameters": "how many numbers were written",
  ]

  /// The forms of files.
  enum Form: String, CaseIterable, Sendable {
    case safetensors, pytorch
  }

  @Argument(help: "The file.", completion: .file(extensions: ["safetensors", "pt"]))
  var file: String?
  @Flag(help: "Replace a file that the model didn't come from.") var force = false
  @Flag(help: "Save what training needs to go on.") var optimizer = false
  @Option(name: .customLong("as"), help: "What to write.") var form = Choice(Form.safetensors)
  @Option(help: "What to put before the names of tensors.") var prefix: String?

  mutating func run(in session: Session) throws -> CommandResult {
    let model = try session.requireModel()
    if optimizer && model.state == nil {
      throw ShellError(
        .failure, "this model has no training to go on with",
        hint: "train it first, or leave out --optimizer")
    }
    let isExport = form.value == .pytorch || !(prefix ?? "").isEmpty
    if optimizer && isExport {
      throw ShellError(
        .usage, "only trm's own checkpoints keep the optimiser",
        hint: "leave out --optimizer, or --as and --prefix")
    }
    let own = model.isForeign || isExport ? nil : model.path
    guard let path = file ?? own else {
      throw ShellError(
        .usage, model.isForeign ? "another program wrote this model's file" : "no file is named",
        hint: "save FILE.safetensors")
    }
    if !force && absolute(path) != own && fileExists(path) {
      throw ShellError(
        .output, "\(path) is there already", hint: "save --force \(path) replaces it")
    }
    switch form.value {
    case .pytorch:
      try Checkpoint(weights: model.weights).writeTorch(
        to: path, prefix: prefix ?? "model.inner.")
    case .safetensors where isExport:
      try Checkpoint(weights: model.weights).write(to: path, prefix: prefix ?? "")
    case .safetensors:
      try model.write(to: path, keepsTraining: optimizer)
      session.models.saved(to: absolute(path))
    }
    var result = CommandResult([
      Field("path", .string(path)), Field("parameters", .integer(model.weights.table.count)),
    ])
    let window = model.weights.configuration.window
    if isExport && window > 0 {
      result.notes.append(
        "the official code's attention has no window: there this network sees all positions and "
          + "answers otherwise; load it here with --window \(window)")
    }
    if session.isInteractive { result.text = { _ in [StyledText("saved \(path)")] } }
    return result
  }
}
