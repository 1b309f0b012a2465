// What latent plot draws of state trajectories.

package import Drawing
internal import Language
package import Network
internal import Platform
package import Puzzles
package import Workbench

/// Plots of trajectories.
package enum TrajectoryPlot {
  /// Each trajectory in the first two principal components of all states.
  package static func components(_ trajectories: [StateTrajectory], count: Int, digits: Int)
    -> CommandResult
  {
    let all = PrincipalComponents(trajectories.flatMap { $0.states.map(\.values) }, count: count)
    var rest = all.scores[...]
    let scores = trajectories.map { trajectory in
      let own = Array(rest.prefix(trajectory.states.count))
      rest = rest.dropFirst(trajectory.states.count)
      return own
    }
    let points = zip(trajectories, scores).flatMap { trajectory, scores in
      zip(trajectory.states, scores).map { state, score in
        Value.record(
          trajectory.fields(state)
            + score.enumerated().map { Field("c\($0.offset + 1)", .number($0.element)) })
      }
    }
    let fields = [
      Field("of", .string("pca")), Field("count", .integer(points.count)),
      Field("questions", .integer(trajectories.count)),
      Field("variance", .list(all.shares.map { .number($0) })), Field("points", .list(points)),
    ]
    return CommandResult(fields, table: "points") { capabilities in
      guard !all.shares.isEmpty else {
        return [StyledText("all states are equal; there is nothing to draw", .dim)]
      }
      func share(_ index: Int) -> String {
        all.shares.count > index
          ? NumberFormat.digits(all.shares[index] * 100, significant: digits) + "%" : "0%"
      }
      let series = zip(trajectories, scores).map { trajectory, scores in
        LineChart.Series(
          scores.map { (x: $0[0], y: $0.count > 1 ? $0[1] : 0) }, style: trajectory.style)
      }
      let curve = LineChart(
        series, height: 16,
        names: (
          x: "component 1: \(share(0)) of the variance",
          y: "component 2: \(share(1)); 3: \(share(2))"
        ),
        marks: zip(trajectories, series).flatMap { marks($0, $1, alone: trajectories.count == 1) })
      let legend =
        trajectories.count == 1
        ? "o first, 2 to 9 the next states of \(trajectories[0].question.text), x the last"
        : "o first states, x last ones of \(trajectories.count) questions"
      return [StyledText(legend, .dim).truncated(to: capabilities.width)]
        + curve.lines(capabilities)
    }
  }

  /// Characters at a trajectory's states: all where it is alone and short, else its two ends.
  private static func marks(_ trajectory: StateTrajectory, _ series: LineChart.Series, alone: Bool)
    -> [LineChart.Marker]
  {
    let points = series.points
    guard let first = points.first, let last = points.last else { return [] }
    let between =
      alone
      ? points.enumerated().dropFirst().prefix(8).map {
        LineChart.Marker(Character(String($0.offset + 1)), at: $0.element, style: .strong)
      } : []
    return between + [
      LineChart.Marker("o", at: first, style: .strong),
      LineChart.Marker("x", at: last, style: trajectory.style),
    ]
  }

  /// The norms of the states.
  package static func norms(_ trajectories: [StateTrajectory]) -> CommandResult {
    curves(trajectories, "norm", "norm of the state, by state") { trajectory in
      trajectory.states.map { state in
        state.statistics.first { $0.name == "norm" }?.value ?? .nan
      }
    }
  }

  /// The norms of the changes from the state before; of the first nothing is known.
  package static func changes(_ trajectories: [StateTrajectory]) -> CommandResult {
    curves(
      trajectories, "change", "log10 of the norm of the change from the state before, by state"
    ) {
      trajectory in
      [.nan]
        + zip(trajectory.states, trajectory.states.dropFirst()).map {
          $1.difference(from: $0).distance
        }
    }
  }

  /// A curve for each question.
  private static func curves(
    _ trajectories: [StateTrajectory], _ name: String, _ title: String,
    _ values: (StateTrajectory) -> [Double]
  ) -> CommandResult {
    let all = trajectories.map(values)
    let points = zip(trajectories, all).flatMap { trajectory, values in
      zip(trajectory.states, values).map { state, value in
        Value.record(
          trajectory.fields(state) + [Field(name, value.isFinite ? .number(value) : .nothing)])
      }
    }
    return CommandResult(
      [
        Field("of", .string(name)), Field("count", .integer(points.count)),
        Field("questions", .integer(trajectories.count)), Field("points", .list(points)),
      ], table: "points"
    ) { capabilities in
      let isLog = name == "change"
      let series = zip(trajectories, all).map { trajectory, values in
        LineChart.Series(
          values: values.map { isLog ? log10(max($0, 1e-8)) : $0 }, style: trajectory.style)
      }
      return LineChart(series, height: 10, names: (x: "state", y: title)).lines(capabilities)
    }
  }

  /// log10 of each position's change from state to state, as the mean over the questions.
  package static func map(
    _ trajectories: [StateTrajectory], _ c: Configuration, _ puzzle: any Puzzle
  ) throws -> CommandResult {
    let width = c.width
    let all = trajectories.map { trajectory in
      zip(trajectory.states, trajectory.states.dropFirst()).map { before, state in
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
      throw Diagnostic(
        .usage, "a map of changes needs at least two states", hint: "for example: z@*.last.last")
    }
    let points = zip(trajectories, all).flatMap { trajectory, changes in
      zip(trajectory.states.dropFirst(), changes).map { state, change in
        Value.record(
          trajectory.fields(state) + [Field("positions", .list(change.map { .number($0) }))])
      }
    }
    let first = trajectories[0].states[0].positions?.lowerBound ?? 0
    let positions = all[0][0].indices
    let rows = positions.map { position in
      (0..<states).map { state in
        let mean = all.reduce(0) { $0 + $1[state][position] } / Double(all.count)
        return log10(max(mean, 1e-8))
      }
    }
    let tokens =
      trajectories.count == 1 ? puzzle.characters(of: trajectories[0].question.tokens) : []
    let labels = positions.map { position in
      let place = first + position - (c.sequence - tokens.count)
      let number = String(first + position)
      return tokens.indices.contains(place) ? "\(number) \(tokens[place])" : number
    }
    return CommandResult(
      [
        Field("of", .string("map")), Field("count", .integer(points.count)),
        Field("questions", .integer(trajectories.count)), Field("points", .list(points)),
      ], table: "points"
    ) { capabilities in
      [
        StyledText("log10 of the change of each position (down) by state (across)", .dim)
          .truncated(to: capabilities.width)
      ] + HeatMap(rows, labels: labels).lines(capabilities)
    }
  }
}

extension StateTrajectory {
  /// Its color shows whether the answer is right.
  package var style: Style { isRight.map { $0 ? .good : .bad } ?? .accent }

  /// What every point of it says.
  package func fields(_ state: CapturedState) -> [Field] {
    [
      Field("question", .string(question.text)), Field("answer", .string(answer)),
      Field("correct", .optional(isRight)), Field("state", .string(state.name)),
    ]
  }
}
