// The cost of recording a run's states, as a table.

internal import Drawing
internal import Settings
internal import Workbench

extension [Benchmark.KeepCost] {
  /// The costs as a result with one row per level of recording.
  package func result(threads: Int) -> CommandResult {
    let rows = map { cost in
      Value.record([
        Field("keep", .string(cost.level.rawValue)), Field("ms", .number(cost.ms)),
        Field("cost", .number(cost.cost)), Field("bytes", .integer(cost.bytes)),
      ])
    }
    let fields = [Field("threads", .integer(threads)), Field("rows", .list(rows))]
    return CommandResult(fields, table: "rows") { capabilities in
      var table = Table([
        .init("keep"), .init("ms", .right), .init("cost", .right), .init("bytes", .right),
      ])
      for cost in self {
        table.add([
          StyledText(cost.level.rawValue, .accent),
          StyledText(NumberFormat.digits(cost.ms, significant: 3)),
          StyledText(NumberFormat.decimals(cost.cost, places: 3)), StyledText(String(cost.bytes)),
        ])
      }
      return table.lines(width: capabilities.width)
    }
  }
}
