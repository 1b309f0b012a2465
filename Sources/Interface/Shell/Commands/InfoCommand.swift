// info: what the model is.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles
internal import Storage

/// `info`.
struct InfoCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "What the model is, and how it was trained.")
  static let examples = ["info", "info --tensors"]
  static let fields: KeyValuePairs = [
    "model": "its name", "path": "its file", "puzzle": "what it answers",
    "parameters": "how many numbers it has", "mixing": "attention, mixer or cell",
    "positions": "rotary, learned or none", "layers": "layers of the network", "width": "D",
    "length": "tokens of a question", "vocabulary": "different tokens",
    "depth": "supervision steps it was made for (N_sup)", "cycles": "T", "inner": "n",
    "training-*": "what the checkpoint says of its training",
    "unsaved": "whether its weights differ from every file",
    "notes": "what was chosen and guessed in reading its file",
    "tensors": "with --tensors: every parameter's key and shape",
  ]

  @Flag(help: "List every parameter with its shape.") var tensors = false

  mutating func run(in session: Session) throws -> CommandResult {
    Self.result(try session.requireModel(), tensors: tensors)
  }

  /// The description of a model.
  static func result(_ model: LoadedModel, tensors: Bool) -> CommandResult {
    let rows = rows(model)
    var fields = rows.map { Field($0.name, $0.value) }
    fields.append(Field("unsaved", .bool(model.isUnsaved)))
    fields.append(Field("notes", .list(model.notes.map { .string($0) })))
    let parameters = tensors ? model.weights.table.parameters : []
    if tensors {
      let records = parameters.map { parameter -> Value in
        .record([
          Field("key", .string(parameter.key)),
          Field("shape", .list(parameter.shape.map { .integer($0) })),
        ])
      }
      fields.append(Field("tensors", .list(records)))
    }
    return CommandResult(fields, table: tensors ? "tensors" : nil) { abilities in
      let lines = rows.filter { $0.value != .nothing }.map { name, value, remark in
        StyledText(name, .accent).padded(to: 18) + StyledText(name.count < 18 ? "" : " ")
          + StyledText(value.text)
          + StyledText(remark.isEmpty ? "" : "  (\(remark))", .dim)
      }
      guard tensors else { return lines }
      var table = Table([.init("parameter"), .init("shape"), .init("floats", .right)])
      for parameter in parameters {
        let shape = parameter.shape.map(String.init).joined(separator: " x ")
        table.add([
          StyledText(parameter.key), StyledText(shape), StyledText(String(parameter.count)),
        ])
      }
      return lines + [""] + table.lines(width: abilities.width)
    }
  }

  /// What there is to say of how positions are mixed.
  private static func remark(_ c: Configuration) -> String {
    switch c.mixing {
    case .attention: "\(c.heads) heads" + (c.window > 0 ? ", window \(c.window)" : "")
    case .mixer: "inner width \(c.mixerWidth)"
    case .cell: "one tanh layer over one vector"
    }
  }

  /// Names, values and remarks, in the order in which they are shown.
  private static func rows(
    _ model: LoadedModel
  ) -> [(name: String, value: Value, remark: String)] {
    let c = model.weights.configuration
    let options = model.puzzle.options.sorted { $0.key < $1.key }
    var rows: [(name: String, value: Value, remark: String)] = [
      ("model", .string(model.name), model.isUnsaved ? "unsaved" : ""),
      ("path", model.path.map { .string($0) } ?? .nothing, ""),
      (
        "puzzle", .string(model.puzzle.name),
        options.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      ),
      ("parameters", .integer(model.weights.table.count), ""),
      (
        "mixing", .string(c.mixing.rawValue), remark(c)
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
    let remarks = [
      "depth": "the most supervision steps that it was trained for",
      "cycles": "T that it was trained with", "inner": "n that it was trained with",
    ]
    for member in model.training?.members ?? [] where member.key != "resume" {
      let text = member.value.string ?? member.value.text
      rows.append(("training-" + member.key, .string(text), remarks[member.key] ?? ""))
    }
    if let longest = TrainedRange(model.training).longest {
      rows.append(
        ("training-longest", .integer(longest), "digits of the longest operand in its training"))
    }
    return rows
  }
}
