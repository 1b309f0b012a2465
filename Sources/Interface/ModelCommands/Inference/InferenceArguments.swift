// The options of a run: overrides of settings, shared by several commands.

internal import ArgumentParser
internal import Language
internal import Network
internal import Settings
internal import Workbench

/// `--depth`, `--cycles`, `--inner`, `--halt` and the other settings of a run.
struct InferenceArguments: ParsableArguments {
  /// The options that need a value, for commands with a raw tail.
  static let taking = InferenceOptions.settingNames.map { "--" + $0 }

  @Option(parsing: .unconditional, help: "Supervision steps (N_sup).")
  var depth: String?
  @Option(parsing: .unconditional, help: "Cycles in a step (T).")
  var cycles: String?
  @Option(parsing: .unconditional, help: "Updates of z in a cycle (n).")
  var inner: String?
  @Option(parsing: .unconditional, help: "off, on or the probability at which to stop.")
  var halt: String?
  @Option(
    parsing: .unconditional, help: "Steps the answer must stay the same, before halting counts.")
  var patience: String?
  @Option(parsing: .unconditional, help: "Stop when y and z change by less than this share.")
  var tolerance: String?
  @Option(parsing: .unconditional, help: "Rollouts per question, of which one is selected.")
  var breadth: String?
  @Option(parsing: .unconditional, help: "Std of the noise added to y and z before each step.")
  var noise: String?
  @Option(
    parsing: .unconditional, help: "How one rollout is selected: vote, halt or residual.",
    completion: .list(SelectionRule.allCases.map(\.rawValue)))
  var pick: String?

  private var given: [(name: String, text: String?)] {
    [
      ("depth", depth), ("cycles", cycles), ("inner", inner), ("halt", halt),
      ("patience", patience), ("tolerance", tolerance), ("breadth", breadth), ("noise", noise),
      ("pick", pick),
    ]
  }

  /// Whether any of them was typed.
  var isGiven: Bool { given.contains { $0.text != nil } }

  /// The inference options if any of them was typed, which makes it another run than the selected
  /// one.
  func givenOptions(on workbench: ModelWorkbench) throws -> InferenceOptions? {
    isGiven ? try inferenceOptions(on: workbench) : nil
  }

  /// The inference options: the settings with these overrides, for the model in memory.
  func inferenceOptions(on workbench: ModelWorkbench) throws -> InferenceOptions {
    try inferenceOptions(on: workbench, for: try workbench.requireModel())
  }

  /// The inference options: the settings with these overrides, checked as the settings are.
  func inferenceOptions(on workbench: ModelWorkbench, for model: LoadedModel) throws
    -> InferenceOptions
  {
    var settings = workbench.settings
    for case (let name, let text?) in given { try settings.set(name, to: text, origin: .prompt) }
    let c = model.weights.configuration
    if inner != nil, let inner = settings.inner, !c.architecture.innerRange.contains(inner) {
      throw Diagnostic(
        .usage, "invalid value '\(inner)' for '--inner'", about: .option("--inner"),
        hint: "a network of kind '\(c.network)' \(c.architecture.innerSentence)")
    }
    return settings.inferenceOptions(model)
  }
}
