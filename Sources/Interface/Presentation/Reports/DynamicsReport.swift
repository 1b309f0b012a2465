// The result of `latent dynamics`: the dynamics of one question's run.

internal import Drawing
package import Network
internal import Platform
internal import Puzzles
package import Workbench
internal import Wording

/// The dynamics of one question's run, with its response to disturbances.
package struct DynamicsReport: Sendable {
  package let record: DynamicsRecord
  package let digits: Int
  package let showsUpdates: Bool

  package init(_ record: DynamicsRecord, digits: Int, showsUpdates: Bool) {
    self.record = record
    self.digits = digits
    self.showsUpdates = showsUpdates
  }

  /// The dynamics as a result with one row per step.
  package var result: CommandResult { CommandResult(fields, table: "trace") { lines($0) } }

  private var question: Question { record.question }
  private var puzzle: any Puzzle { record.puzzle }
  private var usual: Int { record.usual }
  private var disturb: Double { record.options.disturbance }
  private var thresholds: Dynamics.Thresholds { record.options.thresholds }
  private var trajectory: Trajectory { record.trajectory }
  private var dynamics: Dynamics { record.dynamics }
  private var isRight: Bool? { puzzle.verdict(of: answer, for: question) }

  /// The final answer.
  package var answer: String { answer(after: trajectory.depth) }

  private func answer(after step: Int) -> String {
    puzzle.decode(Array(trajectory.tokens(of: 0, after: step)))
  }

  /// The distance of a disturbed run's z from the undisturbed one after the last step.
  private func end(_ twin: DynamicsRecord.Twin) -> Double { twin.distances[0].last ?? 0 }
  private var exponent: Double? { Dynamics.exponent(of: record.start.distances[0]) }
  private var gain: Double { end(record.x) / disturb }
  private var agrees: Bool { answer(after: usual) == answer }

  /// All fields of the result.
  package var fields: [Field] {
    var period = Value.nothing
    if case .oscillating(let steps) = dynamics.regime { period = .integer(steps) }
    let depth = trajectory.depth
    return [
      Field("question", .string(question.text)), Field("answer", .string(answer)),
      Field("correct", .optional(isRight)),
      Field("verdict", .string(dynamics.regime.name)), Field("period", period),
      Field("settled", dynamics.convergenceStep.map { .integer($0) } ?? .nothing),
      Field("rate", .optional(dynamics.rate)), Field("answered", .integer(dynamics.answerStep)),
      Field("agrees", .bool(agrees)), Field("depth", .integer(depth)),
      Field("usual", .integer(usual)), Field("within", .number(thresholds.tolerance)),
      Field("exponent", .optional(exponent)), Field("gain", .number(gain)),
      Field("noisy-answer", .string(puzzle.decode(record.x.tokens))),
    ]
      + (record.swap.map { swap in
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

  private func step(_ step: Int) -> Value {
    .record([
      Field("step", .integer(step)), Field("answer", .string(answer(after: step))),
      Field("dy", .number(dynamics.changesOfY[step - 1])),
      Field("dz", .number(dynamics.changesOfZ[step - 1])),
      Field("ratio", step > 1 ? .number(dynamics.ratios[step - 2]) : .nothing),
      Field("relative", .number(dynamics.relative[step - 1])),
      Field("apart-x", .number(record.x.distances[0][step])),
      Field("apart-start", .number(record.start.distances[0][step])),
    ])
  }

  private var updateValues: [Value] {
    record.updates.map {
      .record([
        Field("state", .string($0.moment.description)), Field("change", .number($0.change)),
        Field("relative", .number($0.relative)),
      ])
    }
  }
}

// MARK: Text

extension DynamicsReport {
  /// A summary, a curve of the changes, and a table of the steps.
  fileprivate func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    func text(_ value: Double) -> String { NumberFormat.digits(value, significant: digits) }
    let depth = trajectory.depth
    let name = StyledText(dynamics.regime.name, dynamics.regime == .converged ? .good : .warning)
    let range = StyledText("   to depth \(depth) (usual depth \(usual))", .dim)
    let room = max(capabilities.width - range.width, 20)
    var lines = [
      StyledText(question.text, .strong).truncated(to: room) + range,
      name + StyledText(explanation(text)),
      StyledText("contraction ", .strong)
        + StyledText(dynamics.rate.map { "\(text($0)) per step" } ?? "unknown: too few steps"),
      StyledText("answer ", .strong)
        + StyledText(answer).truncated(to: room)
        + StyledText("\(mark) from step \(dynamics.answerStep) on")
        + StyledText(agrees ? ", the same at depth \(usual)" : ", different at depth \(usual)"),
      StyledText("noise of \(text(disturb)) ", .strong)
        + StyledText(
          "on x: \(latent) ends \(text(end(record.x))) away, \(text(gain)) times the noise; "
            + (puzzle.decode(record.x.tokens) == answer
              ? "same answer" : "answer \(puzzle.decode(record.x.tokens))")),
      StyledText("noise of \(text(disturb)) ", .strong) + StyledText(responseToStartNoise(text)),
    ]
    if let swap = record.swap {
      lines.append(
        StyledText("swapped ", .strong)
          + StyledText(
            "\(String(puzzle.characters(of: swap.tokens))): \(latent) ends \(text(end(swap.run))) away; "
              + "answer \(puzzle.decode(swap.run.tokens))"))
    }
    lines += [""] + curve.lines(capabilities) + [""] + table(text).lines(width: capabilities.width)
    return showsUpdates ? lines + [""] + updateTable(text).lines(width: capabilities.width) : lines
  }

  /// Whether the network has but one state.
  private var isSingle: Bool { trajectory.architecture.states.count == 1 }

  /// The states, as the subject of a sentence.
  private var states: String { isSingle ? trajectory.architecture.answerKind.rawValue : "y and z" }

  /// The states that noise is measured in.
  private var latent: String { isSingle ? states : "z" }

  private var mark: String { isRight.map { $0 ? " ✓" : " ✗" } ?? "" }

  private func explanation(_ text: (Double) -> String) -> String {
    let within = text(thresholds.tolerance)
    let last = text(dynamics.relative.last ?? 0)
    switch dynamics.regime {
    case .converged:
      return
        ": from step \(dynamics.convergenceStep ?? 1) on, \(states) change\(isSingle ? "s" : "") by "
        + "at most \(within)"
        + " per step"
    case .oscillating(let period):
      return
        ": \(states) repeat\(isSingle ? "s" : "") to within \(within) every \(counted(period, "step"))"
    case .converging:
      return ": the last step still changes \(states) by \(last), less than earlier steps"
    case .aperiodic: return ": the last step changes \(states) by \(last), and no period was found"
    case .nonfinite: return ": \(states) \(isSingle ? "is" : "are") not finite"
    }
  }

  private func responseToStartNoise(_ text: (Double) -> String) -> String {
    guard let exponent else {
      return "on the initial state: \(latent) ends \(text(end(record.start))) away"
    }
    let trend =
      exponent < -0.01 ? "decays" : exponent > 0.01 ? "grows" : "stays the same"
    return
      "on the initial state: \(trend), times e^\(text(exponent)) = \(text(exp(exponent))) per step"
  }

  /// log10 of |Δy|/|y| and |Δz|/|z| by step.
  private var curve: LineChart {
    let floor = 1e-8
    func logs(_ changes: [Double]) -> [Double] { changes.map { log10(max($0, floor)) } }
    let both = [
      LineChart.Series(values: logs(dynamics.relativeOfY), style: .good),
      LineChart.Series(values: logs(dynamics.relativeOfZ), style: .accent),
    ]
    let name = "log10 of the relative change per step"
    return LineChart(
      isSingle ? [both[0]] : both, height: 6,
      names: (x: "step", y: isSingle ? name : name + ": y green, z magenta"))
  }

  private func table(_ text: (Double) -> String) -> Table {
    var table = Table([
      .init("step", .right), .init("answer"), .init("|Δy|", .right), .init("|Δz|", .right),
      .init("ratio", .right), .init("relative", .right), .init("noise on x", .right),
      .init("noise on start", .right),
    ])
    for step in EvaluationReport.lines(to: trajectory.depth) {
      let answer = answer(after: step)
      table.add([
        StyledText(String(step)),
        StyledText(answer, puzzle.verdict(of: answer, for: question) == true ? .good : .plain),
        StyledText(text(dynamics.changesOfY[step - 1])),
        StyledText(text(dynamics.changesOfZ[step - 1])),
        StyledText(step > 1 ? text(dynamics.ratios[step - 2]) : ""),
        StyledText(text(dynamics.relative[step - 1])),
        StyledText(text(record.x.distances[0][step])),
        StyledText(text(record.start.distances[0][step])),
      ])
    }
    return table
  }

  private func updateTable(_ text: (Double) -> String) -> Table {
    var table = Table([.init("update"), .init("change", .right), .init("relative", .right)])
    for update in record.updates {
      table.add([
        StyledText(update.moment.description, update.moment.kind == .y ? .accent : .dim),
        StyledText(text(update.change)), StyledText(text(update.relative)),
      ])
    }
    return table
  }
}

extension Dynamics.Regime {
  /// The name in text and fields.
  package var name: String {
    switch self {
    case .converged: "converged"
    case .oscillating: "oscillating"
    case .converging: "converging"
    case .aperiodic: "aperiodic"
    case .nonfinite: "nonfinite"
    }
  }
}
