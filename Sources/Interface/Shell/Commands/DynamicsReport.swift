// What was found of one question's dynamics, as values for machines and text for people.

internal import Drawing
internal import Network
internal import Platform
internal import Puzzles

/// One question's states in the long run.
struct DynamicsReport: Sendable {
  /// A run beside the first one: how far apart after each step, the start first, and its answer.
  typealias Twin = (distances: [[Double]], tokens: [Int32])

  /// How far one update moved its state.
  struct Update: Sendable {
    let moment: Moment
    let change: Double
    let relative: Double
  }

  let asked: Question
  let puzzle: any Puzzle
  let usual: Int
  let disturb: Double
  let thresholds: Dynamics.Thresholds
  let trajectory: Trajectory
  let dynamics: Dynamics
  let x: Twin
  let start: Twin
  let swap: (tokens: [Int32], run: Twin)?
  let updates: [Update]

  /// The last answer.
  var answer: String { answer(after: trajectory.depth) }

  private func answer(after step: Int) -> String {
    puzzle.decode(Array(trajectory.tokens(of: 0, after: step)))
  }

  private func end(_ twin: Twin) -> Double { twin.distances[0].last ?? 0 }
  private var exponent: Double? { Dynamics.exponent(of: start.distances[0]) }
  private var gain: Double { end(x) / disturb }
  private var agrees: Bool { answer(after: usual) == answer }

  /// Everything.
  var fields: [Field] {
    var period = Value.nothing
    if case .cycle(let steps) = dynamics.verdict { period = .integer(steps) }
    let depth = trajectory.depth
    return [
      Field("question", .string(asked.text)), Field("answer", .string(answer)),
      Field(
        "correct", asked.answer == nil ? .nothing : .bool(puzzle.check(answer, of: asked))),
      Field("verdict", .string(dynamics.verdict.name)), Field("period", period),
      Field("settled", dynamics.settled.map { .integer($0) } ?? .nothing),
      Field("rate", number(dynamics.rate)), Field("answered", .integer(dynamics.answered)),
      Field("agrees", .bool(agrees)), Field("depth", .integer(depth)),
      Field("usual", .integer(usual)), Field("within", .number(thresholds.within)),
      Field("exponent", number(exponent)), Field("gain", .number(gain)),
      Field("noisy-answer", .string(puzzle.decode(x.tokens))),
    ]
      + (swap.map { swap in
        [
          Field(
            "swapped",
            .record([
              Field("tokens", .list(swap.tokens.map { .integer(Int($0)) })),
              Field("answer", .string(puzzle.decode(swap.run.tokens))),
              Field("distance", .number(end(swap.run))),
            ]))
        ]
      } ?? []) + [
        Field("trace", .list((1...depth).map(step))), Field("updates", .list(updateValues)),
      ]
  }

  private func number(_ value: Double?) -> Value { value.map { .number($0) } ?? .nothing }

  private func step(_ step: Int) -> Value {
    .record([
      Field("step", .integer(step)), Field("answer", .string(answer(after: step))),
      Field("dy", .number(dynamics.changesOfY[step - 1])),
      Field("dz", .number(dynamics.changesOfZ[step - 1])),
      Field("ratio", step > 1 ? .number(dynamics.ratios[step - 2]) : .nothing),
      Field("relative", .number(dynamics.relative[step - 1])),
      Field("apart-x", .number(x.distances[0][step])),
      Field("apart-start", .number(start.distances[0][step])),
    ])
  }

  private var updateValues: [Value] {
    updates.map {
      .record([
        Field("state", .string($0.moment.description)), Field("change", .number($0.change)),
        Field("relative", .number($0.relative)),
      ])
    }
  }
}

// MARK: For people

