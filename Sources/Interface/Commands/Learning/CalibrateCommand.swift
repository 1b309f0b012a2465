// calibrate: makes p the share of answers that are right, and says below which p to doubt.

internal import ArgumentParser
internal import Drawing
internal import Language
internal import Presentation
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

      The model keeps both, 'save' writes them into its checkpoint, 'load' reads them, 'info' \
      shows them, training forgets them, and 'undo' brings the old ones back. The settings \
      temperature and doubt take precedence.
      """)
  static let examples = [
    "calibrate --count 400 --depth 1 --precision 0.99", "info", "set doubt 0.9", "undo",
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
  ]

  @OptionGroup var questions: EvaluationSetArguments
  @Option(
    parsing: .unconditional, help: "How often answers are to be right that aren't doubtful.")
  var precision = 0.9995
  @Option(help: "What is fitted: whole answers, or tokens.")
  var by = Choice(TemperatureScan.Objective.answers)
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
    let record = try workbench.calibration(on: set, inference, precision: precision, by.value)
    var model = try workbench.requireModel()
    model.calibration = Calibration(temperature: record.temperature, doubt: record.doubt ?? 0)
    model.isUnsaved = true
    workbench.models.replace(by: model, cause: "calibrate")
    var result = CalibrationReport(record).result
    result.notes = [set.unknownNote].compactMap { $0 }
    let overridden = ["temperature", "doubt"].filter { name in
      (try? Setting.named(name)).map { workbench.settings.origin($0) != .model } ?? false
    }
    result.notes += overridden.map {
      "the setting \($0) stays in effect; reset it to use the model's"
    }
    return result
  }
}
