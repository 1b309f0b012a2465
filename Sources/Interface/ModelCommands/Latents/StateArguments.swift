// The states that a latent command works on: addresses, and options that run the last question
// again.

internal import ArgumentParser
internal import Language
internal import Workbench

/// Addresses of states.
struct StateArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("Addresses of states.", valueName: "address"))
  var addresses: [String] = []
  @OptionGroup var inference: InferenceArguments

  /// What help says about addresses.
  static let discussion = """
    Addresses: y@s.t, z@s.t.n, logits@s, halt@s; each place is a number from 1, a range 2..4, * \
    or last; [3] or [0:4] after them are positions from 0, and #1: before them is a run. In a \
    paused run they name the states so far, patched ones as they are. An answered question is \
    run again for the states that are asked for, unless the setting 'keep' recorded them.
    """

  /// The states.
  ///
  /// - Throws: `Diagnostic` if there is no address, or one doesn't match a state.
  func states(
    of command: String, on workbench: ModelWorkbench
  ) throws -> (states: [CapturedState], addresses: [StateAddress]) {
    guard !addresses.isEmpty else {
      throw Diagnostic(
        .usage, "'\(command)' needs an address", hint: "for example: \(command) z@*.last.last")
    }
    let wanted = try addresses.map { try StateAddress($0) }
    let given = inference.isGiven ? try inference.inferenceOptions(on: workbench) : nil
    return (try workbench.states(wanted, given), wanted)
  }
}
