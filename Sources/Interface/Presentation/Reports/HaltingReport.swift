// The result of `calibrate --halting`: what each rule for stopping costs and saves.

internal import Drawing
internal import Language
package import Workbench

/// Rules for stopping, of which one was chosen.
package struct HaltingReport: Sendable {
  private let rules: [HaltingRule]
  private let depth: Int

  /// Rules measured at a depth.
  package init(_ rules: [HaltingRule], depth: Int) { (self.rules, self.depth) = (rules, depth) }

  /// The rules as a result.
  package var result: CommandResult {
    let best = rules[rules.best]
    return CommandResult(
      [
        Field("depth", .integer(depth)), Field("halt", best.value),
        Field("patience", .integer(best.patience)),
        Field("exact", .number(best.exact)), Field("steps", .number(best.steps)),
        Field("full", .number(rules[0].exact)),
        Field(
          "rules",
          .list(
            rules.map {
              .record([
                Field("halt", $0.value), Field("patience", .integer($0.patience)),
                Field("exact", .number($0.exact)), Field("steps", .number($0.steps)),
              ])
            })),
      ], table: "rules"
    ) { lines($0) }
  }

  private func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    var table = Table([
      .init("halt"), .init("patience", .right), .init("exact", .right), .init("steps", .right),
      .init(""),
    ])
    for (index, rule) in rules.enumerated() {
      table.add([
        StyledText(rule.halt.map { plain($0) } ?? "off"),
        StyledText(rule.halt == nil ? "" : String(rule.patience)),
        StyledText(NumberFormat.decimals(rule.exact, places: 4)),
        StyledText(NumberFormat.digits(rule.steps, significant: 3)),
        StyledText(index == rules.best ? "chosen" : "", .strong),
      ])
    }
    return table.lines(width: capabilities.width)
  }
}

extension HaltingRule {
  /// The setting halt.
  fileprivate var value: Value { halt.map { .number($0) } ?? .string("off") }
}
