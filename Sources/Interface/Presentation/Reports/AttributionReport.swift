// The positions of a state that an answer depends on, as a table.

internal import Drawing
internal import Network
package import Workbench

extension Attribution {
  /// The attribution as a result with one row per position.
  package func result(digits: Int) -> CommandResult {
    let (p, answer) = (probability, answer)
    let title =
      StyledText((run > 0 ? "#\(run):" : "") + state, .accent) + patchMark(isPatched)
    let patches =
      patched.isEmpty
      ? [] : [StyledText("patched: " + patched.map(\.description).joined(separator: ", "), .hint)]
    let records = rows.map {
      Value.record([
        Field("position", .integer($0.position)), Field("token", .string($0.token)),
        Field("next", .string($0.nextStep)), Field("answer", .string($0.answer)),
        Field("changed", .integer($0.changed)),
        Field("p", .number($0.probability)), Field("drop", .number(p - $0.probability)),
      ])
    }
    let fields = [
      Field("state", .string(state)), Field("answer", .string(answer)), Field("p", .number(p)),
      Field("count", .integer(rows.count { $0.changed > 0 })),
      Field("positions", .list(records)), Field("run", .integer(run)),
      Field("patched", .list(patched.map { .string("\($0)") })),
    ]
    return CommandResult(fields, table: "positions") { capabilities in
      func text(_ value: Double) -> String { NumberFormat.decimals(value, places: digits) }
      var table = Table([
        .init("position", .right), .init("token"), .init("next step"), .init("final answer"),
        .init("changed", .right), .init("p", .right), .init(""),
      ])
      for row in rows {
        let share = p > 0 ? (p - row.probability) / p : 0
        table.add([
          StyledText(String(row.position)), StyledText(row.token, .accent),
          StyledText(row.nextStep, row.nextStep == answer ? .plain : .hint),
          StyledText(row.answer, row.changed > 0 ? .bad : .plain),
          StyledText(row.changed > 0 ? String(row.changed) : ""), StyledText(text(row.probability)),
          Bar(share: share, width: 16).text(capabilities, style: row.changed > 0 ? .bad : .dim),
        ])
      }
      let head =
        title
        + StyledText(" with one position set to zero at a time; baseline: ", .dim)
        + StyledText(answer, .strong).truncated(to: capabilities.width)
        + StyledText("   p \(text(p))", .dim)
      let map = HeatMap(
        [rows.map { p - $0.probability }], labels: ["drop"], range: 0...max(p, 1e-9))
      return [head] + patches + map.lines(capabilities)
        + table.lines(width: capabilities.width)
    }
  }
}
