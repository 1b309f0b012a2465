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

  /// Measures rules for stopping on the questions of some sets; the full depth is first.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func haltingRules(
    on sets: [EvaluationSet], _ inference: InferenceOptions
  ) throws -> [HaltingRule] {
    let weights = try requireModel().weights
    var inference = inference.singleRollout
    inference.tolerance = 0
    let rules: [(halt: Double?, patience: Int)] =
      [(nil, 1)]
      + Self.halts.flatMap { halt in Self.patiences.map { (halt: halt, patience: $0) } }
    let count = sets.reduce(0) { $0 + $1.count }
    let progress = reporter.beginProgress("halting", total: rules.count * count)
    defer { progress.finish() }
    var found: [HaltingRule] = []
    for (index, rule) in rules.enumerated() {
      (inference.halt, inference.patience) = (rule.halt, rule.patience)
      var (right, known, asked, steps) = (0, 0, 0, 0.0)
      for set in sets {
        let score = try measure(
          weights, set, inference, compares: false,
          report: { score in progress.report(index * count + asked + score.asked) { .none } }
        ).score
        right += score.right
        known += score.count
        asked += score.asked
        steps += score.steps * Double(score.asked)
      }
      found.append(
        HaltingRule(
          halt: rule.halt, patience: rule.patience, exact: Double(right) / Double(max(known, 1)),
          steps: steps / Double(max(asked, 1))))
    }
    return found
  }
}

extension [HaltingRule] {
  /// The one that is right most often, of several the one with the fewest steps; the place in the
  /// list.
  package var best: Int {
    indices.max {
      let (one, other) = (self[$0], self[$1])
      return one.exact == other.exact ? one.steps > other.steps : one.exact < other.exact
    } ?? 0
  }
}
