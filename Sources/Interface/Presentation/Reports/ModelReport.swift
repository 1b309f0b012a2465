// The result of `info`: a model and its training.

package import Drawing
internal import Language
internal import Network
internal import Puzzles
internal import Records
internal import Storage
package import Workbench
internal import Wording

/// Reports on models.
package enum ModelReport {
  /// The description of a model; `tensors` adds a table of its parameters.
  package static func result(_ model: LoadedModel, tensors: Bool) -> CommandResult {
    let rows = rows(model)
    var fields = rows.map { Field($0.name, $0.value) }
    fields.append(Field("options", .record(options(model.puzzle.options))))
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
    return CommandResult(fields, table: tensors ? "tensors" : nil) { capabilities in
      let shown =
        rows.filter { $0.value != .nothing }
        + model.notes.map {
          (name: "note", value: .string($0), remark: "")
        }
      let width = (shown.map(\.name.count).max() ?? 0) + 2
      let lines = shown.map { name, value, remark in
        StyledText(name, .accent).padded(to: width) + StyledText(text(value))
          + StyledText(remark.isEmpty ? "" : " (\(remark))", .dim)
      }
      guard tensors else { return lines }
      var table = Table([.init("parameter"), .init("shape"), .init("floats", .right)])
      for parameter in parameters {
        let shape = parameter.shape.map(String.init).joined(separator: " x ")
        table.add([
          StyledText(parameter.key), StyledText(shape), StyledText(String(parameter.count)),
        ])
      }
      return lines + [""] + table.lines(width: capabilities.width)
    }
  }

  /// The model in a line: its name, its size, and how long it thinks.
  package static func summary(_ model: LoadedModel) -> String {
    let c = model.weights.configuration
    let count = NumberFormat.digits(Double(model.weights.table.count) / 1000, significant: 3)
    return "\(model.name) · \(count) k parameters · depth \(c.depth) (\(c.cycles) x \(c.inner))"
  }

  /// The model in a few lines, for a person who has just loaded it.
  package static func headline(_ model: LoadedModel) -> [StyledText] {
    let c = model.weights.configuration
    let layers =
      (c.highLayers > 0 ? "\(c.highLayers) + " : "") + counted(c.layers, "layer")
    let network =
      (c.network == .trm ? "" : "\(c.network), ")
      + "\(c.mixing.rawValue), \(layers) of width \(c.width), \(counted(c.length, "token"))"
    return [
      StyledText(summary(model), .strong),
      StyledText("puzzle \(model.puzzle.name); \(network); see 'info'", .dim),
    ]
  }

  /// A value as text: the members of an object with commas between them.
  private static func text(_ value: Value) -> String {
    guard case .record(let fields) = value else { return value.text }
    return fields.map { field in
      let number = if case .number(let value) = field.value { value } else { Double?.none }
      let text = number.map { NumberFormat.digits($0, significant: 6) } ?? field.value.text
      return "\(field.name) \(text)"
    }.joined(separator: ", ")
  }

  /// A puzzle's options, numbers as such.
  private static func options(_ options: [String: String]) -> [Field] {
    options.sorted { $0.key < $1.key }.map { Field($0.key, Value(typed: $0.value)) }
  }

  /// Details of the mixing layer.
  private static func remark(_ c: Configuration) -> String {
    switch c.mixing {
    case .attention:
      counted(c.heads, "head") + (c.window > 0 ? ", window \(c.window)" : "")
        + (c.gridBlock > 0 ? ", in turn for row, column and box" : "")
        + (c.gridReach > 0 ? ", in turn \(c.gridReach) up, down, left and right" : "")
    case .mixer: "inner width \(c.mixerWidth)"
    case .cell: "one tanh layer over one vector"
    }
  }

  /// Names, values and remarks, in display order.
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
      ("network", .string(c.network.rawValue), c.architecture.summary),
      (
        "mixing", .string(c.mixing.rawValue), remark(c)
      ),
      (
        "positions", .string(c.positions.rawValue),
        c.positions == .rotary ? "base \(plain(Double(c.rotaryBase)))" : ""
      ),
      (
        "layers", .integer(c.layers),
        c.architecture.modules.count > 1
          ? "in L, \(c.highLayers > 0 ? c.highLayers : c.layers) in H" : ""
      ),
      ("width", .integer(c.width), "inner \(c.innerWidth)"),
      ("length", .integer(c.length), "tokens, prefix \(c.prefix)"),
      ("vocabulary", .integer(c.vocabulary), ""),
      ("depth", .integer(c.depth), "supervision steps (N_sup)"),
      ("cycles", .integer(c.cycles), "T"), ("inner", .integer(c.inner), "n"),
    ]
    if model.calibration != Calibration() {
      rows += [
        ("temperature", .number(model.calibration.temperature), "divides the logits before p"),
        ("doubt", .number(model.calibration.doubt), "answers with p below it are doubtful"),
      ]
      if let halt = model.calibration.halt {
        rows += [
          ("halt", .number(halt), "stops when the halting head is this sure"),
          (
            "patience", .integer(model.calibration.patience), "steps that the answer stays the same"
          ),
        ]
      }
    }
    let remarks = [
      "depth": "maximum in training",
      "cycles": "T in training", "inner": "n in training",
    ]
    for member in model.training?.members ?? [] where member.key != "resume" {
      // The puzzle's options are written as text.
      let value =
        member.key == "puzzle"
        ? Value.record(
          (member.value.members ?? []).map {
            Field($0.key, $0.value.string.map { Value(typed: $0) } ?? Value($0.value))
          })
        : Value(member.value)
      rows.append(("training-" + member.key, value, remarks[member.key] ?? ""))
    }
    if let longest = TrainedRange(model.training).longest {
      rows.append(
        ("training-longest", .integer(longest), "digits of the longest operand in training"))
    }
    return rows
  }
}
