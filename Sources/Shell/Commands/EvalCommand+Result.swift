// What eval shows.

internal import Drawing
internal import Puzzles
internal import Training

/// The depths that are shown where there are many: 1, 2, 3, 4, 6, 8, 12, 16, 24 and so on, and the last.
func shownDepths(upTo last: Int) -> [Int] {
  var depths = [1]
  var power = 2
  while power <= last {
    depths += [power, power + power / 2].filter { $0 <= last && $0 > depths.last ?? 0 }
    power *= 2
  }
  return depths.last == last ? depths : depths + [last]
}

extension EvalCommand {
  /// The score as fields and text.
  func result(_ score: Evaluation, seconds: Double) -> CommandResult {
    let interval = score.interval
    let each = seconds * 1e3 / Double(max(score.count, 1))
    var fields = [
      Field("exact", .number(score.exact)), Field("accuracy", .number(score.accuracy)),
      Field("halting", .number(score.halting)),
      Field("count", .integer(score.count)), Field("low", .number(interval.lowerBound)),
      Field("high", .number(interval.upperBound)), Field("steps", .number(score.steps)),
      Field("ms", .number((each * 1e3).rounded() / 1e3)),
    ]
    if let saving = score.saving {
      fields += [
        Field("saved", .number(saving.share)), Field("changed", .integer(saving.changed)),
        Field("lost", .integer(saving.lost)), Field("gained", .integer(saving.gained)),
      ]
    }
    if byDepth { fields.append(Field("by-depth", Self.depths(score.total))) }
    let groups = self.groups(score)
    if !groups.isEmpty { fields.append(Field("by", .list(groups.map(record)))) }
    let table = !groups.isEmpty ? "by" : byDepth ? "by-depth" : nil
    return CommandResult(fields, table: table) { abilities in
      var lines = [headline(score, each)]
      if let saving = score.saving {
        lines.append(
          StyledText(
            "beside one plain run to the full depth: "
              + "\(Numbers.decimals(saving.share * 100, places: 1))% of the steps saved, "
              + "\(saving.changed) answers changed, \(saving.lost) lost, \(saving.gained) gained"))
      }
      if byDepth { lines += depthLines(score.total, abilities) }
      if !groups.isEmpty { lines += [""] + groupTable(groups).lines(width: abilities.width) }
      return lines
    }
  }

  /// One value of one property with its score.
  private typealias Group = (property: String, value: Question.Value, score: Score)

  private func groups(_ score: Evaluation) -> [Group] {
    by.flatMap { name in
      (score.groups[name] ?? [:]).sorted { $0.key < $1.key }.map { (name, $0.key, $0.value) }
    }
  }

  private func record(_ group: Group) -> Value {
    let score = group.score
    return .record(
      [
        Field("property", .string(group.property)), Field("value", .string("\(group.value)")),
        Field("count", .integer(score.count)), Field("exact", .number(score.exact)),
        Field("low", .number(score.interval.lowerBound)),
        Field("high", .number(score.interval.upperBound)),
        Field("accuracy", .number(score.accuracy)),
      ] + (byDepth ? [Field("by-depth", Self.depths(score))] : []))
  }

  private static func depths(_ score: Score) -> Value {
    .list(
      score.exactByDepth.enumerated().map { index, share in
        .record([Field("depth", .integer(index + 1)), Field("exact", .number(share))])
      })
  }

  private func digits(_ value: Double, _ count: Int = 4) -> String {
    Numbers.digits(value, significant: count)
  }

  private func headline(_ score: Evaluation, _ each: Double) -> StyledText {
    let interval = score.interval
    let details =
      " (95%: \(digits(interval.lowerBound)) to \(digits(interval.upperBound)))"
      + "  accuracy \(digits(score.accuracy))  \(score.count) questions"
      + "  \(digits(score.steps, 3)) steps  \(digits(each, 3)) ms each"
    return StyledText("exact \(digits(score.exact))", .strong) + StyledText(details)
  }

  /// A bar for each depth that is shown.
  private func depthLines(_ score: Score, _ abilities: Abilities) -> [StyledText] {
    var table = Table([.init("depth", .right), .init("exact", .right), .init("")])
    let shares = score.exactByDepth
    for depth in shownDepths(upTo: shares.count) {
      table.add([
        StyledText(String(depth)), StyledText(Numbers.decimals(shares[depth - 1], places: 4)),
        Bar(share: shares[depth - 1], width: 40).text(abilities),
      ])
    }
    return table.lines(width: abilities.width)
  }

  /// A row for each value, with a column for each power of two of the depth.
  private func groupTable(_ groups: [Group]) -> Table {
    let depth = byDepth ? groups.first?.score.exactByDepth.count ?? 0 : 0
    let shown = shownDepths(upTo: max(depth, 1)).filter {
      depth > 0 && ($0 & ($0 - 1) == 0 || $0 == depth)
    }
    var table = Table(
      [
        .init("by"), .init("value", .right), .init("count", .right), .init("exact", .right),
        .init("95 %"), .init("accuracy", .right),
      ] + shown.map { .init("depth \($0)", .right) })
    for (property, value, score) in groups {
      table.add(
        [
          StyledText(property), StyledText("\(value)"), StyledText(String(score.count)),
          StyledText(Numbers.decimals(score.exact, places: 4)),
          StyledText(
            "\(digits(score.interval.lowerBound)) to \(digits(score.interval.upperBound))"),
          StyledText(Numbers.decimals(score.accuracy, places: 4)),
        ]
          + shown.map {
            StyledText(Numbers.decimals(score.exactByDepth[$0 - 1], places: 3))
          })
    }
    return table
  }
}
