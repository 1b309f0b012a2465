// The result of `eval --file` where some questions are asked in parts.

internal import Drawing
package import Training
internal import Wording

/// A score on questions in parts, and the time it took.
package struct PartsEvaluationReport: Sendable {
  /// The columns of `eval --out`.
  package static let columns = [
    "index", "question", "answer", "truth", "right", "p", "doubtful", "steps", "parts",
    "wrong-parts",
  ]

  private let score: ExpressionEvaluation
  private let seconds: Double

  package init(_ score: ExpressionEvaluation, seconds: Double) {
    self.score = score
    self.seconds = seconds
  }

  /// A question's values of the columns.
  package static func row(
    _ index: Int, _ answered: ExpressionEvaluation.Answered, doubt: Double
  ) -> [Field] {
    let values: [Value] = [
      .integer(index), .string(answered.item.text), .string(answered.answer),
      .optional(answered.item.truth), .optional(answered.isRight), .probability(answered.p),
      .bool(answered.p < doubt), .integer(answered.steps), .integer(answered.parts),
      .integer(answered.wrongParts),
    ]
    return zip(columns, values).map { Field($0, $1) }
  }

  private var interval: ClosedRange<Double> {
    Evaluation.interval(of: score.right, in: score.count)
  }

  private var ms: Double { EvaluationReport.milliseconds(seconds, per: score.asked) }

  /// The score as a result.
  package var result: CommandResult {
    func value(_ number: Double) -> Value { score.count > 0 ? .number(number) : .nothing }
    return CommandResult(
      [
        Field("exact", value(score.exact)), Field("low", value(interval.lowerBound)),
        Field("high", value(interval.upperBound)), Field("count", .integer(score.count)),
        Field("unknown", .integer(score.unknown)), Field("parts", .number(score.meanParts)),
        Field("wrong-parts", .integer(score.wrongParts)), Field("steps", .number(score.meanSteps)),
        Field("ms", .number(ms)),
      ], lines: [line])
  }

  private var line: StyledText {
    EvaluationReport.summary(
      right: score.right, of: score.count, unknown: score.unknown,
      cost: "  \(counted(score.parts, "part")), \(score.wrongParts) wrong  "
        + EvaluationReport.cost(steps: score.meanSteps, ms: ms))
  }
}
