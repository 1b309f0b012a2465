// The result of `calibrate`: the temperature, the threshold, and how p fits before and after.

internal import Drawing
internal import Training
package import Workbench
internal import Wording

/// What calibrating found, and what it changed.
package struct CalibrationReport: Sendable {
  private let record: CalibrationRecord

  package init(_ record: CalibrationRecord) { self.record = record }

  private var scan: TemperatureScan { record.scan }
  private var before: Reliability { scan.reliability(at: TemperatureScan.neutral) }
  private var after: Reliability { scan.reliability(at: record.index) }

  /// The record as a result.
  package var result: CommandResult {
    let sure = record.sure
    let precision = record.doubt == nil ? nil : Double(sure.right) / Double(max(sure.count, 1))
    let interval = Evaluation.interval(of: sure.right, in: sure.count)
    return CommandResult(
      [
        Field("temperature", .number(record.temperature)), Field("doubt", .optional(record.doubt)),
        Field("ece", .number(after.error)), Field("ece-before", .number(before.error)),
        Field("loss", .number(scan.loss(at: record.index))),
        Field("loss-before", .number(scan.loss(at: TemperatureScan.neutral))),
        Field("precision", .optional(precision)),
        Field("low", .optional(precision.map { _ in interval.lowerBound })),
        Field("high", .optional(precision.map { _ in interval.upperBound })),
        Field("coverage", .number(Double(sure.count) / Double(max(scan.count, 1)))),
        Field("exact", .number(Double(scan.right) / Double(max(scan.count, 1)))),
        Field("count", .integer(scan.count)),
        Field("bins", .list(Self.records(after))),
        Field("bins-before", .list(Self.records(before))),
      ], table: "bins"
    ) { lines($0, precision) }
  }

  private static func records(_ reliability: Reliability) -> [Value] {
    reliability.bins.enumerated().map { index, bin in
      .record([
        Field("from", .number(Double(index) / 10)), Field("to", .number(Double(index + 1) / 10)),
        Field("count", .integer(bin.count)),
        Field("p", bin.count > 0 ? .probability(bin.p) : .nothing),
        Field("right", bin.count > 0 ? .probability(bin.share) : .nothing),
      ])
    }
  }

  private func lines(_ capabilities: TerminalCapabilities, _ precision: Double?) -> [StyledText] {
    func digits(_ value: Double) -> String { NumberFormat.digits(value, significant: 4) }
    let errors =
      "   ECE \(digits(before.error)) before, \(digits(after.error)) after   log loss "
      + "\(digits(scan.loss(at: TemperatureScan.neutral))), \(digits(scan.loss(at: record.index)))"
    var lines = [
      StyledText("temperature \(digits(record.temperature))", .strong) + StyledText(errors)
    ]
    if let doubt = record.doubt, let precision {
      let share = Double(record.sure.count) / Double(max(scan.count, 1))
      let interval = Evaluation.interval(of: record.sure.right, in: record.sure.count)
      lines.append(
        StyledText("doubt \(NumberFormat.digits(doubt, significant: 6))", .strong)
          + StyledText(
            "   \(digits(precision)) of the answers above it are right (95%: "
              + "\(digits(interval.lowerBound)) to \(digits(interval.upperBound))), "
              + "which are \(digits(share)) of \(counted(scan.count, "answer"))"))
    } else {
      lines.append(StyledText("no threshold: even the surest answers are right less often", .bad))
    }
    for (title, reliability) in [("before", before), ("after", after)] {
      lines += [""] + table(title, reliability, capabilities)
    }
    return lines
  }

  /// A row per bin with answers: its mean p and the share of right answers, as numbers and as bars.
  private func table(
    _ title: String, _ reliability: Reliability, _ capabilities: TerminalCapabilities
  ) -> [StyledText] {
    var table = Table([
      .init(title), .init("count", .right), .init("p", .right), .init("right", .right), .init(""),
    ])
    for (index, bin) in reliability.bins.enumerated() where bin.count > 0 {
      table.add([
        StyledText("0.\(index) to \(index == 9 ? "1.0" : "0.\(index + 1)")"),
        StyledText(String(bin.count)), StyledText(NumberFormat.decimals(bin.p, places: 4)),
        StyledText(NumberFormat.decimals(bin.share, places: 4)),
        picture(bin, capabilities),
      ])
    }
    return table.lines(width: capabilities.width)
  }

  /// The share of right answers as a bar, in which `|` is at the mean p.
  private func picture(_ bin: Reliability.Bin, _ capabilities: TerminalCapabilities) -> StyledText {
    let width = 30
    var bar = Array(Bar(share: bin.share, width: width).text(capabilities).text)
    bar += [Character](repeating: " ", count: max(0, width - bar.count))
    bar[min(Int(bin.p * Double(width)), width - 1)] = "|"
    return StyledText(String(bar), .accent)
  }
}
