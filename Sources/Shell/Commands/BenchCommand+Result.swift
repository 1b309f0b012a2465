// What bench shows.

internal import Drawing
internal import Kernels

extension BenchCommand {
  /// The rows as a table and fields; the kernels' own table behind them.
  func result(
    _ rows: [Measurement], _ parts: [(name: String, calls: Int, ms: Double)]
  ) -> CommandResult {
    let peak = rows.map(\.peak).sorted()[rows.count / 2]
    let records = rows.map { row in
      Value.record([
        Field("work", .string(row.name)), Field("batch", .integer(row.batch)),
        Field("ms", .number(row.ms)), Field("per-second", .number(row.perSecond)),
        Field("gflops", .number(row.gflops)), Field("share", .number(row.share)),
      ])
    }
    var fields = [
      Field("peak", .number(peak)), Field("instructions", .string(Instructions.current.name)),
      Field("rows", .list(records)),
    ]
    let total = parts.reduce(0) { $0 + $1.ms }
    if !parts.isEmpty {
      let kernels = parts.map { part in
        Value.record([
          Field("kernel", .string(part.name)), Field("calls", .integer(part.calls)),
          Field("ms", .number(part.ms)), Field("share", .number(part.ms / total)),
        ])
      }
      fields.append(Field("kernels", .list(kernels)))
    }
    return CommandResult(fields, table: "rows") { abilities in
      func digits(_ value: Double) -> StyledText {
        StyledText(Numbers.digits(value, significant: 3))
      }
      var table = Table([
        .init("work"), .init("batch", .right), .init("ms", .right), .init("a second", .right),
        .init("GFLOP/s", .right), .init("of peak", .right), .init(""),
      ])
      for row in rows {
        table.add([
          StyledText(row.name), StyledText(String(row.batch)), digits(row.ms),
          digits(row.perSecond), digits(row.gflops), digits(row.share),
          Bar(share: min(row.share, 1), width: 20).text(abilities),
        ])
      }
      let title =
        "peak \(Numbers.digits(peak, significant: 3)) GFLOP/s (\(Instructions.current.name))"
      var lines = [StyledText(title, .dim)] + table.lines(width: abilities.width)
      guard !parts.isEmpty else { return lines }
      var times = Table([
        .init("kernel"), .init("calls", .right), .init("ms", .right), .init("share", .right),
      ])
      for part in parts {
        times.add([
          StyledText(part.name), StyledText(String(part.calls)), digits(part.ms),
          digits(part.ms / total),
        ])
      }
      lines += [""] + times.lines(width: abilities.width)
      return lines
    }
  }
}
