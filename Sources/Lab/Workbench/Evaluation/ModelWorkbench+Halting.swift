// Choosing when a run stops, on held-out questions.

internal import Language
package import Network
internal import Training

/// A rule for stopping, with what it costs and saves.
package struct HaltingRule: Sendable {
  /// The probability of the halting head; nil for the full depth.
  package let halt: Double?
  /// The steps that the answer must stay the same before.
  package let patience: Int
  /// The share of right answers.
  package let exact: Double
  /// The mean number of steps.
  package let steps: Double
}

extension ModelWorkbench {
  private static let halts = [0.5, 0.9, 0.99, 0.999]
  private static let patiences = [0, 1, 2]

  /// Measures rules for stopping; the full depth is first.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func haltingRules(
    on set: EvaluationSet, _ inference: InferenceOptions
  ) throws -> [HaltingRule] {
    let weights = try requireModel().weights
    var inference = inference.singleRollout
    inference.tolerance = 0
    let rules: [(halt: Double?, patience: Int)] =
      [(nil, 1)]
      + Self.halts.flatMap { halt in Self.patiences.map { (halt: halt, patience: $0) } }
    let progress = reporter.beginProgress("halting", total: rules.count * set.count)
    defer { progress.finish() }
    var found: [HaltingRule] = []
    for (index, rule) in rules.enumerated() {
      (inference.halt, inference.patience) = (rule.halt, rule.patience)
      let measured = try measure(
        weights, set, inference, compares: false,
        report: { score in progress.report(index * set.count + score.asked) { .none } })
      found.append(
        HaltingRule(
          halt: rule.halt, patience: rule.patience, exact: measured.score.exact,
          steps: measured.score.steps))
    }
    return found
  }
}

extension [HaltingRule] {
  /// The one with the fewest steps among those that are right as often as the full depth; the place
  /// in the list.
  package var best: Int {
    let enough = indices.filter { self[$0].exact >= self[0].exact }
    return enough.min { self[$0].steps < self[$1].steps } ?? 0
  }
}
