// The result of `stability`.

internal import Drawing
package import Network
package import Training
internal import Wording

/// Statistics of the dynamics of many questions.
package struct StabilityReport: Sendable {
  package let stability: Stability
  package let thresholds: Dynamics.Thresholds
  package let digits: Int

  package init(_ stability: Stability, _ thresholds: Dynamics.Thresholds, digits: Int) {
    self.stability = stability
    self.thresholds = thresholds
    self.digits = digits
  }

  private typealias Named = (name: String, group: Stability.Group)

  private var groups: [Named] {
    let groups = [("all", stability.all), ("right", stability.right), ("wrong", stability.wrong)]
    return stability.unknown.count > 0 ? groups + [("unknown", stability.unknown)] : groups
  }

  /// Questions whose right answer is known.
  private var known: Int { stability.right.count + stability.wrong.count }

  /// A share of the questions whose right answer is known; nil if there are none.
  private func knownShare(_ part: Int) -> Double? { known > 0 ? share(part, of: known) : nil }

  private func share(_ part: Int, of count: Int) -> Double {
    Double(part) / Double(max(count, 1))
  }

  private func text(_ value: Double?) -> String {
    value.map { NumberFormat.digits($0, significant: digits) } ?? "-"
  }

  /// The report as a result with one row per group.
  package var result: CommandResult {
    let all = stability.all
    func share(_ part: Int) -> Value { .number(self.share(part, of: all.count)) }
    return CommandResult(
      [
        Field("converged", share(all.converged)), Field("oscillating", share(all.oscillating)),
        Field("converging", share(all.converging)),
        Field("aperiodic", share(all.aperiodic)),
        Field("nonfinite", share(all.nonfinite)), Field("count", .integer(all.count)),
        Field("depth", .integer(stability.depth)), Field("usual", .integer(stability.usual)),
        Field("within", .number(thresholds.tolerance)),
        Field("rate", number(median(all.rates))),
        Field("settled", number(median(all.settled.map { Double($0) }))),
        Field("exponent", number(median(all.exponents))),
        Field(
          "chaotic",
          .number(self.share(all.exponents.count { $0 > 0 }, of: all.exponents.count))),
        Field("exact", number(knownShare(stability.right.count))),
        Field("exact-deep", number(knownShare(stability.rightAtEnd))),
        Field("unknown", .integer(stability.unknown.count)),
        Field("agreement", .number(stability.answeredByStep[stability.usual - 1])),
        Field("groups", .list(groups.map(record))), Field("by-step", byStep),
        Field("rates", .list(bins.map { .integer($0) })),
      ], table: "groups"
    ) { lines($0) }
  }

  private func number(_ value: Double?) -> Value { value.map { .number($0) } ?? .nothing }

  private func median(_ sorted: [Double]) -> Double? { quantile(sorted, 0.5) }

  private func record(_ named: Named) -> Value {
    let group = named.group
    func quantiles(_ name: String, _ sorted: [Double]) -> [Field] {
      [("-low", 0.05), ("", 0.5), ("-high", 0.95)].map {
        Field(name + $0.0, number(quantile(sorted, $0.1)))
      }
    }
    return .record(
      [
        Field("group", .string(named.name)), Field("count", .integer(group.count)),
        Field("converged", .integer(group.converged)),
        Field("oscillating", .integer(group.oscillating)),
        Field("converging", .integer(group.converging)),
        Field("aperiodic", .integer(group.aperiodic)),
        Field("nonfinite", .integer(group.nonfinite)),
        Field(
          "periods",
          .list(
            group.periods.sorted { $0.key < $1.key }.map {
              .record([Field("period", .integer($0.key)), Field("count", .integer($0.value))])
            })),
      ] + quantiles("rate", group.rates) + quantiles("settled", group.settled.map { Double($0) })
        + quantiles("exponent", group.exponents))
  }

  private var byStep: Value {
    .list(
      zip(stability.settledByStep, stability.answeredByStep).enumerated().map { index, shares in
        .record([
          Field("step", .integer(index + 1)), Field("settled", .number(shares.0)),
          Field("answered", .number(shares.1)),
        ])
      })
  }

  /// The histogram of contraction rates: ten bins of width 0.1 from 0 to 1, and one for the rest.
  private var bins: [Int] {
    var bins = [Int](repeating: 0, count: 11)
    for rate in stability.all.rates { bins[rate < 1 ? Int(rate * 10) : 10] += 1 }
    return bins
  }
}

