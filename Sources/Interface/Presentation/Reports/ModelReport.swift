// The result of `info`: a model and its training.

internal import Drawing
internal import Language
internal import Network
internal import Puzzles
internal import Storage
package import Workbench

/// Reports on models.
package enum ModelReport {
  /// The description of a model; `tensors` adds a table of its parameters.
  package static func result(_ model: LoadedModel, tensors: Bool) -> CommandResult {
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
    return CommandResult(fields, table: tensors ? "tensors" : nil) { capabilities in
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
      return lines + [""] + table.lines(width: capabilities.width)
    }
  }

  /// Details of the mixing layer.
  private static func remark(_ c: Configuration) -> String {
    switch c.mixing {
    case .attention: "\(c.heads) heads" + (c.window > 0 ? ", window \(c.window)" : "")
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
      ("depth", .integer(c.depth), "supervision steps (N_sup)"),
      ("cycles", .integer(c.cycles), "T"), ("inner", .integer(c.inner), "n"),
    ]
    let remarks = [
      "depth": "maximum in training",
      "cycles": "T in training", "inner": "n in training",
    ]
    for member in model.training?.members ?? [] where member.key != "resume" {
      let text = member.value.string ?? member.value.text
      rows.append(("training-" + member.key, .string(text), remarks[member.key] ?? ""))
    }
    if let longest = TrainedRange(model.training).longest {
      rows.append(
        ("training-longest", .integer(longest), "digits of the longest operand in training"))
    }
    return rows
  }
}
