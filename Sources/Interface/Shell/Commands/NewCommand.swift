// new: a fresh model.

internal import ArgumentParser
internal import Network
internal import Puzzles

/// `new PUZZLE`.
struct NewCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a fresh, untrained model for a puzzle.",
    discussion: "Its weights start as in the official code, from the setting 'seed'.")
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
    help: "Inner width of the swiGLU; 0 for the paper's 8/3 D, in multiples of 32.")
  var innerWidth = 0
  @Option(help: "What mixes the positions.") var mixing = Choice(Configuration.Mixing.attention)
  @Option(
    parsing: .unconditional,
    help: "Inner width of the mixer; 0 for twice the positions, in multiples of 32.")
  var mixerWidth = 0
  @Option(parsing: .unconditional, help: "Attention heads.") var heads = 2
  @Option(
    parsing: .unconditional,
    help: "How far attention sees to either side; 0 for all. The first position sees all.")
  var window = 0
  @Option(help: "How positions are told apart.") var positions = Choice(
    Configuration.Positions.rotary)
  @Option(parsing: .unconditional, help: "The rotary embedding's base.") var rotaryBase: Float = 100
  @Option(parsing: .unconditional, help: "N_sup: supervision steps.") var depth = 8
  @Option(parsing: .unconditional, help: "T: cycles in a step.") var cycles = 1
  @Option(parsing: .unconditional, help: "n: updates of z in a cycle.") var inner = 2

  mutating func run(in session: Session) throws -> CommandResult {
    let made = try PuzzleList.make(name: puzzle, options: pairs(option))
    func rounded(_ value: Int) -> Int { (value + 31) / 32 * 32 }
    for (name, value) in [
      ("width", width), ("inner-width", innerWidth), ("mixer-width", mixerWidth),
    ]
    where value < 0 || value > 1 << 16 {
      throw ShellError(.usage, "--\(name) can't be \(value)", hint: "at most 65536")
    }
    guard mixing.value != .cell else {
      throw ShellError(
        .usage, "a cell can only be loaded: it isn't trained here",
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
      throw ShellError(.usage, error.description, hint: "help new")
    }
    try requireMemory(
      floats: 2 * Double(ParameterTable(configuration).count), hint: "make a smaller network")
    let weights = try Weights.initial(configuration, seed: session.settings.seed)
    var model = try LoadedModel(weights: weights, puzzle: made, name: puzzle, path: nil)
    model.isUnsaved = true
    session.models.replace(by: model, cause: Self.name)
    return InfoCommand.result(model, tensors: false)
  }
}

/// `NAME=VALUE` texts as a dictionary.
func pairs(_ texts: [String]) throws -> [String: String] {
  var pairs: [String: String] = [:]
  for text in texts {
    let (name, value) = try pair(text, hint: "for example: digits=3")
    pairs[name] = value
  }
  return pairs
}

/// The two sides of `NAME=VALUE`.
func pair(_ text: String, hint: String) throws -> (name: String, value: String) {
  guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
    throw ShellError(.usage, "'\(text)' is no NAME=VALUE", hint: hint)
  }
  return (String(text[..<equals]), String(text[text.index(after: equals)...]))
}
