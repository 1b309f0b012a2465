// latent plot: trajectories of states in their first two principal components, norms, and changes.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Settings
internal import Workbench

/// `latent plot [ADDRESS]`.
struct PlotCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent plot", abstract: "Plot state trajectories, norms or changes.",
    usage: "latent plot [ADDRESS] [--of pca|norm|change|map] [--questions TEXT|FILE | --count N] "
      + "[--depth N] ...",
    discussion: """
      ADDRESS names states of y or z, z@* if left out, of the selected run, patches included: \
      beyond where it is, a copy continues. #2:z@* names another run. Without a run, or with \
      options, it is the last question; --questions takes several, separated by ';' or from a \
      file with one per line, --count draws held-out ones. pca plots each question's trajectory \
      in the first two principal components of all states, from o to x, and shows how much of \
      the variance they explain; trajectories to right answers are green, to wrong ones red. \
      norm plots the states' norms, change the norms of their changes, map log10 of the change \
      at each position, positions down and states across, averaged over the questions.
      """)
  static let examples = [
    "latent plot z@*", "latent plot z@* --count 5 --depth 4", "latent plot y@* --of change",
    "latent plot z@* --of map --questions \"999 + 1; 38 + 47\"",
  ]
  static let fields: KeyValuePairs = [
    "count": "how many states", "of": "what is drawn", "questions": "how many questions",
    "variance": "with pca: the share of variance that each component explains",
    "points": "each state: question, answer, correct, state, patched, and its components, norm, "
      + "change or positions",
    "run": ViewedRun.help.run, "patched": ViewedRun.help.patched,
    "continued": ViewedRun.help.continued,
  ]

  /// What is drawn.
  enum Of: String, CaseIterable, ExpressibleByArgument {
    case pca, norm, change, map
  }

  @Argument(
    help: ArgumentHelp("States of y or z; z@* if left out, y@* without a z.", valueName: "address"))
  var address: String?
  @Option(help: "What to draw.") var of = Of.pca
  @Option(help: "Questions separated by ;, or a file with one per line.", completion: .file())
  var questions: String?
  @Option(parsing: .unconditional, help: "Draw this many held-out questions.") var count: Int?
  @OptionGroup var inference: InferenceArguments

  /// The number of components in the result; two are drawn.
  private static let components = 3

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let latents = try workbench.requireModel().weights.configuration.architecture.latentKinds
    let address = address ?? (latents == [.y] ? "y@*" : "z@*")
    let wanted = try StateAddress(address)
    guard wanted.kind.isState else {
      throw Diagnostic(
        .usage, "'\(address)' is not a state of y or z", about: .argument(address),
        hint: "for example: latent plot z@*")
    }
    let views = try views(wanted, on: workbench)
    let trajectories = try workbench.trajectories(of: views, wanted)
    let model = try workbench.requireModel()
    var result =
      switch of {
      case .pca:
        TrajectoryPlot.components(
          trajectories, count: Self.components, digits: workbench.settings.digits)
      case .norm: TrajectoryPlot.norms(trajectories)
      case .change: TrajectoryPlot.changes(trajectories)
      case .map:
        try TrajectoryPlot.map(trajectories, model.weights.configuration, model.puzzle)
      }
    result.notes = [views[0].inference.watchNote].compactMap { $0 }
    return result
  }

  /// What is plotted: the questions of the options, or the run that the address names.
  private func views(_ wanted: StateAddress, on workbench: ModelWorkbench) throws -> [ViewedRun] {
    let given = try inference.givenOptions(on: workbench)
    let asked = try workbench.questions(questions, count: count)
    guard let number = wanted.run else {
      guard let asked else { return [try workbench.viewed("", given)] }
      return try asked.map { ViewedRun($0, try given ?? inference.inferenceOptions(on: workbench)) }
    }
    guard given == nil, asked == nil else {
      throw Diagnostic(
        .usage, "'\(wanted)' names run #\(number), which has its own question and options",
        about: .argument("\(wanted)"), hint: "leave out #\(number): or the options")
    }
    return [try workbench.viewed(run: number)]
  }
}
