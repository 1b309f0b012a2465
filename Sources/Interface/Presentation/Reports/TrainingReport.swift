// The results of `train` and `teach`, and training progress.

package import Drawing
internal import Puzzles
internal import Records
package import Workbench
internal import Wording

extension TrainingRecord {
  /// The record as a result; `goal` is the condition of `--until`, nil for none.
  package func result(goal: String?, showsEvaluations: Bool) -> CommandResult {
    var fields = [
      Field("loss", .number(progress.loss)), Field("exact", .number(progress.exact)),
      Field("steps", .integer(steps)), Field("examples", .integer(examples)),
      Field("interrupted", .bool(end == .stopped)), Field("reached", .bool(end == .reached)),
      Field("seconds", .number((seconds * 1e3).rounded() / 1e3)),
    ]
    if showsEvaluations {
      let rows = evaluations.map {
        Value.record([Field("step", .integer($0.step)), Field("exact", .number($0.exact))])
      }
      fields.append(Field("evaluations", .list(rows)))
    }
    if let own {
      fields += [Field("own", .number(own.after)), Field("own-before", .number(own.before))]
    }
    if !mined.isEmpty { fields.append(Field("mined", .list(mined.flatMap(\.rows)))) }
    let speed = NumberFormat.digits(Double(steps) / max(seconds, 1e-9), significant: 3)
    let done =
      switch end {
      case .done: "trained \(counted(steps, "step"))"
      case .stopped: "stopped at step \(lastStep)"
      case .reached: "reached \(goal ?? "") at step \(lastStep)"
      }
    let line = StyledText("\(done): \(progress.summary), \(speed) steps/s")
    return CommandResult(fields) { capabilities in [line] + ownLines + chart(capabilities) }
  }

  /// What the training kept of what the model knew.
  private var ownLines: [StyledText] {
    guard let own else { return [] }
    func digits(_ value: Double) -> String { NumberFormat.digits(value, significant: 4) }
    return [
      StyledText(
        "the puzzle's own held-out questions: exact \(digits(own.after)) (was \(digits(own.before)))",
        own.after < own.before ? .bad : .plain)
    ]
  }

  /// Exact on held-out questions by step, as a curve.
  private func chart(_ capabilities: TerminalCapabilities) -> [StyledText] {
    guard evaluations.count > 1 else { return [] }
    let points = evaluations.map { (x: Double($0.step), y: $0.exact) }
    return LineChart([LineChart.Series(points)], height: 6, names: ("step", "exact"), range: 0...1)
      .lines(capabilities)
  }
}

extension Mined {
  /// A record for each kind.
  fileprivate var rows: [Value] {
    kinds.map {
      .record([
        Field("step", .integer(step)), Field("kind", .string($0.name)),
        Field("wrong", .integer($0.wrong)), Field("count", .integer($0.count)),
        Field("weight", .number($0.weight)),
      ])
    }
  }
}

extension TrainingProgress {
  /// Loss and exact over the last hundred steps.
  package var summary: String {
    "loss \(NumberFormat.digits(loss, significant: 3))"
      + "  exact \(NumberFormat.decimals(exact, places: 3))"
  }

  /// The summary with sparklines over the whole run.
  fileprivate func details(_ capabilities: TerminalCapabilities, heldOut: Double?) -> StyledText {
    let text =
      StyledText("loss \(NumberFormat.digits(loss, significant: 3)) ")
      + Sparkline(losses).text(capabilities, width: 12)
      + StyledText("  exact \(NumberFormat.decimals(exact, places: 3)) ")
      + Sparkline(exactness).text(capabilities, width: 8)
    guard let heldOut else { return text }
    return text + StyledText("  held-out \(NumberFormat.decimals(heldOut, places: 3))")
  }
}

extension ProgressDetail {
  /// The text beside the progress bar.
  package func text(_ capabilities: TerminalCapabilities) -> StyledText {
    switch self {
    case .none: StyledText()
    case .part(let name): StyledText(name)
    case .exact(let share): StyledText("exact \(NumberFormat.decimals(share, places: 3))")
    case .converged(let count): StyledText("converged \(count)")
    case .training(let progress, let heldOut): progress.details(capabilities, heldOut: heldOut)
    }
  }
}

extension TaughtAnswer {
  /// The answer before and after as a result.
  package var result: CommandResult {
    let fields = [
      Field("answer", .string(after)), Field("before", .string(before)),
      Field("learned", .bool(isLearned)), Field("question", .string(question.text)),
      Field("steps", .integer(steps)), Field("exact", .number(exactAfter)),
      Field("exact-before", .number(exactBefore)),
    ]
    return CommandResult(fields) { _ in
      func digits(_ value: Double) -> String { NumberFormat.digits(value, significant: 4) }
      let head =
        steps == 0
        ? "\(question.text) = \(after): the model already answers this"
        : "\(question.text) = \(after) (was \(before)), "
          + "\(isLearned ? "learned" : "not learned") in \(counted(steps, "step"))"
      return [
        StyledText(head, isLearned ? .good : .bad),
        StyledText(
          "held-out questions: exact \(digits(exactAfter)) (was \(digits(exactBefore)))"),
      ]
    }
  }
}
