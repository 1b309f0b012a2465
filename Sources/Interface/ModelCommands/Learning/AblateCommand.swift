// ablate: a table of scores over values of settings, or of training options.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Settings
internal import Workbench

/// `ablate NAME=VALUE,VALUE...`.
struct AblateCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate", abstract: "Measure every combination of some settings.",
    usage: "ablate [--train [--steps N]] [--count N] [--seed N] NAME=VALUE,VALUE... ...",
    discussion: """
      Every combination gets the same questions: 1000 held-out ones, or those of --data or \
      --file, as for 'eval'. By \
      default the names are settings of inference; where halting is off, one pass gives every \
      depth. With --train they are options of 'train', and 'supervision' (off trains with depth \
      1): for each combination a fresh network of the model's shape is trained on the model's \
      puzzle from one seed and measured at the depth it was trained to; the model is unchanged. \
      Ctrl-C shows what is done so far.
      """)
  static let examples = [
    "ablate depth=1,2,4 --count 100", "ablate cycles=1,2 halt=off,on,0.9 --count 100",
    "ablate --train --steps 10 --count 50 ema=0,0.9 supervision=on,off batch=8",
  ]
  static let fields: KeyValuePairs = [
    "best": "the combination with the most right answers", "exact": "its share of right answers",
    "count": "questions asked of each",
    "combinations": "how many there are", "interrupted": "whether Ctrl-C stopped it",
    "rows":
      "each one's values, exact, low, high, accuracy, steps and ms; with --train final-loss and seconds in place of steps",
  ]
  @Flag(help: "Train a fresh network for each combination.") var train = false
  @Option(parsing: .unconditional, help: "Optimizer steps of each training; 1000 if left out.")
  var steps: Int?
  @OptionGroup var questions: EvaluationSetArguments
  @Argument(
    help: "Settings, or options of 'train', with their values.",
    completion: .list(ModelWorkbench.ablationSettings.map { $0 + "=" }))
  var sweep: [String]

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let model = try workbench.requireModel()
    if train, let other = questions.data != nil ? "--data" : questions.file.map({ _ in "--file" }) {
      throw Diagnostic(
        .usage, "\(other) can't be used with --train", about: .option(other),
        hint: "trainings use the model's puzzle")
    }
    let set = try questions.set(on: workbench, default: 1000)
    try set.requireAnswers()
    if train {
      let sweep = try Sweep(sweep) { try TrainingChoices.canonical($0) }
      let choices = TrainingChoices(sweep: sweep, steps: steps, seed: set.seed)
      let network = model.weights.configuration
      return try workbench.ablate(
        sweep, training: choices.recipes(network, workbench), of: network, set
      ).result
    }
    guard steps == nil else {
      throw Diagnostic(
        .usage, "'--steps' needs '--train'", about: .option("--steps"), hint: "help ablate")
    }
    var result = try workbench.ablate(
      Sweep(sweep, canonical: Self.canonical), of: model.weights, set
    ).result
    result.notes += [set.unknownNote].compactMap { $0 }
    return result
  }

  private static func canonical(_ name: String) throws -> String {
    let setting = try Setting.named(name)
    let settings = ModelWorkbench.ablationSettings
    guard settings.contains(setting.name) else {
      throw Diagnostic(
        .usage, "'\(setting.name)' doesn't affect the score", about: .argument("\(setting.name)"),
        hint: "use one of \(settings.joined(separator: ", "))")
    }
    return setting.name
  }
}