/// The quantile of sorted values at `share`, linearly interpolated; nil if there are none.
package func quantile(_ sorted: [Double], _ share: Double) -> Double? {
  guard let last = sorted.last else { return nil }
  let position = share * Double(sorted.count - 1)
  let index = Int(position)
  guard index + 1 < sorted.count else { return last }
  return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
}

// MARK: Text

extension StabilityReport {
  private func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let all = stability.all
    var lines = [
      StyledText(counted(all.count, "question"), .strong)
        + StyledText(
          " to depth \(stability.depth) (usual depth \(stability.usual));"
            + " converged below \(text(thresholds.tolerance))", .dim)
    ]
    lines += table.lines(width: capabilities.width)
    lines += [
      "",
      StyledText("share of answers ", .strong)
        + StyledText(
          "right at depth \(stability.usual): "
            + "\(text(knownShare(stability.right.count))), at depth \(stability.depth): "
            + "\(text(knownShare(stability.rightAtEnd))); unchanged from step "
            + "\(stability.usual) on: \(text(stability.answeredByStep[stability.usual - 1]))"),
      "",
    ]
    lines += LineChart(
      [
        .init(values: stability.answeredByStep, style: .good),
        .init(values: stability.settledByStep, style: .accent),
      ], height: 6,
      names: (
        x: "step", y: "share of answers that are final (green) and states that converged (magenta)"
      ),
      range: 0...1
    ).lines(capabilities)
    guard !all.rates.isEmpty else { return lines }
    lines += ["", StyledText("contraction rates", .strong)]
    lines += histogram(capabilities)
    return lines
  }

  private var table: Table {
    var table = Table([.init("")] + groups.map { .init($0.name, .right) })
    func row(_ name: String, _ cell: (Stability.Group) -> String) {
      table.add([StyledText(name, .dim)] + groups.map { StyledText(cell($0.group)) })
    }
    func shares(_ name: String, _ part: KeyPath<Stability.Group, Int>) {
      row(name) { group in
        group.count == 0
          ? "-" : NumberFormat.decimals(share(group[keyPath: part], of: group.count), places: 3)
      }
    }
    row("questions") { String($0.count) }
    shares("converge", \.converged)
    shares("oscillate", \.oscillating)
    shares("still converging", \.converging)
    shares("aperiodic", \.aperiodic)
    if stability.all.nonfinite > 0 { shares("nonfinite", \.nonfinite) }
    row("step converged, median") { text(quantile($0.settled.map { Double($0) }, 0.5)) }
    row("step converged, 95%") { text(quantile($0.settled.map { Double($0) }, 0.95)) }
    row("contraction, median") { text(quantile($0.rates, 0.5)) }
    row("contraction, 95%") { text(quantile($0.rates, 0.95)) }
    row("exponent, median") { text(quantile($0.exponents, 0.5)) }
    row("exponent above 0") { group in
      group.exponents.isEmpty
        ? "-"
        : NumberFormat.decimals(
          share(group.exponents.count { $0 > 0 }, of: group.exponents.count), places: 3)
    }
    for period in stability.all.periods.keys.sorted() {
      row("period \(period)") { String($0.periods[period] ?? 0) }
    }
    return table
  }

  private func histogram(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let highest = bins.max() ?? 1
    let first = bins.firstIndex { $0 > 0 } ?? 0
    let last = bins.lastIndex { $0 > 0 } ?? 10
    var table = Table([.init("from"), .init("questions", .right), .init("")])
    for index in first...last {
      table.add([
        StyledText(
          NumberFormat.decimals(Double(index) / 10, places: 1) + (index == 10 ? " or more" : "")),
        StyledText(String(bins[index])),
        Bar(share: share(bins[index], of: highest), width: 40).text(capabilities),
      ])
    }
    return table.lines(width: capabilities.width)
  }
}
