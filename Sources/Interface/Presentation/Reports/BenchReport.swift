// The result of `bench`.

internal import Drawing
internal import Kernels
package import Workbench
internal import Wording

/// The measurements of a benchmark.
package struct BenchReport: Sendable {
  package let rows: [Measurement]
  package var kernels: [Benchmark.KernelTime] = []
  /// Whether rows have increasing sizes, so that their costs per operation are compared.
  package var isGrowth = false
  package let threads: Int

  package init(
    _ rows: [Measurement], kernels: [Benchmark.KernelTime] = [], isGrowth: Bool = false,
    threads: Int
  ) {
    self.rows = rows
    self.kernels = kernels
    self.isGrowth = isGrowth
    self.threads = threads
  }

  /// The measurements as a result.
  ///
  /// Its text is a table of the rows, then a curve over sizes or a table of kernels.
  package var result: CommandResult {
    let parts = kernels
    let peak = rows.map(\.peak).sorted()[rows.count / 2]
    // Milliseconds per operation, relative to the last and largest row.
    let perOperation = rows.map { $0.ms / $0.operations }
    let costs: [Double]? =
      isGrowth ? perOperation.map { $0 / (perOperation.last ?? 1) } : nil
    let records = rows.enumerated().map { index, row in
      Value.record(
        [
          Field("work", .string(row.name)), Field("batch", .integer(row.batch)),
          Field("ms", .number(row.ms)), Field("per-second", .number(row.perSecond)),
          Field("gflops", .number(row.gflops)), Field("share", .number(row.share)),
        ] + (costs.map { [Field("cost", .number($0[index]))] } ?? []))
    }
    var fields = [
      Field("peak", .number(peak)), Field("instructions", .string(KernelSet.current.name)),
      Field("threads", .integer(threads)), Field("rows", .list(records)),
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
    return CommandResult(fields, table: "rows") { capabilities in
      let title =
        "peak \(digits(peak)) GFLOP/s (\(KernelSet.current.name), "
        + "\(counted(threads, "thread")))"
      var lines = [StyledText(title, .dim)]
      lines += table(rows, costs).lines(width: capabilities.width)
      if isGrowth {
        let points = rows.map { (x: $0.operations / 1e9, y: $0.ms) }
        lines += [""]
        lines += LineChart(
          [LineChart.Series(points)], names: ("GFLOP", "ms"),
          range: 0...(points.map(\.y).max() ?? 1)
        )
        .lines(capabilities)
      }
      guard !parts.isEmpty else { return lines }
      var times = Table([
        .init("kernel"), .init("calls", .right), .init("ms", .right), .init("share", .right),
      ])
      for part in parts {
        times.add([
          StyledText(part.name), StyledText(String(part.calls)), StyledText(digits(part.ms)),
          StyledText(digits(part.ms / total)),
        ])
      }
      lines += [""] + times.lines(width: capabilities.width)
      return lines
    }
  }

  private func digits(_ value: Double) -> String { NumberFormat.digits(value, significant: 3) }

  private func table(_ rows: [Measurement], _ costs: [Double]?) -> Table {
    var columns: [Table.Column] = [
      .init("work"), .init("batch", .right), .init("ms", .right), .init("per second", .right),
      .init("GFLOP/s", .right), .init("of peak", .right),
    ]
    if costs != nil { columns.append(.init("cost", .right)) }
    var table = Table(columns)
    for (index, row) in rows.enumerated() {
      var cells = [row.ms, row.perSecond, row.gflops, row.share].map { StyledText(digits($0)) }
      if let costs { cells.append(StyledText(digits(costs[index]))) }
      table.add([StyledText(row.name), StyledText(String(row.batch))] + cells)
    }
    return table
  }
}
