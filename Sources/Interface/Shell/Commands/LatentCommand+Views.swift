// What latent shows of states: their names, a map of each, and how they differ.

internal import Drawing
internal import Network

extension LatentCommand {
  /// The names and shapes, and what they take.
  func list(_ states: [CapturedState]) -> CommandResult {
    let rows = states.map {
      Value.record([
        Field("state", .string($0.name)), Field("shape", .string($0.shapeText)),
        Field("bytes", .integer($0.bytes)), Field("kept", .bool($0.isKept)),
      ])
    }
    let kept = states.filter(\.isKept).reduce(0) { $0 + $1.bytes }
    return CommandResult(
      [
        Field("count", .integer(states.count)), Field("bytes", .integer(kept)),
        Field("states", .list(rows)),
      ], table: "states"
    ) { abilities in
      var table = Table([
        .init("state"), .init("shape"), .init("bytes", .right), .init("kept"),
      ])
      for state in states {
        table.add([
          StyledText(state.name, .accent), StyledText(state.shapeText),
          StyledText(String(state.bytes)), StyledText(state.isKept ? "yes" : "no", .dim),
        ])
      }
      return table.lines(width: abilities.width)
    }
  }

  /// A map of each state, positions down and features across.
  func show(_ states: [CapturedState], in session: Session) -> CommandResult {
    let rows = states.map {
      Value.record([
        Field("state", .string($0.name)), Field("shape", .string($0.shapeText)),
        Field("values", .list($0.values.map { .number(Double($0)) })),
      ])
    }
    return CommandResult(
      [Field("count", .integer(states.count)), Field("states", .list(rows))], table: "states"
    ) { abilities in
      states.flatMap { state -> [StyledText] in
        let columns = max(state.shape.last ?? 1, 1)
        let shown = stride(from: 0, to: state.values.count, by: columns).map { start in
          state.values[start..<min(start + columns, state.values.count)].map { Double($0) }
        }
        let title = StyledText(state.name, .accent)
        return [title] + HeatMap(shown, scale: .diverging).lines(abilities)
      }
    }
  }

  /// Each state beside the one before it of the same shape.
  func differences(_ states: [CapturedState], in session: Session) throws -> CommandResult {
    // y beside y and z beside z, whatever stands between them in the list.
    let pairs = states.indices.compactMap { index -> (CapturedState, CapturedState)? in
      let state = states[index]
      let before = states[..<index].last {
        $0.moment.kind == state.moment.kind && $0.shape == state.shape
      }
      return before.map { ($0, state) }
    }
    guard !pairs.isEmpty else {
      throw ShellError(
        .usage, "there are no two states of one kind and shape to set beside each other",
        hint: "for example: latent diff z@*.last.last")
    }
    let rows = pairs.map { before, state -> (name: String, difference: CapturedState.Difference) in
      ("\(before.name) to \(state.name)", state.difference(from: before))
    }
    let records = rows.map { name, difference in
      Value.record([
        Field("states", .string(name)), Field("distance", .number(difference.distance)),
        Field("relative", .number(difference.relative)),
        Field("cosine", .number(difference.cosine)),
        Field("position", .integer(difference.position)),
      ])
    }
    let digits = session.settings.integer("digits") ?? 3
    return CommandResult(
      [Field("count", .integer(rows.count)), Field("states", .list(records))], table: "states"
    ) { abilities in
      var table = Table([
        .init("states"), .init("distance", .right), .init("relative", .right),
        .init("cosine", .right), .init("most at", .right),
      ])
      for (name, difference) in rows {
        table.add(
          [StyledText(name, .accent)]
            + [difference.distance, difference.relative, difference.cosine].map {
              StyledText(Numbers.digits($0, significant: digits))
            } + [StyledText(String(difference.position))])
      }
      return table.lines(width: abilities.width)
    }
  }
}