extension DynamicsReport {
  /// What was found in words, the changes as a curve, and the steps in a table.
  func lines(_ abilities: Abilities, digits: Int, showsUpdates: Bool) -> [StyledText] {
    func text(_ value: Double) -> String { Numbers.digits(value, significant: digits) }
    let depth = trajectory.depth
    let name = StyledText(dynamics.verdict.name, dynamics.verdict == .fixed ? .good : .warning)
    var lines = [
      StyledText(asked.text, .strong)
        + StyledText("   to depth \(depth), where \(usual) is usual", .dim),
      name + StyledText(explanation(text)),
      StyledText("contraction ", .strong)
        + StyledText(dynamics.rate.map { "\(text($0)) a step" } ?? "too few steps tell"),
      StyledText("answer ", .strong)
        + StyledText("\(answer)\(mark) from step \(dynamics.answered) on")
        + StyledText(agrees ? ", at depth \(usual) too" : ", but not at depth \(usual)"),
      StyledText("noise of \(text(disturb)) ", .strong)
        + StyledText(
          "on x: z ends \(text(end(x))) apart, \(text(gain)) times the noise; "
            + (puzzle.decode(x.tokens) == answer
              ? "the same answer" : "the answer is \(puzzle.decode(x.tokens))")),
      StyledText("noise of \(text(disturb)) ", .strong) + StyledText(memory(text)),
    ]
    if let swap {
      lines.append(
        StyledText("swapped ", .strong)
          + StyledText(
            "\(String(puzzle.characters(of: swap.tokens))): z ends \(text(end(swap.run))) apart; "
              + "the answer is \(puzzle.decode(swap.run.tokens))"))
    }
    lines = lines.map { $0.truncated(to: abilities.width) }
    lines += [""] + curve.lines(abilities) + [""] + table(text).lines(width: abilities.width)
    return showsUpdates ? lines + [""] + updateTable(text).lines(width: abilities.width) : lines
  }

  private var mark: String {
    asked.answer == nil ? "" : puzzle.check(answer, of: asked) ? " ✓" : " ✗"
  }

  private func explanation(_ text: (Double) -> String) -> String {
    let within = text(thresholds.within)
    let last = text(dynamics.relative.last ?? 0)
    switch dynamics.verdict {
    case .fixed:
      return ": from step \(dynamics.settled ?? 1) on y and z move by at most \(within) a step"
    case .cycle(let period): return ": y and z come back to within \(within) after \(period) steps"
    case .settling: return ": the last step still moves y and z by \(last), less than those before"
    case .wandering: return ": the last step moves y and z by \(last), and they don't come back"
    case .broken: return ": y and z are no finite numbers"
    }
  }

  private func memory(_ text: (Double) -> String) -> String {
    guard let exponent else { return "at the start: z ends \(text(end(start))) apart" }
    let fate =
      exponent < -0.01 ? "it is forgotten" : exponent > 0.01 ? "it grows" : "it stays as it is"
    return "at the start: times e^\(text(exponent)) = \(text(exp(exponent))) a step; \(fate)"
  }

  /// log10 of the relative changes of y and z by step.
  private var curve: Curve {
    let floor = 1e-8
    func logs(_ changes: [Double], _ kind: Moment.Kind) -> [Double] {
      changes.enumerated().map { index, change in
        let state = trajectory.state(kind, of: 0, after: index + 1)
        let norm = state.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        return log10(max(change / max(norm, 1e-30), floor))
      }
    }
    return Curve(
      [
        .init(values: logs(dynamics.changesOfY, .y), style: .good),
        .init(values: logs(dynamics.changesOfZ, .z), style: .accent),
      ], height: 6,
      names: (x: "step", y: "log10 of a step's change relative to the state: y green, z magenta"))
  }

  private func table(_ text: (Double) -> String) -> Table {
    var table = Table([
      .init("step", .right), .init("answer"), .init("|Δy|", .right), .init("|Δz|", .right),
      .init("ratio", .right), .init("relative", .right), .init("x noisy", .right),
      .init("start noisy", .right),
    ])
    for step in EvalReport.lines(to: trajectory.depth) {
      let answer = answer(after: step)
      table.add([
        StyledText(String(step)),
        StyledText(answer, puzzle.check(answer, of: asked) ? .good : .plain),
        StyledText(text(dynamics.changesOfY[step - 1])),
        StyledText(text(dynamics.changesOfZ[step - 1])),
        StyledText(step > 1 ? text(dynamics.ratios[step - 2]) : ""),
        StyledText(text(dynamics.relative[step - 1])),
        StyledText(text(x.distances[0][step])), StyledText(text(start.distances[0][step])),
      ])
    }
    return table
  }

  private func updateTable(_ text: (Double) -> String) -> Table {
    var table = Table([.init("update"), .init("change", .right), .init("relative", .right)])
    for update in updates {
      table.add([
        StyledText(update.moment.description, update.moment.kind == .y ? .accent : .dim),
        StyledText(text(update.change)), StyledText(text(update.relative)),
      ])
    }
    return table
  }
}
