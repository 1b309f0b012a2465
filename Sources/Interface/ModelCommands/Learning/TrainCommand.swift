// train: deep supervision on the model's own puzzle, or on questions from a file.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Training
internal import Wording
internal import Workbench

/// `train`.
struct TrainCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train the model on its puzzle.",
    discussion: """
      Deep supervision: each optimizer step is one supervision step of every sequence in the \
      batch. Held-out questions are never drawn. Ctrl-C stops after the current step; --resume \
      continues from there, bit for bit, and 'save --optimizer FILE.safetensors' saves what that \
      needs. If the loss explodes, the run stops and the last good weights are kept. The model \
      gets the averaged weights (EMA). Results are the same for any number of threads.

      --hard draws a share of the questions from the kinds that 'eval --hard' asks, all kinds \
      evenly; none is held out. --mine measures the kinds on training questions at the start and \
      every --mine-every steps, at the model's own depth, and then draws each in proportion to \
      its wrong answers: (wrong + 1/2) / (count + 1). What is drawn most is noted; --resume \
      continues with the same weights.

      A model that is trained already learns from --file with a smaller learning rate, and half of \
      the questions are the puzzle's own, half of those hard ones (--replay). Trained on other \
      questions than its own, it is asked 500 of its own held-out ones before and after.
      """)
  static let examples = [
    "train --steps 20", "train --steps 20 --pause 10", "train --resume",
    "train --steps 50 --until exact>=0.5 --eval-every 10 --eval-count 50",
    "train --steps 20 --hard 0.2", "train --steps 20 --mine --mine-every 10 --mine-count 8",
    "train --steps 20 --no-halting --noise 0.1 --optimizer adamatan2 --loss stablemax",
  ]
  static let fields: KeyValuePairs = [
    "loss": "the mean loss of the last 100 steps", "exact": "the share of right answers in them",
    "steps": "steps taken", "examples": "questions seen",
    "interrupted": "whether Ctrl-C or --pause stopped it", "reached": "whether --until was reached",
    "seconds": "how long it took",
    "own": "trained on other questions: exact on the puzzle's own held-out ones",
    "own-before": "the same, before",
    "evaluations": "with --eval-every: each one's step and exact on held-out questions",
    "mined": "with --mine: each measurement's step, kind, wrong, count and weight",
  ]

  static let formerOptions = TrainingOptions.formerNames

  @OptionGroup var options: TrainingOptions
  @Flag(help: "Resume the model's last training where it stopped.") var resume = false
  @Option(parsing: .unconditional, help: "Stop after this many steps, as Ctrl-C would.")
  var pause: Int?
  @Option(help: "Stop once this holds: exact>=0.99 on held-out questions, or loss<=0.01.")
  var until: String?
  @Option(parsing: .unconditional, help: "Evaluate on held-out questions every N steps.")
  var evalEvery: Int?
  @Option(parsing: .unconditional, help: "How many held-out questions.") var evalCount = 200
  @Option(
    parsing: .unconditional, help: "Save to --output every N steps, with the optimizer's state.")
  var saveEvery: Int?
  @Option(
    name: [.customShort("o"), .long], help: "Where --save-every saves.",
    completion: .file(extensions: ["safetensors"]))
  var output: String?
  @Option(
    help: "Train on QUESTION<TAB>ANSWER lines instead of the puzzle's own questions.",
    completion: .file(extensions: ["tsv", "txt"]))
  var file: String?
  @Option(
    parsing: .unconditional,
    help:
      "With --file: the share of the questions that is the puzzle's own, so that they aren't forgotten; 0.5 for a trained model if left out."
  )
  var replay: Double?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for this training, NAME=VALUE; repeatable.")
  var option: [String] = []

  @Option(
    help:
      "Train on a data set in the official format: on its part train, evaluating on its part test.",
    completion: .directory)
  var data: String?

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let model = try workbench.requireModel()
    guard data == nil || option.isEmpty && file == nil else {
      throw Diagnostic(
        .usage, "--option and --file can't be used with --data", about: .option("--data"))
    }
    guard replay == nil || file != nil else {
      throw Diagnostic(
        .usage, "'--replay' needs '--file'", about: .option("--replay"), hint: "help train")
    }
    let source: TrainingSource =
      data.map { .dataSet($0) } ?? file.map { .lines($0, options: option) }
      ?? .puzzle(options: option)
    let plan = try plan()
    let record = try workbench.train(
      configuration(model, workbench), on: source, plan, resuming: resume ? model.state : nil)
    var result = record.result(goal: plan.goal?.text, showsEvaluations: plan.evalEvery != nil)
    if let failure = record.saveFailure {
      result.failure = failure.code
      result.notes.append(
        "the last save failed; the trained weights are in memory: save them to another file")
    }
    if record.end == .stopped {
      result.promptNotes.append(
        "the weights were kept ('train --resume' continues, 'undo' restores the old ones)")
    }
    return result
  }

  /// The configuration of the options, or of the training to resume.
  private func configuration(_ model: LoadedModel, _ workbench: ModelWorkbench) throws
    -> TrainingConfiguration
  {
    guard resume else {
      let standard = file != nil && model.isTrained && model.puzzle.canGenerate ? 0.5 : 0
      return try options.configuration(
        model.weights.configuration, replay: replay ?? standard, workbench)
    }
    guard let state = model.state else {
      throw Diagnostic(
        .failure, "this model has no training to resume",
        hint: "first train it, or load what 'save --optimizer FILE.safetensors' wrote")
    }
    var configuration = state.configuration
    if let steps = options.steps { configuration.steps = steps }
    guard state.step < configuration.steps else {
      throw Diagnostic(
        .failure,
        "that training is complete: \(state.step) of \(counted(configuration.steps, "step"))",
        hint: "use a larger --steps to continue, or train without --resume")
    }
    return configuration
  }

  /// When to evaluate, save and stop.
  private func plan() throws -> TrainingRun.Plan {
    for (name, value) in [
      ("pause", pause), ("eval-every", evalEvery), ("save-every", saveEvery),
      ("eval-count", evalCount),
    ] {
      if let value, value < 1 {
        throw Diagnostic(
          .usage, "invalid value '\(value)' for '--\(name)'", about: .option("--\(name)"),
          hint: "1 or more")
      }
    }
    let goal = try until.map { try TrainingGoal($0) }
    if saveEvery != nil && output == nil {
      throw Diagnostic(.usage, "--save-every needs a file", hint: "-o FILE.safetensors")
    }
    let asks = evalEvery ?? (goal?.isOnHeldOut == true ? 250 : nil)
    return TrainingRun.Plan(
      pause: pause, goal: goal, evalEvery: asks, evalCount: evalCount, saveEvery: saveEvery,
      output: output)
  }
}
