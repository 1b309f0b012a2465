// new, load, save and info: the model itself.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles

/// `new PUZZLE`.
struct NewCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a fresh, untrained model for a puzzle.",
    discussion: "Its weights start as in the official code, from the setting 'seed'.")
  static let examples = ["new arithmetic --option digits=1 --option operators=+ --width 32"]

  @Argument(help: "The puzzle: arithmetic.") var puzzle: String
  @Option(help: "An option of the puzzle, NAME=VALUE; repeatable.") var option: [String] = []
  @Option(help: "D: the width of y, z and x.") var width = 64
  @Option(help: "Layers of the network.") var layers = 1
  @Option(help: "Inner width of the swiGLU; 0 for the paper's 8/3 D, in multiples of 32.")
  var innerWidth = 0
  @Option(help: "attention or mixer.") var mixing = "attention"
  @Option(help: "Inner width of the mixer; 0 for twice the positions, in multiples of 32.")
  var mixerWidth = 0
  @Option(help: "Attention heads.") var heads = 2
  @Option(help: "rotary, learned or none.") var positions = "rotary"
  @Option(help: "The rotary embedding's base.") var rotaryBase: Float = 100
  @Option(help: "N_sup: supervision steps.") var depth = 8
  @Option(help: "T: cycles in a step.") var cycles = 1
  @Option(help: "n: updates of z in a cycle.") var inner = 2

  mutating func run(in session: Session) throws -> CommandResult {
    let made = try PuzzleList.make(name: puzzle, options: pairs(option))
    guard let kind = Configuration.Mixing(rawValue: mixing) else {
      throw ShellError(.usage, "'\(mixing)' is no mixing", hint: "attention or mixer")
    }
    guard let place = Configuration.Positions(rawValue: positions) else {
      throw ShellError(.usage, "'\(positions)' are no positions", hint: "rotary, learned or none")
    }
    func rounded(_ value: Int) -> Int { (value + 31) / 32 * 32 }
    for (name, value) in [
      ("width", width), ("inner-width", innerWidth), ("mixer-width", mixerWidth),
    ]
    where value < 0 || value > 1 << 16 {
      throw ShellError(.usage, "--\(name) can't be \(value)", hint: "at most 65536")
    }
    let isMixer = kind == .mixer
    let configuration = Configuration(
      vocabulary: made.vocabulary.count, length: made.length, width: width, layers: layers,
      innerWidth: innerWidth > 0 ? innerWidth : rounded(width * 8 / 3), mixing: kind,
      mixerWidth: !isMixer ? 0 : mixerWidth > 0 ? mixerWidth : rounded(made.length * 2),
      heads: heads, positions: isMixer && place == .rotary ? .none : place,
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
    session.model = model
    return InfoCommand.result(model, tensors: false, in: session)
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

/// `load FILE`.
struct LoadCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Load a checkpoint.",
    discussion: "If it can't be loaded, the model in memory stays as it is.")

  @Argument(help: "A .safetensors file that trm wrote.") var file: String

  mutating func run(in session: Session) throws -> CommandResult {
    let model = try LoadedModel.read(file)
    session.model = model
    var result = InfoCommand.result(model, tensors: false, in: session)
    let broken = model.weights.nonFinite
    if !broken.isEmpty {
      result.notes.append("not every number is finite in " + broken.joined(separator: ", "))
    }
    if !session.isInteractive { result.lines = [] }
    return result
  }
}

/// `save [FILE]`.
struct SaveCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Save the model as a checkpoint.",
    discussion: """
      Without FILE, where it came from. The file is written beside the target and renamed, so the \
      old one stays whole whatever happens. Another model's file is only replaced with --force.
      """)

  @Argument(help: "A .safetensors file.") var file: String?
  @Flag(help: "Replace a file that the model didn't come from.") var force = false

  mutating func run(in session: Session) throws -> CommandResult {
    var model = try session.requireModel()
    guard let path = file ?? model.path else {
      throw ShellError(.usage, "this model has no file yet", hint: "save FILE.safetensors")
    }
    if !force && path != model.path && fileExists(path) {
      throw ShellError(
        .output, "\(path) is there already", hint: "save --force \(path) replaces it")
    }
    try model.write(to: path)
    model.path = path
    model.isUnsaved = false
    session.model = model
    return CommandResult(
      [Field("path", .string(path)), Field("parameters", .integer(model.weights.table.count))],
      lines: session.isInteractive ? [StyledText("saved \(path)")] : [])
  }
}

/// `info`.
struct InfoCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "What the model is, and how it was trained.")
  static let examples = ["info", "info --tensors"]

  @Flag(help: "List every parameter with its shape.") var tensors = false

  mutating func run(in session: Session) throws -> CommandResult {
    Self.result(try session.requireModel(), tensors: tensors, in: session)
  }

  /// The description of a model.
  static func result(_ model: LoadedModel, tensors: Bool, in session: Session) -> CommandResult {
    let c = model.weights.configuration
    let options = (model.puzzle?.options ?? [:]).sorted { $0.key < $1.key }
    var rows: [(String, Value, String)] = [
      ("model", .string(model.name), model.isUnsaved ? "unsaved" : ""),
      ("path", model.path.map { .string($0) } ?? .nothing, ""),
      (
        "puzzle", model.puzzle.map { .string($0.name) } ?? .nothing,
        options.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      ),
      ("parameters", .integer(model.weights.table.count), ""),
      (
        "mixing", .string(c.mixing.rawValue),
        c.mixing == .attention ? "\(c.heads) heads" : "inner width \(c.mixerWidth)"
      ),
      (
        "positions", .string(c.positions.rawValue),
        c.positions == .rotary ? "base \(plain(Double(c.rotaryBase)))" : ""
      ),
      ("layers", .integer(c.layers), ""), ("width", .integer(c.width), "inner \(c.innerWidth)"),
      ("length", .integer(c.length), "tokens, prefix \(c.prefix)"),
      ("vocabulary", .integer(c.vocabulary), ""),
      ("depth", .integer(c.depth), "supervision steps it was made for (N_sup)"),
      ("cycles", .integer(c.cycles), "T"), ("inner", .integer(c.inner), "n"),
    ]
    for member in model.training?.members ?? [] {
      let text = member.value.string ?? member.value.text
      rows.append(("training-" + member.key, .string(text), ""))
    }
    var lines = rows.filter { $0.1 != .nothing }.map { name, value, remark in
      StyledText(name, .accent).padded(to: 18) + StyledText(value.text)
        + StyledText(remark.isEmpty ? "" : "  (\(remark))", .dim)
    }
    var fields = rows.map { Field($0.0, $0.1) }
    fields.append(Field("unsaved", .bool(model.isUnsaved)))
    if tensors {
      var table = Table([.init("parameter"), .init("shape"), .init("floats", .right)])
      for parameter in model.weights.table.parameters {
        let shape = parameter.shape.map(String.init).joined(separator: " x ")
        table.add([
          StyledText(parameter.key), StyledText(shape), StyledText(String(parameter.count)),
        ])
      }
      lines += [""] + table.lines(width: 120)
      fields.append(
        Field(
          "tensors",
          .list(
            model.weights.table.parameters.map {
              .record([
                Field("key", .string($0.key)), Field("shape", .list($0.shape.map { .integer($0) })),
              ])
            })))
    }
    return CommandResult(fields, lines: lines)
  }
}
