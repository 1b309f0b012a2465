// What an ablation found: a row for each combination, and a curve over the first name.

internal import Drawing
internal import Training

/// Rows of an ablation.
struct Ablation: Sendable {
  /// One combination's values with what was measured.
  struct Row: Sendable {
    let values: [String]
    let fields: [Field]

    init(values: [String], fields: [Field]) {
      self.values = values
      self.fields = fields
    }

    /// A combination with its score, or its score after so many steps of a longer run.
    init(_ values: [String], _ measured: Measured, depth: Int?) {
      let score = measured.score
      var (exact, accuracy) = (score.exact, score.accuracy)
      var (interval, steps, seconds) = (score.interval, score.steps, measured.seconds)
      if let depth {
        (exact, accuracy) = (score.exactByDepth[depth - 1], score.accuracyByDepth[depth - 1])
        let right = Int((exact * Double(score.count)).rounded())
        interval = Evaluation.interval(of: right, in: score.count)
        (steps, seconds) = (Double(depth), measured.secondsByDepth[depth - 1])
      }
      let ms = seconds * 1e6 / Double(max(score.count, 1))
      self.init(
        values: values,
        fields: Ablation.scoreFields(exact, interval, accuracy) + [
          Field("steps", .number(steps)), Field("ms", .number(ms.rounded() / 1e3)),
        ])
    }

    var exact: Double { fields.first { $0.name == "exact" }?.value.double ?? 0 }
  }

  let sweep: Sweep
  let rows: [Row]
  /// Questions asked of each.
  let count: Int
  let isInterrupted: Bool
  var notes: [String] = []

  static func scoreFields(
    _ exact: Double, _ interval: ClosedRange<Double>, _ accuracy: Double
  ) -> [Field] {
    [
      Field("exact", .number(exact)), Field("low", .number(interval.lowerBound)),
      Field("high", .number(interval.upperBound)), Field("accuracy", .number(accuracy)),
    ]
  }

  /// As a command's result.
  ///
  /// - Throws: `ShellError` if it was interrupted before the first row.
  func result() throws -> CommandResult {
    guard let first = rows.first else { throw ShellError(.interrupted, "interrupted") }
    let best = rows.dropFirst().reduce(first) { $1.exact > $0.exact ? $1 : $0 }
    let records = rows.map { row in
      Value.record(zip(sweep.axes, row.values).map { Field($0.name, value($1)) } + row.fields)
    }
    var result = CommandResult(
      [
        Field("best", .string(label(best.values))), Field("exact", .number(best.exact)),
        Field("count", .integer(count)),
        Field("combinations", .integer(sweep.combinations.count)),
        Field("interrupted", .bool(isInterrupted)), Field("rows", .list(records)),
      ], table: "rows", text: text)
    result.notes = notes
    if isInterrupted {
      let all = sweep.combinations.count
      result.notes.append("interrupted after \(rows.count) of \(all) combinations")
    }
    return result
  }

  private func value(_ text: String) -> Value {
    Int(text).map { .integer($0) } ?? Double(text).map { .number($0) } ?? .string(text)
  }

  /// `cycles 1 halt on`: a combination, without the first axis and those of one value for a curve.
  private func label(_ values: [String], forCurve: Bool = false) -> String {
    zip(sweep.axes, values).enumerated().filter {
      !forCurve || $0.offset > 0 && $0.element.0.values.count > 1
    }.map { "\($0.element.0.name) \($0.element.1)" }.joined(separator: " ")
  }

  private func text(_ abilities: Abilities) -> [StyledText] {
    guard let first = rows.first else { return [] }
    var table = Table(
      sweep.axes.map { .init($0.name, .right) } + first.fields.map { .init($0.name, .right) })
    for row in rows {
      table.add(
        row.values.map { StyledText($0) }
          + row.fields.map { field in
            let number = field.value.double ?? 0
            return StyledText(
              ["exact", "low", "high", "accuracy"].contains(field.name)
                ? Numbers.decimals(number, places: 4) : Numbers.digits(number, significant: 3))
          })
    }
    return table.lines(width: abilities.width) + chart(abilities)
  }

  /// Exact over the first name's values, a line for each combination of the others.
  private func chart(_ abilities: Abilities) -> [StyledText] {
    guard let first = sweep.axes.first, first.values.count >= 3 else { return [] }
    // Words have no place of their own on an axis: they stand in the order of their typing.
    let numbers = first.values.map { Double($0) }
    let isNumeric = numbers.allSatisfy { $0?.isFinite == true }
    var labels: [String] = []
    var points: [String: [(x: Double, y: Double)]] = [:]
    for row in rows {
      let label = label(row.values, forCurve: true)
      if points[label] == nil { labels.append(label) }
      let place = Double(first.values.firstIndex(of: row.values[0]) ?? 0)
      let x = isNumeric ? Double(row.values[0]) ?? place : place + 1
      points[label, default: []].append((x, row.exact))
    }
    let styles: [Style] = [.accent, .good, .warning, .bad, .hint, .number]
    let shown = labels.prefix(styles.count)
    let series = zip(shown, styles).map { Curve.Series(points[$0] ?? [], style: $1) }
    let words = isNumeric ? "" : ": " + first.values.joined(separator: ", ")
    let curve = Curve(series, names: (first.name + words, "exact"), range: 0...1)
    var lines = [StyledText()] + curve.lines(abilities)
    if labels.count > 1 { lines += zip(shown, styles).map { StyledText("  " + $0, $1) } }
    if labels.count > shown.count {
      lines.append(StyledText("  \(labels.count - shown.count) more are not drawn", .dim))
    }
    return lines
  }
}
