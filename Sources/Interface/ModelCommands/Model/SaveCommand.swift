// save: the model in memory to a file, for trm or for the official code.

internal import ArgumentParser
internal import Checkpoints
internal import CommandCore
internal import Drawing
internal import Language
internal import Network
internal import Platform
internal import Presentation
internal import Records
internal import Storage
internal import Workbench

/// `save [FILE]`.
struct SaveCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Save the model as a checkpoint.",
    discussion: """
      Without FILE, to the file it came from. The file is written beside the target and renamed, \
      so the old one stays whole whatever happens. Another model's file, one that another \
      program wrote, and trm's own checkpoints are only replaced with --force. --optimizer also \
      saves the state of the last training, so that 'train --resume' continues bit for bit.

      The tensors have the official code's names, without a prefix. --as pytorch writes an \
      archive that torch.load reads and the official code loads, with all_config.yaml and \
      dataset.json beside it, so that 'load' needs no options either; --as safetensors the same \
      names in a .safetensors file. --prefix adds a prefix: _orig_mod.model.inner. for the official \
      code with its model compiled, model.inner. with DISABLE_COMPILE, which is the default of \
      --as pytorch.
      """)
  static let examples = [
    "save mine.safetensors", "save", "save --force other.safetensors",
    "train --steps 4 --batch 8", "save --optimizer more.safetensors",
    "save --as pytorch --prefix _orig_mod.model.inner. step_1",
  ]
  static let fields: KeyValuePairs = [
    "path": "the file", "parameters": "how many numbers were written",
    "settings": "with --as pytorch: the settings files beside it",
  ]

  /// The forms of files.
  enum Form: String, CaseIterable, Sendable {
    case safetensors, pytorch
  }

  @Argument(help: "The file.", completion: .file(extensions: ["safetensors", "pt"]))
  var file: String?
  @Flag(help: "Replace an existing file.") var force = false
  @Flag(help: "Save the optimizer's state too, for 'train --resume'.") var optimizer = false
  @Option(name: .customLong("as"), help: "What to write.") var form = Choice(Form.safetensors)
  @Option(help: "A prefix for the tensors' names.") var prefix: String?

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let model = try workbench.requireModel()
    if optimizer && model.state == nil {
      throw Diagnostic(
        .failure, "this model has no training to resume",
        hint: "leave out --optimizer, or first train the model")
    }
    let isExport = form.value == .pytorch || !(prefix ?? "").isEmpty
    if optimizer && isExport {
      throw Diagnostic(
        .usage, "only trm's own checkpoints hold the optimizer's state",
        hint: "leave out --optimizer, or --as and --prefix")
    }
    let own = model.isImported || isExport ? nil : model.path
    guard let path = file ?? own else {
      throw Diagnostic(
        .usage,
        model.isImported ? "another program wrote this model's file" : "no file name is known",
        hint: "save FILE.safetensors")
    }
    // The program's own checkpoints are only replaced on request.
    let isOwn = absolute(path) == own && !CheckpointLibrary.isShipped(path)
    try AtomicFile.requireReplaceable(path, force: force || isOwn)
    var settings: [(path: String, text: String)] = []
    if form.value == .pytorch {
      settings = OfficialSettings(model.checkpoint).files(beside: path)
      for file in settings where (try? TextFile.read(file.path)) != file.text {
        try AtomicFile.requireReplaceable(file.path, force: force)
      }
    }
    switch form.value {
    case .pytorch:
      try model.checkpoint.writeTorch(to: path, prefix: prefix ?? "model.inner.")
      for file in settings { try AtomicFile.write(file.text, to: file.path) }
    case .safetensors where isExport:
      try Checkpoint(weights: model.weights).write(to: path, prefix: prefix ?? "")
    case .safetensors:
      try model.write(to: path, keepsTraining: optimizer)
      workbench.models.saved(to: absolute(path))
    }
    var result = CommandResult([
      Field("path", .string(path)), Field("parameters", .integer(model.weights.table.count)),
    ])
    let c = model.weights.configuration
    let extra = [
      ("window", c.window), ("grid-width", c.gridWidth), ("grid-block", c.gridBlock),
      ("grid-reach", c.gridReach),
    ]
    .filter { $0.1 > 0 }
    if isExport && !extra.isEmpty {
      result.notes.append(
        "the official code's attention has no \(c.window > 0 ? "window" : "grid"): there this network "
          + "attends to all positions and answers differently"
          + (form.value == .pytorch
            ? ""
            : "; load it here with " + extra.map { "--\($0.0) \($0.1)" }.joined(separator: " ")))
    }
    let calibration = model.calibration
    if isExport && calibration != Calibration() {
      result.notes.append(
        "the file has no place for temperature \(plain(calibration.temperature)), doubt "
          + plain(calibration.doubt)
          + (calibration.halt.map { ", halt \(plain($0)), patience \(calibration.patience)" } ?? "")
          + "; set them where it is loaded")
    }
    if !settings.isEmpty {
      result.fields.append(
        Field("settings", .list(settings.map { .string($0.path) })))
    }
    let saved = ([path] + settings.map(\.path)).joined(separator: ", ")
    result.promptText = { _ in [StyledText("saved \(saved)")] }
    return result
  }
}
