// load: a checkpoint of trm's own, of the official code, or of others that save its weights.

internal import ArgumentParser
internal import Checkpoints
internal import Network
internal import Puzzles

/// `load FILE`.
struct LoadCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Load a checkpoint, whichever program wrote it.",
    discussion: """
      'load sudoku' finds sudoku.safetensors here, in the folder 'checkpoints' or among trm's own. \
      FILE is a .safetensors file, an archive of PyTorch (step_155718, model.pt, last.ckpt) or an \
      .npz file with the official code's names, whatever stands before them; running averages (EMA) \
      go before raw weights. Nothing in an archive is ever run. Settings come from the options \
      below, else from the file, else from all_config.yaml and dataset.json beside it, else from the \
      weights' shapes; what is left is guessed, and each guess is told. A large table of puzzles \
      stays in the file and is read row by row. If the file can't be loaded, the model in memory \
      stays as it is.
      """)
  static let examples = [
    "load $model", "save --as pytorch model.pt",
    "load --heads 4 --length 12 --inner 1 model.pt",
  ]
  static let fields = InfoCommand.fields

  @Argument(
    help: "The checkpoint.", completion: .file(extensions: ["safetensors", "pt", "ckpt", "npz"]))
  var file: String
  @Option(parsing: .unconditional, help: "Attention heads, which shapes don't tell.")
  var heads: Int?
  @Option(parsing: .unconditional, help: "T: cycles in a step (H_cycles).") var cycles: Int?
  @Option(parsing: .unconditional, help: "n: updates of z in a cycle (L_cycles).") var inner: Int?
  @Option(parsing: .unconditional, help: "N_sup: supervision steps (halt_max_steps).")
  var depth: Int?
  @Option(parsing: .unconditional, help: "Tokens of a question (seq_len).") var length: Int?
  @Option(parsing: .unconditional, help: "Positions before the tokens (puzzle_emb_len).")
  var prefix: Int?
  @Option(help: "How positions are told apart.") var positions: Choice<Configuration.Positions>?
  @Option(parsing: .unconditional, help: "The rotary embedding's base (rope_theta).")
  var rotaryBase: Float?
  @Option(
    parsing: .unconditional,
    help:
      "How far attention sees to either side, if it does not see all (not in the official code).")
  var window: Int?
  @Option(parsing: .unconditional, help: "ε of the norms (rms_norm_eps).") var epsilon: Float?
  @Option(
    help: "A file of running averages to lay over the weights, such as step_7_ema.",
    completion: .file())
  var ema: String?
  @Option(help: "What it answers.", completion: .list(PuzzleList.kinds.map(\.name)))
  var puzzle: String?
  @Option(
    parsing: .unconditionalSingleValue, help: "An option of that puzzle, NAME=VALUE; repeatable.")
  var option: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    if puzzle == nil && !option.isEmpty {
      throw ShellError(.usage, "--option is of no puzzle", hint: "name it too: --puzzle NAME")
    }
    let puzzle = try puzzle.map { try PuzzleList.make(name: $0, options: pairs(option)) }
    let model = try LoadedModel.read(
      CheckpointNames.path(file), given: try given(), averages: ema, puzzle: puzzle)
    if !model.isForeign, try given() != KnownSettings() {
      throw ShellError(
        .usage, "\(file): it says itself what its network is",
        hint: "leave out the options; 'set depth N' changes how long it thinks")
    }
    session.models.replace(by: model, cause: "load")
    var result = InfoCommand.result(model, tensors: false)
    result.notes = model.notes
    let broken = model.weights.nonFinite
    if !broken.isEmpty {
      result.notes.append("not every number is finite in " + broken.joined(separator: ", "))
    }
    if !session.isInteractive { result.text = nil }
    return result
  }

  /// The settings that were typed.
  private func given() throws -> KnownSettings {
    let counts = [
      ("heads", heads), ("cycles", cycles), ("inner", inner), ("depth", depth),
      ("length", length), ("prefix", prefix), ("window", window),
    ]
    for case (let name, let count?) in counts
    where count < (["prefix", "window"].contains(name) ? 0 : 1) || count > 1 << 20 {
      throw ShellError(.usage, "--\(name) can't be \(count)", hint: "help load")
    }
    var given = KnownSettings()
    (given.heads, given.cycles, given.inner, given.depth) = (heads, cycles, inner, depth)
    (given.length, given.prefix, given.positions) = (length, prefix, positions?.value)
    (given.rotaryBase, given.epsilon, given.window) = (rotaryBase, epsilon, window)
    return given
  }
}
