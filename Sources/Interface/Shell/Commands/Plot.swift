// What latent plot draws of the ways of some questions.

internal import Drawing
internal import Network
internal import Platform
internal import Puzzles

/// Pictures of ways.
enum Plot {
  /// Each way through the first two principal components of all states.
  static func components(_ ways: [Way], count: Int, digits: Int) -> CommandResult {
    let all = PrincipalComponents(ways.flatMap { $0.states.map(\.values) }, count: count)
    var rest = all.scores[...]
    let scores = ways.map { way in
      let own = Array(rest.prefix(way.states.count))
      rest = rest.dropFirst(way.states.count)
      return own
    }
    let points = zip(ways, scores).flatMap { way, scores in
      zip(way.states, scores).map { state, score in
        Value.record(
          way.fields(state)
            + score.enumerated().map { Field("c\($0.offset + 1)", .number($0.element)) })
      }
    }
    let fields = [
      Field("of", .string("pca")), Field("count", .integer(points.count)),
      Field("questions", .integer(ways.count)),
      Field("variance", .list(all.shares.map { .number($0) })), Field("points", .list(points)),
    ]
    return CommandResult(fields, table: "points") { abilities in
      guard !all.shares.isEmpty else {
        return [StyledText("all states are the same: there is nothing to draw", .dim)]
      }
      func share(_ index: Int) -> String {
        all.shares.count > index
          ? Numbers.digits(all.shares[index] * 100, significant: digits) + "%" : "0%"
      }
      let series = zip(ways, scores).map { way, scores in
        Curve.Series(scores.map { (x: $0[0], y: $0.count > 1 ? $0[1] : 0) }, style: way.style)
      }
      let curve = Curve(
        series, height: 16,
        names: (
          x: "component 1: \(share(0)) of the variance",
          y: "component 2: \(share(1)); 3: \(share(2))"
        ), marks: zip(ways, series).flatMap { marks($0, $1, alone: ways.count == 1) })
      let legend =
        ways.count == 1
        ? "o first, 2 to 9 the next states of \(ways[0].question.text), x the last"
        : "o first states, x last ones of \(ways.count) questions"
      return [StyledText(legend, .dim).truncated(to: abilities.width)] + curve.lines(abilities)
    }
  }

  /// Characters at a way's states: all where it is alone and short, else its two ends.
  private static func marks(_ way: Way, _ series: Curve.Series, alone: Bool) -> [Curve.Mark] {
    let points = series.points
    guard let first = points.first, let last = points.last else { return [] }
    let between =
      alone
      ? points.enumerated().dropFirst().prefix(8).map {
        Curve.Mark(Character(String($0.offset + 1)), at: $0.element, style: .strong)
      } : []
    return between + [
      Curve.Mark("o", at: first, style: .strong), Curve.Mark("x", at: last, style: way.style),
    ]
  }

  /// The norms of the states.
  static func norms(_ ways: [Way]) -> CommandResult {
    curves(ways, "norm", "norm of the state, by state") { way in
      way.states.map { state in
        state.statistics.first { $0.name == "norm" }?.value ?? .nan
      }
    }
  }

  /// The norms of the changes from the state before; of the first nothing is known.
  static func changes(_ ways: [Way]) -> CommandResult {
    curves(ways, "change", "log10 of the norm of the change from the state before, by state") {
      way in
      [.nan]
        + zip(way.states, way.states.dropFirst()).map { $1.difference(from: $0).distance }
    }
  }

  /// A curve for each question.
  private static func curves(
    _ ways: [Way], _ name: String, _ title: String, _ values: (Way) -> [Double]
  ) -> CommandResult {
    let all = ways.map(values)
    let points = zip(ways, all).flatMap { way, values in
      zip(way.states, values).map { state, value in
        Value.record(
          way.fields(state) + [Field(name, value.isFinite ? .number(value) : .nothing)])
      }
    }
    return CommandResult(
      [
        Field("of", .string(name)), Field("count", .integer(points.count)),
        Field("questions", .integer(ways.count)), Field("points", .list(points)),
      ], table: "points"
    ) { abilities in
      let isLog = name == "change"
      let series = zip(ways, all).map { way, values in
        Curve.Series(values: values.map { isLog ? log10(max($0, 1e-8)) : $0 }, style: way.style)
      }
      return Curve(series, height: 10, names: (x: "state", y: title)).lines(abilities)
    }
  }

  /// log10 of each position's change from state to state, as the mean over the questions.
  static func map(_ ways: [Way], _ c: Configuration, _ puzzle: any Puzzle) throws -> CommandResult {
    let width = c.width
    let all = ways.map { way in
      zip(way.states, way.states.dropFirst()).map { before, state in
        stride(from: 0, to: state.values.count, by: width).map { start in
          let own = start..<min(start + width, state.values.count)
          return zip(state.values[own], before.values[own]).reduce(0) { sum, pair in
            let delta = Double(pair.0) - Double(pair.1)
            return sum + delta * delta
          }.squareRoot()
        }
      }
    }
    guard let states = all.map(\.count).min(), states > 0 else {
      throw ShellError(
        .usage, "a map of changes needs two states or more", hint: "for example: z@*.last.last")
    }
    let points = zip(ways, all).flatMap { way, changes in
      zip(way.states.dropFirst(), changes).map { state, change in
        Value.record(
          way.fields(state) + [Field("positions", .list(change.map { .number($0) }))])
      }
    }
    let first = ways[0].states[0].positions?.lowerBound ?? 0
    let positions = all[0][0].indices
    let rows = positions.map { position in
      (0..<states).map { state in
        let mean = all.reduce(0) { $0 + $1[state][position] } / Double(all.count)
        return log10(max(mean, 1e-8))
      }
    }
    let tokens = ways.count == 1 ? puzzle.characters(of: ways[0].question.tokens) : []
    let labels = positions.map { position in
      let place = first + position - (c.sequence - tokens.count)
      let number = String(first + position)
      return tokens.indices.contains(place) ? "\(number) \(tokens[place])" : number
    }
    return CommandResult(
      [
        Field("of", .string("map")), Field("count", .integer(points.count)),
        Field("questions", .integer(ways.count)), Field("points", .list(points)),
      ], table: "points"
    ) { abilities in
      [
        StyledText("log10 of the change of each position (down) by state (across)", .dim)
          .truncated(to: abilities.width)
      ] + HeatMap(rows, labels: labels).lines(abilities)
    }
  }
}
