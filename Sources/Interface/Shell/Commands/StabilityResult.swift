// What stability shows.

internal import Drawing
internal import Network
internal import Training

/// The dynamics of many questions as fields and text.
struct StabilityResult: Sendable {
  let stability: Stability
  let thresholds: Dynamics.Thresholds
  let digits: Int

  private typealias Named = (name: String, group: Stability.Group)

  private var groups: [Named] {
    [("all", stability.all), ("right", stability.right), ("wrong", stability.wrong)]
  }

  private func share(_ part: Int, of count: Int) -> Double {
    Double(part) / Double(max(count, 1))
  }

  private func text(_ value: Double?) -> String {
    value.map { Numbers.digits($0, significant: digits) } ?? "-"
  }

  var result: CommandResult {
    let all = stability.all
    func share(_ part: Int) -> Value { .number(self.share(part, of: all.count)) }
    return CommandResult(
      [
        Field("converges", share(all.fixed)), Field("oscillates", share(all.oscillating)),
        Field("settling", share(all.settling)),
        Field("wanders", share(all.wandering + all.broken)), Field("count", .integer(all.count)),
        Field("depth", .integer(stability.depth)), Field("usual", .integer(stability.usual)),
        Field("within", .number(thresholds.within)),
        Field("rate", number(median(all.rates))),
        Field("settled", number(median(all.settled.map { Double($0) }))),
        Field("exponent", number(median(all.exponents))),
        Field(
          "chaotic",
          .number(self.share(all.exponents.count { $0 > 0 }, of: all.exponents.count))),
        Field("exact", share(stability.right.count)),
        Field("exact-deep", share(stability.rightAtEnd)),
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
        Field("converges", .integer(group.fixed)), Field("oscillates", .integer(group.oscillating)),
        Field("settling", .integer(group.settling)), Field("wanders", .integer(group.wandering)),
        Field("broken", .integer(group.broken)),
        Field(
          "periods",
          .list(
            group.cycles.sorted { $0.key < $1.key }.map {
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

  /// Contraction rates by tenths from 0 to 1, and those above.
  private var bins: [Int] {
    var bins = [Int](repeating: 0, count: 11)
    for rate in stability.all.rates { bins[rate < 1 ? Int(rate * 10) : 10] += 1 }
    return bins
  }
}

/// The value below which a share of sorted values lies, between its neighbours; nil of none.
func quantile(_ sorted: [Double], _ share: Double) -> Double? {
  guard let last = sorted.last else { return nil }
  let place = share * Double(sorted.count - 1)
  let index = Int(place)
  guard index + 1 < sorted.count else { return last }
  return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
}

// MARK: For people

extension StabilityResult {
  private func lines(_ abilities: Abilities) -> [StyledText] {
    let all = stability.all
    var lines = [
      StyledText("\(all.count) questions", .strong)
        + StyledText(
          " to depth \(stability.depth), where \(stability.usual) is usual;"
            + " at rest below \(text(thresholds.within))", .dim)
    ]
    lines += table.lines(width: abilities.width)
    lines += [
      "",
      StyledText("share of answers ", .strong)
        + StyledText(
          "right at depth \(stability.usual): "
            + "\(text(share(stability.right.count, of: all.count))), at depth \(stability.depth): "
            + "\(text(share(stability.rightAtEnd, of: all.count))); that stay from "
            + "\(stability.usual) on: \(text(stability.answeredByStep[stability.usual - 1]))"),
      "",
    ]
    lines += Curve(
      [
        .init(values: stability.answeredByStep, style: .good),
        .init(values: stability.settledByStep, style: .accent),
      ], height: 6,
      names: (x: "step", y: "share of answers that stay (green) and of states at rest (magenta)"),
      range: 0...1
    ).lines(abilities)
    guard !all.rates.isEmpty else { return lines.map { $0.truncated(to: abilities.width) } }
    lines += ["", StyledText("contraction rates", .strong)]
    lines += histogram(abilities)
    return lines.map { $0.truncated(to: abilities.width) }
  }

  private var table: Table {
    var table = Table([.init("")] + groups.map { .init($0.name, .right) })
    func row(_ name: String, _ cell: (Stability.Group) -> String) {
      table.add([StyledText(name, .dim)] + groups.map { StyledText(cell($0.group)) })
    }
    func shares(_ name: String, _ part: KeyPath<Stability.Group, Int>) {
      row(name) { group in
        group.count == 0
          ? "-" : Numbers.decimals(share(group[keyPath: part], of: group.count), places: 3)
      }
    }
    row("questions") { String($0.count) }
    shares("converge", \.fixed)
    shares("oscillate", \.oscillating)
    shares("still settling", \.settling)
    shares("wander", \.wandering)
    if stability.all.broken > 0 { shares("broken", \.broken) }
    row("step at rest, median") { text(quantile($0.settled.map { Double($0) }, 0.5)) }
    row("step at rest, 95 %") { text(quantile($0.settled.map { Double($0) }, 0.95)) }
    row("contraction, median") { text(quantile($0.rates, 0.5)) }
    row("contraction, 95 %") { text(quantile($0.rates, 0.95)) }
    row("exponent, median") { text(quantile($0.exponents, 0.5)) }
    row("exponent above 0") { group in
      group.exponents.isEmpty
        ? "-"
        : Numbers.decimals(
          share(group.exponents.count { $0 > 0 }, of: group.exponents.count), places: 3)
    }
    for period in stability.all.cycles.keys.sorted() {
      row("cycles of \(period)") { String($0.cycles[period] ?? 0) }
    }
    return table
  }

  private func histogram(_ abilities: Abilities) -> [StyledText] {
    let most = bins.max() ?? 1
    let first = bins.firstIndex { $0 > 0 } ?? 0
    let last = bins.lastIndex { $0 > 0 } ?? 10
    var table = Table([.init("from"), .init("questions", .right), .init("")])
    for index in first...last {
      table.add([
        StyledText(Numbers.decimals(Double(index) / 10, places: 1) + (index == 10 ? " up" : "")),
        StyledText(String(bins[index])),
        Bar(share: share(bins[index], of: most), width: 40).text(abilities),
      ])
    }
    return table.lines(width: abilities.width)
  }
}
