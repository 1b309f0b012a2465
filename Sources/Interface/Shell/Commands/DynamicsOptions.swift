// How far a run is followed to see where its states go, and what counts as the same state.

internal import ArgumentParser
internal import Network

/// The options that `latent dynamics` and `stability` share.
struct DynamicsOptions: ParsableArguments {
  /// The options that need a value, for commands with a raw tail.
  static let taking = ["--depth", "--cycles", "--inner", "--within", "--disturb"]

  /// How many times the usual depth is gone to where nobody says how far.
  static let beyond = 4

  @Option(parsing: .unconditional, help: "Supervision steps; four times the usual if left out.")
  var depth: String?
  @Option(parsing: .unconditional, help: "Cycles in a step (T).") var cycles: String?
  @Option(parsing: .unconditional, help: "Updates of z in a cycle (n).") var inner: String?
  @Option(
    parsing: .unconditional, help: "The relative change below which states count as the same.")
  var within = 1e-3
  @Option(parsing: .unconditional, help: "How large the noise is beside what it is added to.")
  var disturb = 1e-3

  /// One run to the depth that is asked for, without halting and noise, and the usual depth.
  ///
  /// - Throws: `ShellError` for what can't be.
  func effort(in session: Session) throws -> (effort: Effort, usual: Int) {
    for (name, value) in [("within", within), ("disturb", disturb)] {
      guard value > 0, value < 1 else {
        throw ShellError(
          .usage, "--\(name) can't be '\(plain(value))'", hint: "a number between 0 and 1")
      }
    }
    var settings = session.settings
    let network = try session.requireModel().weights.configuration
    let given = [("depth", depth), ("cycles", cycles), ("inner", inner)]
    let usual = settings.effort(network).depth
    for case (let name, let text?) in given { try settings.set(name, to: text, origin: .prompt) }
    var effort = settings.effort(network).full
    if depth == nil { effort.depth = min(usual * Self.beyond, 4096) }
    return (effort, min(usual, effort.depth))
  }

  /// From where on states count as the same.
  var thresholds: Dynamics.Thresholds { Dynamics.Thresholds(within: within) }

  /// The floats that are kept for a question.
  func floats(_ effort: Effort, _ network: Configuration) -> Double {
    2 * Double(effort.depth + 1) * Double(network.sequence * network.width)
  }
}

extension Dynamics.Verdict {
  /// In a word or two, for people and fields.
  var name: String {
    switch self {
    case .fixed: "fixed point"
    case .cycle: "cycle"
    case .settling: "settling"
    case .wandering: "wandering"
    case .broken: "broken"
    }
  }
}
