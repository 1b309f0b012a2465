// How long a run is followed, and the tolerance for equal states.

internal import ArgumentParser
internal import Language
internal import Network
internal import Settings
internal import Workbench

/// The options that `latent dynamics` and `stability` share.
struct DynamicsArguments: ParsableArguments {
  /// The options that need a value, for commands with a raw tail.
  static let taking = ["--depth", "--cycles", "--inner", "--within", "--disturb"]

  @Option(
    parsing: .unconditional, help: "Supervision steps; four times the usual depth if left out.")
  var depth: String?
  @Option(parsing: .unconditional, help: "Cycles in a step (T).") var cycles: String?
  @Option(parsing: .unconditional, help: "Updates of z in a cycle (n).") var inner: String?
  @Option(
    parsing: .unconditional, help: "The relative change below which states count as the same.")
  var within = 1e-3
  @Option(parsing: .unconditional, help: "The size of the noise relative to what it is added to.")
  var disturb = 1e-3

  /// The options of one run to `--depth`, without halting and noise, and the usual depth.
  ///
  /// - Throws: `Diagnostic` naming the invalid option.
  func inferenceOptions(on workbench: ModelWorkbench) throws -> (
    inference: InferenceOptions, usual: Int
  ) {
    for (name, value) in [("within", within), ("disturb", disturb)] {
      guard value > 0, value < 1 else {
        throw Diagnostic(
          .usage, "invalid value '\(plain(value))' for '--\(name)'", about: .option("--\(name)"),
          hint: "a number between 0 and 1")
      }
    }
    var settings = workbench.settings
    let model = try workbench.requireModel()
    let given = [("depth", depth), ("cycles", cycles), ("inner", inner)]
    let usual = settings.inferenceOptions(model).depth
    for case (let name, let text?) in given { try settings.set(name, to: text, origin: .prompt) }
    var inference = settings.inferenceOptions(model).fullDepth
    if depth == nil { inference.depth = min(usual * DynamicsOptions.beyond, 4096) }
    return (inference, min(usual, inference.depth))
  }

  /// How long runs are followed, and the tolerance for equal states.
  var options: DynamicsOptions { DynamicsOptions(tolerance: within, disturbance: disturb) }
}
