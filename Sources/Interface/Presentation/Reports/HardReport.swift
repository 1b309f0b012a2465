// The result of `eval --hard`: a table of the hard kinds, the worst first.

internal import Drawing
package import Network
internal import Puzzles
package import Training
package import Workbench
internal import Wording

/// Scores on the hard kinds of a puzzle's questions.
package struct HardReport: Sendable {
  /// The worst kinds first.
  private let kinds: [HardScore]
  private let summary: EvaluationReport
  /// Whether there are several lines to a question.
  private let isGrid: Bool

  package init(
    _ kinds: [HardScore], of hard: HardSet, all score: Evaluation, inference: InferenceOptions,
    seconds: Double, showsDepth: Bool
  ) {
    self.kinds = kinds
    isGrid = hard.set.puzzle.gridWidth != nil
    summary = EvaluationReport(
      score: score, inference: inference, seconds: seconds, showsDepth: showsDepth)
  }

  /// The scores as a result.
  package var result: CommandResult {
    var fields = EvaluationReport.scoreFields(summary.score)
    fields += [
      Field("worst", .optional(kinds.first?.kind.name)),
      Field("steps", .number(summary.score.steps)), Field("ms", .number(summary.msPerQuestion)),
      Field("kinds", .list(kinds.map(record))),
    ]
    return CommandResult(fields, table: "kinds", text: text)
  }

  private func record(_ kind: HardScore) -> Value {
    let score = kind.score
    func share(_ value: Double) -> Value { score.count > 0 ? .number(value) : .nothing }
    let fields = [
      Field("kind", .string(kind.kind.name)), Field("count", .integer(score.count)),
      Field("right", .integer(score.right)), Field("exact", share(score.exact)),
      Field("low", share(score.interval.lowerBound)),
      Field("high", share(score.interval.upperBound)),
      Field("question", .optional(kind.example?.question.text)),
      Field("answer", .optional(kind.example?.answer)),
      Field("truth", .optional(kind.example?.question.answer)),
    ]
    return .record(fields + summary.depthFields(score, share))
  }

  private func text(_ capabilities: TerminalCapabilities) -> [StyledText] {
    var columns: [Table.Column] = [
      .init("kind"), .init("right", .right), .init("exact", .right), .init("95%"),
    ]
    columns +=
      summary.depths.map { .init("@\($0)", .right) } + [.init("wrong, such as", excess: .folded)]
    var table = Table(columns)
    for kind in kinds {
      let score = kind.score
      func share(_ value: Double) -> StyledText {
        StyledText(score.count > 0 ? NumberFormat.decimals(value, places: 3) : "-")
      }
      let interval = score.interval
      let range = "\(share(interval.lowerBound).text) to \(share(interval.upperBound).text)"
      table.add(
        [
          StyledText(kind.kind.name), StyledText("\(score.right)/\(score.count)"),
          share(score.exact), StyledText(score.count > 0 ? range : "-"),
        ] + summary.depths.map { share(score.exactByDepth[$0 - 1]) } + [
          StyledText(shown(kind.example))
        ])
    }
    return [summary.summary, ""] + table.lines(width: capabilities.width)
  }

  /// An example in a cell of the table.
  private func shown(_ example: HardScore.Example?) -> String {
    guard let example else { return "" }
    return isGrid
      ? counted(example.wrongPositions, "wrong cell")
      : "\(example.question.text) = \(example.answer)"
  }
}
