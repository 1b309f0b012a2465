// new: a fresh model.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Settings
internal import Workbench

/// `new PUZZLE`.
struct NewCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Create an untrained model for a puzzle.",
    discussion: """
      Weights are initialized as in the official code, from the setting 'seed'.

      Sums of up to three digits in columns, as below, are 0.97 right on held-out questions after \
      1500 training steps with --lr 2e-3, which take some ten seconds; grids of 4 x 4 are 0.98 \
      right after 800. Of numbers with one digit there are too few to learn more than those seen.

      With --network the model is of another kind: hrm is the Hierarchical Reasoning Model with two \
      modules, singlez and hier6 are the paper's TRMs with one state and with six latents, and \
      baseline is a Transformer applied once a step.
      """)
  static let examples = [
    "new arithmetic --option digits=3 --option operators=+ --option negatives=0 --option layout=columns",
    "new sudoku --option size=4", "new sudoku --option size=4 --network hrm",
  ]
  static let fields = InfoCommand.fields

  @Argument(
    help: ArgumentHelp("The puzzle: \(PuzzleList.kinds.map(\.name).joined(separator: ", "))."),
    completion: .list(PuzzleList.kinds.map(\.name)))
  var puzzle: String
  @Option(help: "An option of the puzzle, NAME=VALUE; repeatable.") var option: [String] = []
  @OptionGroup var network: NetworkArguments
  @Option(parsing: .unconditional, help: "N_sup: supervision steps.") var depth = 8
  @Option(parsing: .unconditional, help: "T: cycles in a step.") var cycles = 1
  @Option(
    parsing: .unconditional,
    help: "n: updates of z in a cycle; 2, or 6 with --network hier6.")
  var inner: Int?

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let made = try PuzzleList.make(name: puzzle, options: pairs(option))
    let configuration = try network.configuration(
      of: made, depth: depth, cycles: cycles, inner: inner)
    do {
      try configuration.validate()
    } catch let error as ConfigurationError {
      throw Diagnostic(.usage, error.description, hint: "help new")
    }
    try requireMemory(
      floats: 2 * Double(ParameterTable(configuration).count), hint: "use a smaller network")
    let weights = try Weights.initial(configuration, seed: workbench.settings.randomSeed)
    var model = try LoadedModel(weights: weights, puzzle: made, name: puzzle, path: nil)
    model.isUnsaved = true
    workbench.models.replace(by: model, cause: Self.name)
    return ModelReport.result(model, tensors: false).atPrompt(ModelReport.headline(model))
  }
}
