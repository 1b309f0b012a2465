// calibrate: makes p the share of answers that are right, and says below which p to doubt.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Records
internal import Settings
internal import Training
internal import Workbench

/// `calibrate`.
struct CalibrateCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit the probability of answers to how often they are right.",
    discussion: """
      Asks 2000 held-out questions, or --count, or those of --data or --file, as for 'eval'. The \
      temperature divides the answer's logits before the softmax that p is computed from; it \
      changes no answer. It is the one, from 0.25 to 6, that minimizes the log loss of whole \
      answers, or with --by tokens of tokens. The table shows, in ten bins of p, how often answers \
      are right before and after; | marks the bin's mean p. ECE, the expected calibration error, \
      is the mean difference between the two.

      The threshold 'doubt' is the smallest p, at least 0.5, from which on the answers are right \
      as often as --precision says. Answers below it are shown with ~ and are 'doubtful'. \
      Coverage is the share of the answers above it.

      --halting instead chooses when a run stops: it measures the full depth, and stopping where \
      the halting head is 0.5, 0.9, 0.99 or 0.999 sure, and the answer has stayed the same for 0, 1 \
      or 2 steps, on these questions and as many of the hard kinds of 'eval --hard', if they are \
      the puzzle's own. The rule that is right most often, of several the one with the fewest steps, \
      becomes the model's, and with it the depth, of --depth or the setting, in place of the settings \
      halt, patience and depth where they aren't set.

      The model keeps all of these, 'save' writes them into its checkpoint, 'load' reads them, 'info' \
      shows them, training forgets them, and 'undo' brings the old ones back. The settings \
      temperature, doubt, halt, patience and depth take precedence.
      """)
  static let examples = [
    "calibrate --count 400 --depth 1 --precision 0.99", "info", "set doubt 0.9", "undo",
    "calibrate --halting --depth 16 --count 200",
  ]
  static let fields: KeyValuePairs = [
    "temperature": "the temperature", "doubt": "the threshold; empty if there is none",
    "ece": "the expected calibration error", "ece-before": "the same at temperature 1",
    "loss": "the mean log loss of whole answers", "loss-before": "the same at temperature 1",
    "precision": "the share of right answers among those that aren't doubtful",
    "low": "lower end of its 95% interval", "high": "upper end",
    "coverage": "the share of answers that aren't doubtful",
    "exact": "the share of all answers that are right", "count": "questions with a known answer",
    "bins": "each tenth of p: from, to, count, p (the mean) and right (the share)",
    "bins-before": "the same at temperature 1",
    "depth": "with --halting: the most steps",
    "halt": "and the probability at which runs stop, or off",
    "patience": "and the steps that the answer must stay the same before",
    "steps": "and the mean number of steps", "full": "and exact at full depth",
    "rules": "and every rule's halt, patience, exact and steps",
  ]

  @OptionGroup var questions: EvaluationSetArguments
  @Option(
    parsing: .unconditional, help: "How often answers are to be right that aren't doubtful.")
  var precision = 0.9995
  @Option(help: "What is fitted: whole answers, or tokens.")
  var by = Choice(TemperatureScan.Objective.answers)
  @Flag(help: "Choose when a run stops.") var halting = false
  @OptionGroup var inference: InferenceArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    guard precision > 0, precision <= 1 else {
      throw Diagnostic(
        .usage, "invalid value '\(precision)' for '--precision'", about: .option("--precision"),
        hint: "a number above 0, up to 1")
    }
    let inference = try inference.inferenceOptions(on: workbench)
    let set = try questions.set(on: workbench, default: 2000)
    try set.requireAnswers()
    if halting { return try haltingResult(set, inference, workbench) }
    let record = try workbench.calibration(on: set, inference, precision: precision, by.value)
    var calibration = try workbench.requireModel().calibration
    (calibration.temperature, calibration.doubt) = (record.temperature, record.doubt ?? 0)
    return try keep(
      calibration, ["temperature", "doubt"], CalibrationReport(record).result, of: set, workbench)
  }

  /// Chooses when runs stop.
  private func haltingResult(
    _ set: EvaluationSet, _ inference: InferenceOptions, _ workbench: ModelWorkbench
  ) throws -> CommandResult {
    // A halting head can be sure of what it never learned to doubt, so hard kinds are asked too.
    let kinds = questions.isOwn ? set.puzzle.hardKinds.count : 0
    let hard =
      try kinds == 0
      ? nil
      : workbench.hardSet(
        each: max(set.count / kinds, 1), train: false, seed: questions.seed, option: [])
    let rules = try workbench.haltingRules(on: [set] + (hard.map { [$0.set] } ?? []), inference)
    let best = rules[rules.best]
    var calibration = try workbench.requireModel().calibration
    (calibration.halt, calibration.patience) = (best.halt, best.patience)
    return try keep(
      calibration, depth: inference.depth, ["depth", "halt", "patience"],
      HaltingReport(rules, depth: inference.depth).result, of: set, workbench)
  }

  /// Gives the model what was chosen; the result notes what was left out, and which of the settings
  /// hide it.
  private func keep(
    _ calibration: Calibration, depth: Int? = nil, _ settings: [String], _ result: CommandResult,
    of set: EvaluationSet, _ workbench: ModelWorkbench
  ) throws -> CommandResult {
    var (model, result) = (try workbench.requireModel(), result)
    if let depth { try model.setDepth(depth) }
    model.calibration = calibration
    model.isUnsaved = true
    workbench.models.replace(by: model, cause: "calibrate")
    let overridden = settings.filter { name in
      (try? Setting.named(name)).map { workbench.settings.origin($0) != .model } ?? false
    }
    result.notes =
      [set.unknownNote].compactMap { $0 }
      + overridden.map { "the setting \($0) stays in effect; reset it to use the model's" }
    return result
  }
}
