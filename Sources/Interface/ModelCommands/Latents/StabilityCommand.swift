// stability: whether the states of many questions converge.

internal import ArgumentParser
internal import CommandCore
internal import Presentation
internal import Settings
internal import Training
internal import Workbench

/// `stability`.
struct StabilityCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "stability", abstract: "Measure how many held-out questions converge.",
    discussion: """
      Follows 200 questions, or --count, to four times the usual depth, or to --depth, without halting, and \
      shows what share converges, oscillates, is still converging, or is aperiodic. States of a \
      normalized network can't grow without bound, so a run that diverges is aperiodic. 'help \
      latent dynamics' defines the words. Right and wrong refer to the answer at the usual \
      depth. Noise of --disturb on y and z at the start gives the exponents: below 0 it decays. \
      --data takes the examples of a data set in the official format, in order, --file your own \
      questions, as for 'eval'; those whose right answer isn't known are a group of their own.
      """)
  static let examples = ["stability --count 50", "stability --count 20 --depth 12 --within 0.01"]
  static let fields: KeyValuePairs = [
    "converged": "the share whose y and z converge", "oscillating": "the share that oscillates",
    "converging": "the share still converging",
    "aperiodic": "the share that does none of these", "nonfinite": "the share with NaN or infinity",
    "count": "questions", "interrupted": "whether Ctrl-C stopped it", "depth": "steps taken",
    "usual": "the usual depth",
    "within": "the threshold",
    "rate": "the median contraction rate",
    "settled": "the median step from which they have converged",
    "exponent": "the median finite-time Lyapunov exponent",
    "chaotic": "the share of exponents above 0",
    "exact": "the share of right answers at the usual depth, of those that are known",
    "unknown": "questions whose right answer isn't known",
    "exact-deep": "the share of right answers at the end",
    "agreement": "the share whose answer at the usual depth equals the last one",
    "groups":
      "the same for all, right, wrong and unknown answers, with quantiles and oscillations by period",
    "by-step": "after each step: the share that has converged, and of answers that stay the same",
    "rates": "how many contraction rates lie in each tenth from 0 to 1, and above",
  ]

  @OptionGroup var questions: EvaluationSetArguments
  @Flag(help: "Use training questions instead of held-out ones.") var train = false
  @OptionGroup var options: DynamicsArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let set = try questions.set(on: workbench, default: 200, train: train)
    let (inference, usual) = try options.inferenceOptions(on: workbench)
    let stability = try workbench.stability(of: set, inference, usual: usual, options.options)
    return StabilityReport(
      stability, options.options.thresholds, digits: workbench.settings.digits
    ).result.interrupted(after: stability.all.count, of: set.count)
  }
}
