// What latent shows of states: their names, a map of each, and how they differ.

internal import Drawing
internal import Network

extension LatentCommand {
  /// The names and shapes.
  func list(_ states: [CapturedState]) -> CommandResult {
    let rows = states.map {
      Value.record([
        Field("state", .string($0.moment.description)), Field("shape", .string($0.shapeText)),
      ])
    }
    return CommandResult(
      [Field("count", .integer(states.count)), Field("states", .list(rows))], table: "states"
    ) { abilities in
      var table = Table([.init("state"), .init("shape")])
      for state in states {
        table.add([StyledText(state.moment.description, .accent), StyledText(state.shapeText)])
      }
      return table.lines(width: abilities.width)
    }
  }

  /// A map of each state, positions down and features across.
  func show(_ states: [CapturedState], in session: Session) -> CommandResult {
    let rows = states.map {
      Value.record([
        Field("state", .string($0.moment.description)), Field("shape", .string($0.shapeText)),
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
        let title = StyledText(state.moment.description, .accent)
        return [title] + HeatMap(shown, scale: .diverging).lines(abilities)
      }
    }
  }

  /// Each state beside the one before it of the same shape.
  func differences(_ states: [CapturedState], in session: Session) throws -> CommandResult {
    let pairs = zip(states, states.dropFirst()).filter { $0.shape == $1.shape }
    guard !pairs.isEmpty else {
      throw ShellError(
        .usage, "there are no two states of one shape to set beside each other",
        hint: "for example: latent diff z@*.last.last")
    }
    let rows = pairs.map { before, state -> (name: String, difference: CapturedState.Difference) in
      ("\(before.moment) to \(state.moment)", state.difference(from: before))
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
