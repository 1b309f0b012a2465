// The result of `ablate`: a row per combination, and a curve over the first axis.

internal import Drawing
internal import Language
package import Workbench
internal import Wording

extension Ablation {
  /// The ablation as a result with one row per combination.
  package var result: CommandResult {
    let best = rows.dropFirst().reduce(rows[0]) { $1.exact > $0.exact ? $1 : $0 }
    let records = rows.map { row in
      Value.record(
        zip(sweep.axes, row.values).map { Field($0.name, Value(typed: $1)) } + Self.fields(row))
    }
    var result = CommandResult(
      [
        Field(
          "best", .record(zip(sweep.axes, best.values).map { Field($0.name, Value(typed: $1)) })),
        Field("exact", .number(best.exact)),
        Field("count", .integer(count)),
        Field("combinations", .integer(sweep.combinations.count)),
        Field("interrupted", .bool(isInterrupted)), Field("rows", .list(records)),
      ], table: "rows", text: text)
    result.notes = notes
    if isInterrupted {
      let all = sweep.combinations.count
      result.notes.append("interrupted after \(rows.count) of \(counted(all, "combination"))")
    }
    return result
  }

  /// The measurements of one row.
  private static func fields(_ row: Row) -> [Field] {
    var fields = [
      Field("exact", .number(row.exact)), Field("low", .number(row.interval.lowerBound)),
      Field("high", .number(row.interval.upperBound)), Field("accuracy", .number(row.accuracy)),
    ]
    if let steps = row.steps { fields.append(Field("steps", .number(steps))) }
    fields.append(Field("ms", .number(row.ms)))
    if let training = row.training {
      fields += [
        Field("final-loss", .number(training.loss)), Field("seconds", .number(training.seconds)),
      ]
    }
    return fields
  }

  /// A combination as text, such as `cycles 1 halt on`.
  ///
  /// A curve's label omits the first axis and axes with a single value.
  private func label(_ values: [String], forCurve: Bool = false) -> String {
    zip(sweep.axes, values).enumerated().filter {
      !forCurve || $0.offset > 0 && $0.element.0.values.count > 1
    }.map { "\($0.element.0.name) \($0.element.1)" }.joined(separator: " ")
  }

  private func text(_ capabilities: TerminalCapabilities) -> [StyledText] {
    guard let first = rows.first else { return [] }
    var table = Table(
      sweep.axes.map { .init($0.name, .right) } + Self.fields(first).map { .init($0.name, .right) })
    for row in rows {
      table.add(
        row.values.map { StyledText($0) }
          + Self.fields(row).map { field in
            let number = field.value.double ?? 0
            return StyledText(
              ["exact", "low", "high", "accuracy"].contains(field.name)
                ? NumberFormat.decimals(number, places: 4)
                : NumberFormat.digits(number, significant: 3))
          })
    }
    return table.lines(width: capabilities.width) + chart(capabilities)
  }

  /// Exact by the first axis, with one line per combination of the others.
  private func chart(_ capabilities: TerminalCapabilities) -> [StyledText] {
    guard let first = sweep.axes.first, first.values.count >= 3 else { return [] }
    // Words are placed at 1, 2, ... in the order given.
    let numbers = first.values.map { Double($0) }
    let isNumeric = numbers.allSatisfy { $0?.isFinite == true }
    var labels: [String] = []
    var points: [String: [(x: Double, y: Double)]] = [:]
    for row in rows {
      let label = label(row.values, forCurve: true)
      if points[label] == nil { labels.append(label) }
      let index = Double(first.values.firstIndex(of: row.values[0]) ?? 0)
      let x = isNumeric ? Double(row.values[0]) ?? index : index + 1
      points[label, default: []].append((x, row.exact))
    }
    let styles: [Style] = [.accent, .good, .warning, .bad, .hint, .number]
    let shown = labels.prefix(styles.count)
    let series = zip(shown, styles).map { LineChart.Series(points[$0] ?? [], style: $1) }
    let words = isNumeric ? "" : ": " + first.values.joined(separator: ", ")
    let curve = LineChart(series, names: (first.name + words, "exact"), range: 0...1)
    var lines = [StyledText()] + curve.lines(capabilities)
    if labels.count > 1 { lines += zip(shown, styles).map { StyledText("  " + $0, $1) } }
    if labels.count > shown.count {
      lines.append(StyledText("  \(labels.count - shown.count) more not plotted", .dim))
    }
    return lines
  }
}
