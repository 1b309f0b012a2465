// load: a checkpoint of trm's own, of the official code, or of others that save its weights.

internal import ArgumentParser
internal import Checkpoints
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Workbench

/// `load FILE`.
struct LoadCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Load a checkpoint, whichever program wrote it.",
    discussion: """
      'load sudoku' finds sudoku.safetensors in the current folder, in its folder 'checkpoints' \
      or among trm's own. FILE is a .safetensors file, a PyTorch archive (step_155718, model.pt, \
      last.ckpt) or an .npz file with the official code's tensor names, with any prefix; \
      averaged weights (EMA) are preferred to raw ones. Nothing in an archive is executed. \
      Settings come from the options below, else from the file, else from all_config.yaml and \
      dataset.json beside it, else from the shapes of the weights; the rest is guessed, and \
      every guess is reported. A large table of puzzle embeddings stays in the file and is read \
      row by row. If the file can't be loaded, the model in memory is unchanged.
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
  @Option(parsing: .unconditional, help: "Attention heads; shapes don't determine them.")
  var heads: Int?
  @Option(parsing: .unconditional, help: "T: cycles in a step (H_cycles).") var cycles: Int?
  @Option(parsing: .unconditional, help: "n: updates of z in a cycle (L_cycles).") var inner: Int?
  @Option(parsing: .unconditional, help: "N_sup: supervision steps (halt_max_steps).")
  var depth: Int?
  @Option(parsing: .unconditional, help: "Tokens of a question (seq_len).") var length: Int?
  @Option(parsing: .unconditional, help: "Positions before the tokens (puzzle_emb_len).")
  var prefix: Int?
  @Option(help: "Position encoding.") var positions: Choice<Configuration.Positions>?
  @Option(parsing: .unconditional, help: "The rotary embedding's base (rope_theta).")
  var rotaryBase: Float?
  @Option(
    parsing: .unconditional,
    help:
      "Attention window to either side; not in the official code.")
  var window: Int?
  @Option(parsing: .unconditional, help: "ε of the norms (rms_norm_eps).") var epsilon: Float?
  @Option(
    help: "A file of averaged weights to use in place of the raw ones, such as step_7_ema.",
    completion: .file())
  var ema: String?
  @Option(help: "The puzzle it solves.", completion: .list(PuzzleList.kinds.map(\.name)))
  var puzzle: String?
  @Option(
    parsing: .unconditionalSingleValue, help: "An option of that puzzle, NAME=VALUE; repeatable.")
  var option: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    if puzzle == nil && !option.isEmpty {
      throw Diagnostic(.usage, "--option needs --puzzle", hint: "--puzzle NAME")
    }
    let puzzle = try puzzle.map { try PuzzleList.make(name: $0, options: pairs(option)) }
    let model = try LoadedModel.read(
      CheckpointLibrary.path(file), given: try given(), averages: ema, puzzle: puzzle)
    if !model.isForeign, try given() != ConfigurationOverrides() {
      throw Diagnostic(
        .usage, "\(file): the checkpoint already describes its network", about: .file(file),
        hint: "leave out the options; 'set depth N' changes the depth")
    }
    workbench.models.replace(by: model, cause: "load")
    var result = ModelReport.result(model, tensors: false)
    result.notes = model.notes
    let broken = model.weights.nonFinite
    if !broken.isEmpty {
      result.notes.append("some numbers are not finite in " + broken.joined(separator: ", "))
    }
    (result.promptText, result.text) = (result.text, nil)
    return result
  }

  /// The settings that were typed.
  private func given() throws -> ConfigurationOverrides {
    let counts = [
      ("heads", heads), ("cycles", cycles), ("inner", inner), ("depth", depth),
      ("length", length), ("prefix", prefix), ("window", window),
    ]
    for case (let name, let count?) in counts
    where count < (["prefix", "window"].contains(name) ? 0 : 1) || count > 1 << 20 {
      throw Diagnostic(
        .usage, "invalid value '\(count)' for '--\(name)'", about: .option("--\(name)"),
        hint: "help load")
    }
    var given = ConfigurationOverrides()
    (given.heads, given.cycles, given.inner, given.depth) = (heads, cycles, inner, depth)
    (given.length, given.prefix, given.positions) = (length, prefix, positions?.value)
    (given.rotaryBase, given.epsilon, given.window) = (rotaryBase, epsilon, window)
    return given
  }
}
