// What ablate shows: a row a combination, and a curve over the first sweep.

internal import Drawing

extension AblateCommand {
  /// The rows as a table and fields; a curve where the first sweep has numbers enough.
  func result(_ rows: [Row], _ sweeps: [Sweep]) -> CommandResult {
    let best = rows.max { $0.exact < $1.exact }
    func text(_ combination: Combination) -> String {
      combination.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }
    let records = rows.map { row in
      Value.record(
        row.combination.map { Field($0.name, .string($0.value)) } + [
          Field("exact", .number(row.exact)), Field("low", .number(row.interval.lowerBound)),
          Field("high", .number(row.interval.upperBound)),
          Field("accuracy", row.accuracy.isNaN ? .nothing : .number(row.accuracy)),
          Field("steps", .number(row.steps)), Field("ms", .number((row.ms * 1e3).rounded() / 1e3)),
        ])
    }
    let fields = [
      Field("best", .string(best.map { text($0.combination) } ?? "")),
      Field("exact", .number(best?.exact ?? 0)), Field("count", .integer(count)),
      Field("rows", .list(records)),
    ]
    let names = sweeps.map(\.name)
    let lines = Self.curves(rows, sweeps)
    return CommandResult(fields, table: "rows") { abilities in
      func digits(_ value: Double) -> String {
        value.isNaN ? "" : Numbers.digits(value, significant: 4)
      }
      var table = Table(
        names.map { .init($0, .right) } + [
          .init("exact", .right), .init("95 %"), .init("accuracy", .right), .init("steps", .right),
          .init("ms", .right), .init(""),
        ])
      for row in rows {
        table.add(
          row.combination.map { StyledText($0.value) } + [
            StyledText(Numbers.decimals(row.exact, places: 4)),
            StyledText(
              "\(digits(row.interval.lowerBound)) to \(digits(row.interval.upperBound))"),
            StyledText(digits(row.accuracy)), StyledText(digits(row.steps)),
            StyledText(Numbers.digits(row.ms, significant: 3)),
            Bar(share: row.exact, width: 20).text(abilities),
          ])
      }
      var shown = table.lines(width: abilities.width)
      if !lines.isEmpty {
        let styles: [Style] = [.accent, .good, .bad, .strong, .dim]
        let series = lines.enumerated().map {
          Curve.Series($0.element, style: styles[$0.offset % styles.count])
        }
        shown += [""]
        shown += Curve(series, height: 8, names: (names[0], "exact"), range: 0...1).lines(abilities)
      }
      return shown
    }
  }

  /// A line over the first sweep for each combination of the others, six at most.
  private static func curves(_ rows: [Row], _ sweeps: [Sweep]) -> [[(x: Double, y: Double)]] {
    guard let first = sweeps.first, first.values.count >= 3,
      first.values.allSatisfy({ Double($0) != nil })
    else { return [] }
    var lines: [String: [(x: Double, y: Double)]] = [:]
    var order: [String] = []
    for row in rows {
      let rest = row.combination.dropFirst().map(\.value).joined(separator: " ")
      if lines[rest] == nil { order.append(rest) }
      lines[rest, default: []].append((Double(row.combination[0].value) ?? 0, row.exact))
    }
    return order.prefix(6).compactMap { lines[$0] }
  }
}
