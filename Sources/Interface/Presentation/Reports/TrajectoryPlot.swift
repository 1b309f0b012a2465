// The results of `latent plot`.

package import Drawing
internal import Language
package import Network
internal import Platform
package import Puzzles
package import Workbench
internal import Wording

/// Plots of state trajectories.
package enum TrajectoryPlot {
  /// Each trajectory in the first two principal components of all states.
  ///
  /// The result holds the first `count` components.
  package static func components(_ trajectories: [StateTrajectory], count: Int, digits: Int)
    -> CommandResult
  {
    let components = PrincipalComponents(
      trajectories.flatMap { $0.states.map(\.values) }, count: count)
    var rest = components.scores[...]
    let scores = trajectories.map { trajectory in
      let part = Array(rest.prefix(trajectory.states.count))
      rest = rest.dropFirst(trajectory.states.count)
      return part
    }
    let points = zip(trajectories, scores).flatMap { trajectory, scores in
      zip(trajectory.states, scores).map { state, score in
        Value.record(
          trajectory.fields(state)
            + score.enumerated().map { Field("c\($0.offset + 1)", .number($0.element)) })
      }
    }
    let fields =
      [
        Field("of", .string("pca")), Field("count", .integer(points.count)),
        Field("questions", .integer(trajectories.count)),
        Field("variance", .list(components.shares.map { .number($0) })),
        Field("points", .list(points)),
      ] + fields(trajectories)
    return CommandResult(fields, table: "points") { capabilities in
      guard !components.shares.isEmpty else {
        return [StyledText("all states are equal; nothing to plot", .dim)]
      }
      func share(_ index: Int) -> String {
        components.shares.count > index
          ? NumberFormat.digits(components.shares[index] * 100, significant: digits) + "%" : "0%"
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
        marks: zip(trajectories, series).flatMap {
          marks($0, $1, numbered: trajectories.count == 1)
        })
      let legend =
        trajectories.count == 1
        ? "states of \(trajectories[0].view.question.text): o first, 2 to 9 next, x last"
        : "states of \(counted(trajectories.count, "question")): o first, x last"
      return remarks(trajectories, capabilities)
        + [StyledText(legend, .dim)] + curve.lines(capabilities)
    }
  }

  /// What is shown: of one run its number and patches, and that a copy of it continued.
  private static func fields(_ trajectories: [StateTrajectory]) -> [Field] {
    trajectories.count == 1 ? trajectories[0].view.fields : []
  }

  /// The same in lines, for a run that think began.
  private static func remarks(
    _ trajectories: [StateTrajectory], _ capabilities: TerminalCapabilities
  ) -> [StyledText] {
    trajectories.count == 1 ? trajectories[0].view.heading(capabilities) : []
  }

  /// Markers at the first and last state, and at the 2nd to 9th if only one trajectory is shown.
  private static func marks(
    _ trajectory: StateTrajectory, _ series: LineChart.Series, numbered: Bool
  )
    -> [LineChart.Marker]
  {
    let points = series.points
    guard let first = points.first, let last = points.last else { return [] }
    let between =
      numbered
      ? points.enumerated().dropFirst().prefix(8).map {
        LineChart.Marker(Character(String($0.offset + 1)), at: $0.element, style: .strong)
      } : []
    return between + [
      LineChart.Marker("o", at: first, style: .strong),
      LineChart.Marker("x", at: last, style: trajectory.style),
    ]
  }

  /// The L2 norms of the states.
  package static func norms(_ trajectories: [StateTrajectory]) -> CommandResult {
    curves(trajectories, "norm", "norm by state") { trajectory in
      trajectory.states.map { state in
        state.statistics.first { $0.name == "norm" }?.value ?? .nan
      }
    }
  }

  /// The L2 norms of the changes from the previous state; none for the first state.
  package static func changes(_ trajectories: [StateTrajectory]) -> CommandResult {
    curves(
      trajectories, "change", "log10 of the norm of the change from the previous state"
    ) {
      trajectory in
      [.nan]
        + zip(trajectory.states, trajectory.states.dropFirst()).map {
          $1.difference(from: $0).distance
        }
    }
  }

  /// One curve per question.
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
      ] + fields(trajectories), table: "points"
    ) { capabilities in
      let isLog = name == "change"
      let series = zip(trajectories, all).map { trajectory, values in
        LineChart.Series(
          values: values.map { isLog ? log10(max($0, 1e-8)) : $0 }, style: trajectory.style)
      }
      return remarks(trajectories, capabilities)
        + LineChart(series, height: 10, names: (x: "state", y: title)).lines(capabilities)
    }
  }

  /// A heat map of log10 of each position's change from state to state, averaged over questions.
  ///
  /// - Throws: `Diagnostic` for fewer than two states.
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
      trajectories.count == 1 ? puzzle.characters(of: trajectories[0].view.question.tokens) : []
    let labels = positions.map { position in
      let index = first + position - (c.sequence - tokens.count)
      let number = String(first + position)
      return tokens.indices.contains(index) ? "\(number) \(tokens[index])" : number
    }
    return CommandResult(
      [
        Field("of", .string("map")), Field("count", .integer(points.count)),
        Field("questions", .integer(trajectories.count)), Field("points", .list(points)),
      ] + fields(trajectories), table: "points"
    ) { capabilities in
      remarks(trajectories, capabilities) + [
        StyledText("log10 of each position's change: positions down, states across", .dim)
      ] + HeatMap(rows, labels: labels).lines(capabilities)
    }
  }
}

extension StateTrajectory {
  /// The color: green if the answer is right, red if it is wrong.
  package var style: Style { isRight.map { $0 ? .good : .bad } ?? .accent }

  /// The fields that all points have.
  package func fields(_ state: CapturedState) -> [Field] {
    [
      Field("question", .string(view.question.text)), Field("answer", .string(answer)),
      Field("correct", .optional(isRight)), Field("state", .string(state.name)),
      Field("patched", .bool(state.isPatched)),
    ]
  }
}
