// States as tables and heat maps: names, statistics, values and differences.

internal import Drawing
internal import Language
internal import Network
package import Workbench

/// Tables and heat maps of states.
package enum StateTables {
  /// Names, shapes and sizes in bytes.
  package static func list(_ states: [CapturedState]) -> CommandResult {
    let rows = states.map {
      Value.record(
        [
          Field("state", .string($0.name)), $0.shapeField,
          Field("bytes", .integer($0.bytes)), Field("kept", .bool($0.isKept)),
        ] + $0.ownerFields)
    }
    let kept = states.filter(\.isKept).reduce(0) { $0 + $1.bytes }
    return CommandResult(
      [
        Field("count", .integer(states.count)), Field("bytes", .integer(kept)),
        Field("states", .list(rows)),
      ], table: "states"
    ) { capabilities in
      var table = Table([
        .init("state"), .init("shape"), .init("bytes", .right), .init("kept"),
      ])
      for state in states {
        table.add([
          state.title(), StyledText(state.shapeText),
          StyledText(String(state.bytes)), StyledText(state.isKept ? "yes" : "no", .dim),
        ])
      }
      return table.lines(width: capabilities.width)
    }
  }

  /// A heat map of each state: positions down, features across.
  package static func maps(_ states: [CapturedState]) -> CommandResult {
    let rows = states.map {
      Value.record(
        [
          Field("state", .string($0.name)), $0.shapeField,
          Field("values", .list($0.values.map { .number(Double($0)) })),
        ] + $0.ownerFields)
    }
    return CommandResult(
      [Field("count", .integer(states.count)), Field("states", .list(rows))], table: "states"
    ) { capabilities in
      states.flatMap { state -> [StyledText] in
        let columns = max(state.shape.last ?? 1, 1)
        let shown = stride(from: 0, to: state.values.count, by: columns).map { start in
          state.values[start..<min(start + columns, state.values.count)].map { Double($0) }
        }
        return [state.title()] + HeatMap(shown, scale: .diverging).lines(capabilities)
      }
    }
  }

  /// The difference of each state from the previous one of the same kind and shape.
  ///
  /// - Throws: `Diagnostic` if no two states can be compared.
  package static func differences(_ states: [CapturedState], digits: Int) throws -> CommandResult {
    let pairs = states.indices.compactMap { index -> (CapturedState, CapturedState)? in
      let state = states[index]
      let before = states[..<index].last {
        $0.moment.kind == state.moment.kind && $0.shape == state.shape
      }
      return before.map { ($0, state) }
    }
    guard !pairs.isEmpty else {
      throw Diagnostic(
        .usage, "no two states have the same kind and shape",
        hint: "for example: latent diff z@*.last.last")
    }
    let rows = pairs.map {
      before, state -> (
        pair: (CapturedState, CapturedState), difference: CapturedState.StateDifference
      ) in
      ((before, state), state.difference(from: before))
    }
    let records = rows.map { pair, difference in
      Value.record([
        Field("states", .string("\(pair.0.name) to \(pair.1.name)")),
        Field("distance", .number(difference.distance)),
        Field("relative", .number(difference.relative)),
        Field("cosine", .number(difference.cosine)),
        Field("position", .integer(difference.position)),
        Field("runs", .list([.integer(pair.0.owner), .integer(pair.1.owner)])),
        Field("patched", .bool(pair.0.isPatched || pair.1.isPatched)),
      ])
    }
    return CommandResult(
      [Field("count", .integer(rows.count)), Field("states", .list(records))], table: "states"
    ) { capabilities in
      var table = Table([
        .init("states"), .init("distance", .right), .init("relative", .right),
        .init("cosine", .right), .init("largest at", .right),
      ])
      for (pair, difference) in rows {
        table.add(
          [pair.0.title() + StyledText(" to ", .accent) + pair.1.title()]
            + [difference.distance, difference.relative, difference.cosine].map {
              StyledText(NumberFormat.digits($0, significant: digits))
            } + [StyledText(String(difference.position))])
      }
      return table.lines(width: capabilities.width)
    }
  }

  /// One row of statistics per state.
  package static func statistics(_ states: [CapturedState], digits: Int) -> CommandResult {
    let rows = states.map {
      Value.record(
        [
          Field("state", .string($0.name)), $0.shapeField,
        ]
          + $0.statistics.map { name, value in
            Field(name, name == "nonfinite" ? .integer(Int(value)) : .number(value))
          } + $0.ownerFields)
    }
    return CommandResult(
      [Field("count", .integer(states.count)), Field("states", .list(rows))], table: "states"
    ) { capabilities in
      var table = Table([
        .init("state"), .init("shape"), .init("mean", .right), .init("std", .right),
        .init("norm", .right), .init("min", .right), .init("max", .right),
        .init("nonfinite", .right),
      ])
      for state in states {
        table.add(
          [state.title(), StyledText(state.shapeText)]
            + state.statistics.map {
              StyledText(NumberFormat.digits($0.value, significant: digits))
            })
      }
      return table.lines(width: capabilities.width)
    }
  }
}

extension CapturedState {
  /// The field `shape`.
  fileprivate var shapeField: Field { Field("shape", .list(shape.map { .integer($0) })) }
}
