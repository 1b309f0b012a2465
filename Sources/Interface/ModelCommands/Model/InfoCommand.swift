// info: describes the model.

internal import ArgumentParser
internal import CommandCore
internal import Presentation
internal import Workbench

/// `info`.
struct InfoCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show what the model is and how it was trained.")
  static let examples = ["info", "info --tensors"]
  static let fields: KeyValuePairs = [
    "model": "its name", "path": "its file", "puzzle": "the puzzle it solves",
    "options": "the puzzle's options",
    "parameters": "how many parameters it has", "network": "trm, hrm, singlez, hier6 or baseline",
    "mixing": "attention, mixer or cell",
    "positions": "rotary, learned or none", "layers": "layers of the network", "width": "D",
    "length": "tokens of a question", "vocabulary": "different tokens",
    "depth": "supervision steps (N_sup)", "cycles": "T", "inner": "n",
    "temperature": "if calibrated: what p's logits are divided by",
    "doubt": "and the p below which answers are doubtful",
    "halt": "if chosen: how sure the halting head must be for a run to stop",
    "patience": "and the steps that the answer must stay the same before",
    "training-*": "the checkpoint's metadata about its training",
    "unsaved": "whether its weights differ from every file",
    "notes": "what was chosen and guessed when its file was read",
    "tensors": "with --tensors: every parameter's key and shape",
  ]

  @Flag(help: "List every parameter with its shape.") var tensors = false

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    ModelReport.result(try workbench.requireModel(), tensors: tensors)
  }
}
