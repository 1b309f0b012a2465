// load: a checkpoint of trm's own, of the official code, or of others that save its weights.

internal import ArgumentParser
internal import Checkpoints
internal import CommandCore
internal import Language
internal import Presentation
internal import Puzzles
internal import Workbench

/// `load FILE`.
struct LoadCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Load a checkpoint of trm, the official code or others.",
    discussion: """
      'load sudoku' finds sudoku.safetensors in the current folder, in its folder 'checkpoints' \
      or among trm's own. FILE is a .safetensors file, a PyTorch archive (step_155718, model.pt, \
      last.ckpt) or an .npz file with the official code's tensor names, with any prefix; \
      averaged weights (EMA) are preferred to raw ones. Nothing in an archive is executed. \
      Settings come from the options below, else from the file, else from all_config.yaml and \
      dataset.json beside it, else from the shapes of the weights; the rest is guessed, and \
      every guess is reported. A large table of puzzle embeddings stays in the file and is read \
      row by row. With --option, questions can have another size than those that a network \
      without weights for positions was made for: 'load maze-15 --option size=21'. If the file can't be loaded, the model in memory is unchanged.
      """)
  static let examples = [
    "load $model", "save --as pytorch model.pt",
    "load --heads 4 --length 12 --inner 1 model.pt",
  ]
  static let fields = InfoCommand.fields

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    given.isEmpty ? CompletionOffer(words: CheckpointLibrary.known, files: .all) : nil
  }

  @Argument(
    help: "The checkpoint.", completion: .file(extensions: ["safetensors", "pt", "ckpt", "npz"]))
  var file: String
  @OptionGroup var overrides: OverrideArguments
  @Option(
    help: "A file of averaged weights to use in place of the raw ones, such as step_7_ema.",
    completion: .file())
  var ema: String?
  @Option(help: "The puzzle it solves.", completion: .list(PuzzleList.kinds.map(\.name)))
  var puzzle: String?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle, NAME=VALUE; repeatable.")
  var option: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let named = try puzzle.map { try PuzzleList.make(name: $0, options: pairs(option)) }
    var model = try LoadedModel.read(
      CheckpointLibrary.path(file), given: try overrides.given(), ema: ema, puzzle: named)
    if !model.isImported, try overrides.given() != ConfigurationOverrides() {
      throw Diagnostic(
        .usage, "\(file): the checkpoint already describes its network", about: .file(file),
        hint: "leave out the options; 'set depth N' changes the depth")
    }
    if named == nil && !option.isEmpty { model = try model.changing(pairs(option)) }
    workbench.models.replace(by: model, cause: "load")
    var result = ModelReport.result(model, tensors: false)
    result.notes = model.notes
    result.text = nil
    return result.atPrompt(ModelReport.headline(model))
  }
}
