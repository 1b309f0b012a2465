// Fitting the temperature of p, and the threshold of doubt, to held-out questions.

internal import Kernels
internal import Language
package import Network
internal import Puzzles
package import Training
internal import Wording

/// What calibrating found.
package struct CalibrationRecord: Sendable {
  /// The answers.
  package let scan: TemperatureScan
  /// The place of the temperature that was fitted.
  package let index: Int
  /// The precision that was asked for.
  package let precision: Double
  /// The threshold; nil if there is none for that precision.
  package let doubt: Double?

  /// The temperature.
  package var temperature: Double {
    (TemperatureScan.temperatures[index] * 1e6).rounded() / 1e6
  }

  /// The number of answers that aren't doubtful, and of right ones among them.
  package var sure: (count: Int, right: Int) {
    let threshold = doubt ?? 2
    let sure = zip(scan.probabilities(at: index), scan.isRight).filter { $0.0 >= threshold }
    return (sure.count, sure.count { $0.1 })
  }
}

extension ModelWorkbench {
  /// The fewest right and wrong answers to fit to.
  static let fewestAnswers = 5

  /// Fits a temperature, and the p below which answers are doubtful.
  ///
  /// - Throws: `Diagnostic` if it was stopped, or if too few answers are wrong, or right.
  package func calibration(
    on set: EvaluationSet, _ inference: InferenceOptions, precision: Double,
    _ objective: TemperatureScan.Objective
  ) throws -> CalibrationRecord {
    let weights = try requireModel().weights
    let inference = inference.singleRollout
    noteExcess(inference, longest: nil)
    var scan = TemperatureScan()
    try requireMemory(
      floats: Double(set.count) * Double(TemperatureScan.temperatures.count),
      hint: "use a smaller --count")
    let progress = reporter.beginProgress("calibrate", total: set.count)
    defer { progress.finish() }
    try ask(set, weights, breadth: 1) { start, questions, engine in
      guard let first = questions.first else { throw Diagnostic.interrupted }
      let range = set.judge?.answerRange ?? first.asked
      var outputs = [HeadOutput?](repeating: nil, count: questions.count)
      let outcomes = InferenceRun(engine, inference, answerRange: range).answer(
        try TokenBatch(questions, for: weights.configuration), onResult: { outputs[$0] = $1 },
        while: goesOn)
      guard let outcomes else { throw Diagnostic.interrupted }
      for (question, (output, outcome)) in zip(questions, zip(outputs, outcomes)) {
        guard let output, let isRight = set.puzzle.verdict(of: outcome.tokens, for: question)
        else { continue }
        scan.add(
          output, to: question, isRight: isRight,
          positions: set.puzzle.answerPositions(in: outcome.tokens), inference)
      }
      progress.report(start + questions.count) { .none }
      return true
    }
    let wrong = scan.count - scan.right
    guard min(wrong, scan.right) >= Self.fewestAnswers else {
      throw Diagnostic(
        .failure,
        "\(wrong) of \(counted(scan.count, "answer")) are wrong; fitting needs at least "
          + "\(Self.fewestAnswers) wrong and \(Self.fewestAnswers) right ones",
        hint: "use a larger --count, or harder questions with --option, --data or --file")
    }
    let index = scan.best(objective)
    return CalibrationRecord(
      scan: scan, index: index, precision: precision,
      doubt: scan.threshold(precision: precision, at: index).map { ($0 * 1e9).rounded() / 1e9 })
  }
}
