// The result of `eval`: a summary, and tables by depth and by property of the questions.

internal import Drawing
package import Network
internal import Puzzles
package import Training
internal import Wording

/// A score and the time it took.
package struct EvaluationReport: Sendable {
  package let score: Evaluation
  package let inference: InferenceOptions
  package let seconds: Double
  /// Whether to show the score after each step.
  package let showsDepth: Bool

  package init(score: Evaluation, inference: InferenceOptions, seconds: Double, showsDepth: Bool) {
    self.score = score
    self.inference = inference
    self.seconds = seconds
    self.showsDepth = showsDepth
  }

  /// The steps shown as columns of a table: powers of two up to `depth` or 64.
  package static func columns(to depth: Int) -> [Int] {
    [1, 2, 4, 8, 16, 32, 64].filter { $0 <= depth }
  }

  /// The steps shown as rows of a table.
  ///
  /// All up to 16; beyond that 1, 2, 3, 4, 6, 8, 12, 16 and so on, and the last.
  package static func lines(to depth: Int) -> [Int] {
    guard depth > 16 else { return Array(1...depth) }
    let all = (0..<13).flatMap { [1 << $0, 3 << $0] }.filter { $0 < depth }
    return all.sorted() + [depth]
  }

  /// Milliseconds per question.
  var msPerQuestion: Double { Self.milliseconds(seconds, per: score.asked) }

  /// Milliseconds for each of `count` questions, to three decimals.
  static func milliseconds(_ seconds: Double, per count: Int) -> Double {
    (seconds * 1e6 / Double(max(count, 1))).rounded() / 1e3
  }

  /// The evaluation as a result.
  package var result: CommandResult {
    var fields = Self.scoreFields(score)
    fields += [
      Field("unknown", .integer(score.unknown)),
      Field("halting", .number(score.haltingAccuracy)), Field("steps", .number(score.steps)),
      Field("ms", .number(msPerQuestion)),
    ]
    if !inference.heldTokens.isEmpty {
      fields += [
        Field("without-hold", .number(score.exactWithoutHolding)),
        Field("held", .integer(score.held)),
      ]
    }
    if let saving = score.stepSavings {
      fields += [
        Field("saved", .number(saving.share)), Field("changed", .integer(saving.answers.changed)),
        Field("lost", .integer(saving.answers.lost)),
        Field("gained", .integer(saving.answers.gained)),
      ]
    }
    if let widening = score.rolloutChanges, let single = score.exactOfSingleRun {
      fields += [
        Field("single", .number(single)), Field("pick-changed", .integer(widening.changed)),
        Field("pick-lost", .integer(widening.lost)),
        Field("pick-gained", .integer(widening.gained)),
      ]
    }
    if showsDepth {
      let rows = score.exactByDepth.enumerated().map { index, share in
        Value.record([Field("depth", .integer(index + 1)), Field("exact", .number(share))])
      }
      fields.append(Field("by-depth", .list(rows)))
    }
    if !score.propertyNames.isEmpty { fields.append(Field("by", .list(groups.map(record)))) }
    let table = !score.propertyNames.isEmpty ? "by" : showsDepth ? "by-depth" : nil
    return CommandResult(fields, table: table, text: text)
  }

  /// The fields exact, its 95% interval, accuracy and count.
  package static func scoreFields(_ score: Evaluation) -> [Field] {
    func value(_ number: Double) -> Value { score.count > 0 ? .number(number) : .nothing }
    return [
      Field("exact", value(score.exact)), Field("low", value(score.interval.lowerBound)),
      Field("high", value(score.interval.upperBound)),
      Field("accuracy", value(score.accuracy)), Field("count", .integer(score.count)),
    ]
  }

  /// The score for each value of each property, in the order requested.
  private var groups: [(property: Question.Property, score: Evaluation)] {
    score.propertyNames.flatMap { name in
      score.scores(by: name).map { (Question.Property(name, $0.value), $0.score) }
    }
  }

  private func record(_ property: Question.Property, _ score: Evaluation) -> Value {
    let value: Value =
      switch property.value {
      case .number(let number): .integer(number)
      case .word(let word): .string(word)
      }
    var fields = [Field("property", .string(property.name)), Field("value", value)]
    fields += Self.scoreFields(score)
    return .record(fields + depthFields(score) { .number($0) })
  }

  /// The steps that are columns of a table of scores.
  var depths: [Int] { showsDepth ? Self.columns(to: score.exactByDepth.count) : [] }

  /// A field for each of them, with the share of right answers as `value` has it.
  func depthFields(_ score: Evaluation, _ value: (Double) -> Value) -> [Field] {
    depths.map { Field("depth-\($0)", value(score.exactByDepth[$0 - 1])) }
  }

  private func text(_ capabilities: TerminalCapabilities) -> [StyledText] {
    var lines = [summary]
    if score.held > 0 {
      lines.append(
        StyledText(
          "givens held in \(counted(score.held, "answer"))"
            + "  (without holding them: exact \(digits(score.exactWithoutHolding)))"))
    }
    if let saving = score.stepSavings {
      lines.append(
        StyledText(
          "stopping early saved \(NumberFormat.decimals(saving.share * 100, places: 1))%"
            + " of the steps and changed " + changes(saving.answers)))
    }
    if let widening = score.rolloutChanges, let single = score.exactOfSingleRun {
      let kind =
        inference.breadth == 1
        ? "noise" : "picking 1 of \(inference.breadth) by \(inference.selection.rawValue)"
      lines.append(
        StyledText(
          "\(kind) changed " + changes(widening)
            + "  (a single run without noise: exact \(digits(single)))"))
    }
    if showsDepth { lines += depthLines(capabilities) }
    if !score.propertyNames.isEmpty {
      if showsDepth { lines.append("") }
      lines += groupLines(capabilities)
    }
    return lines
  }

  private func changes(_ answers: Evaluation.AnswerChanges) -> String {
    "\(counted(answers.changed, "answer")): "
      + "\(answers.lost) lost, \(answers.gained) gained"
  }

  /// The score in a line.
  var summary: StyledText {
    Self.summary(
      right: score.right, of: score.count, unknown: score.unknown,
      "  accuracy \(digits(score.accuracy))",
      cost: "  " + Self.cost(steps: score.steps, ms: msPerQuestion))
  }

  /// The mean steps and time of a question.
  static func cost(steps: Double, ms: Double) -> String {
    "\(counted(NumberFormat.digits(steps, significant: 3), "step"))"
      + "  \(NumberFormat.digits(ms, significant: 3)) ms each"
  }

  /// A score in a line: exact with its interval, `details`, how many questions, and what they cost.
  static func summary(
    right: Int, of count: Int, unknown: Int, _ details: String = "", cost: String
  ) -> StyledText {
    func digits(_ value: Double) -> String { NumberFormat.digits(value, significant: 4) }
    let others = counted(unknown, "question") + " without a known answer"
    guard count > 0 else { return StyledText(others, .strong) + StyledText(cost) }
    let interval = Evaluation.interval(of: right, in: count)
    return StyledText("exact \(digits(Double(right) / Double(count)))", .strong)
      + StyledText(
        " (95%: \(digits(interval.lowerBound)) to \(digits(interval.upperBound)))" + details
          + "  \(counted(count, "question"))" + (unknown > 0 ? ", and \(others)" : "") + cost)
  }

  private func digits(_ value: Double) -> String { NumberFormat.digits(value, significant: 4) }

  private func depthLines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let exact = score.exactByDepth
    var table = Table([.init("depth", .right), .init("exact", .right), .init("")])
    for depth in Self.lines(to: exact.count) {
      let share = exact[depth - 1]
      table.add([
        StyledText(String(depth)), StyledText(NumberFormat.decimals(share, places: 4)),
        Bar(share: share, width: 40).text(capabilities),
      ])
    }
    let lines = table.lines(width: capabilities.width)
    guard exact.count > 16 else { return lines }
    let curve = LineChart(
      [LineChart.Series(values: exact)], names: ("depth", "exact"), range: 0...1)
    return lines + [""] + curve.lines(capabilities)
  }

  private func groupLines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    var columns: [Table.Column] = [
      .init(""), .init("exact", .right), .init("95%"), .init("accuracy", .right),
      .init("count", .right),
    ]
    columns += depths.map { .init("@\($0)", .right) }
    var table = Table(columns)
    for (property, score) in groups {
      func share(_ value: Double) -> StyledText {
        StyledText(NumberFormat.decimals(value, places: 4))
      }
      let interval = score.interval
      let range = "\(share(interval.lowerBound).text) to \(share(interval.upperBound).text)"
      table.add(
        [
          StyledText("\(property.name) \(property.value)"), share(score.exact), StyledText(range),
          share(score.accuracy), StyledText(String(score.count)),
        ] + depths.map { share(score.exactByDepth[$0 - 1]) })
    }
    return table.lines(width: capabilities.width)
  }
}
