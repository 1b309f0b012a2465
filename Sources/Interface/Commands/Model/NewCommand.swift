// new: a fresh model.

internal import ArgumentParser
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Workbench

/// `new PUZZLE`.
struct NewCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Create an untrained model for a puzzle.",
    discussion: "Weights are initialized as in the official code, from the setting 'seed'.")
  static let examples = ["new arithmetic --option digits=1 --option operators=+ --width 32"]
  static let fields = InfoCommand.fields

  @Argument(
    help: ArgumentHelp("The puzzle: \(PuzzleList.kinds.map(\.name).joined(separator: ", "))."),
    completion: .list(PuzzleList.kinds.map(\.name)))
  var puzzle: String
  @Option(help: "An option of the puzzle, NAME=VALUE; repeatable.") var option: [String] = []
  @Option(parsing: .unconditional, help: "D: the width of y, z and x.") var width = 64
  @Option(parsing: .unconditional, help: "Layers of the network.") var layers = 1
  @Option(
    parsing: .unconditional,
    help: "Inner width of the SwiGLU; 0 for the paper's 8/3 D, rounded up to a multiple of 32.")
  var innerWidth = 0
  @Option(help: "How positions are mixed.") var mixing = Choice(Configuration.Mixing.attention)
  @Option(
    parsing: .unconditional,
    help: "Inner width of the mixer; 0 for twice the positions, rounded up to a multiple of 32.")
  var mixerWidth = 0
  @Option(parsing: .unconditional, help: "Attention heads.") var heads = 2
  @Option(
    parsing: .unconditional,
    help: "Attention window to either side; 0 for unlimited. The first position always sees all.")
  var window = 0
  @Option(help: "Position encoding.") var positions = Choice(
    Configuration.Positions.rotary)
  @Option(parsing: .unconditional, help: "The rotary embedding's base.") var rotaryBase: Float = 100
  @Option(parsing: .unconditional, help: "N_sup: supervision steps.") var depth = 8
  @Option(parsing: .unconditional, help: "T: cycles in a step.") var cycles = 1
  @Option(parsing: .unconditional, help: "n: updates of z in a cycle.") var inner = 2

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let made = try PuzzleList.make(name: puzzle, options: pairs(option))
    func rounded(_ value: Int) -> Int { (value + 31) / 32 * 32 }
    for (name, value) in [
      ("width", width), ("inner-width", innerWidth), ("mixer-width", mixerWidth),
    ]
    where value < 0 || value > 1 << 16 {
      throw Diagnostic(
        .usage, "invalid value '\(value)' for '--\(name)'", about: .option("--\(name)"),
        hint: "at most 65536")
    }
    guard mixing.value.isTrainable else {
      throw Diagnostic(
        .usage, "networks of the kind 'cell' can be loaded, but not created or trained",
        hint: "--mixing attention or mixer")
    }
    let isMixer = mixing.value == .mixer
    let configuration = Configuration(
      vocabulary: made.vocabulary.count, length: made.length, width: width, layers: layers,
      innerWidth: innerWidth > 0 ? innerWidth : rounded(width * 8 / 3), mixing: mixing.value,
      mixerWidth: !isMixer ? 0 : mixerWidth > 0 ? mixerWidth : rounded(made.length * 2),
      heads: heads, window: window,
      positions: isMixer && positions.value == .rotary ? .none : positions.value,
      rotaryBase: rotaryBase, inner: inner, cycles: cycles, depth: depth)
    do {
      try configuration.validate()
    } catch let error as ConfigurationError {
      throw Diagnostic(.usage, error.description, hint: "help new")
    }
    try requireMemory(
      floats: 2 * Double(ParameterTable(configuration).count), hint: "use a smaller network")
    let weights = try Weights.initial(configuration, seed: workbench.settings.randomSeed)
    var model = try LoadedModel(weights: weights, puzzle: made, name: puzzle, path: nil)
    model.isUnsaved = true
    workbench.models.replace(by: model, cause: Self.name)
    return ModelReport.result(model, tensors: false)
  }
}
