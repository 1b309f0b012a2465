// How long to think, for one command: overrides of the settings that several commands share.

internal import ArgumentParser
internal import Network

/// `--depth`, `--cycles`, `--inner`, `--halt` and the other settings of a run.
struct EffortOptions: ParsableArguments {
  /// The settings that these options stand for.
  static let names = [
    "depth", "cycles", "inner", "halt", "patience", "tolerance", "breadth", "noise", "pick",
  ]

  /// The options that need a value, for commands with a raw tail.
  static let taking = names.map { "--" + $0 }

  @Option(parsing: .unconditional, help: "Supervision steps (N_sup).")
  var depth: String?
  @Option(parsing: .unconditional, help: "Cycles in a step (T).")
  var cycles: String?
  @Option(parsing: .unconditional, help: "Updates of z in a cycle (n).")
  var inner: String?
  @Option(parsing: .unconditional, help: "off, on or the probability at which to stop.")
  var halt: String?
  @Option(
    parsing: .unconditional, help: "Steps that the answer must stand still before halting counts.")
  var patience: String?
  @Option(parsing: .unconditional, help: "Stop when y and z change less than this.")
  var tolerance: String?
  @Option(parsing: .unconditional, help: "Rollouts of a question, of which one is picked.")
  var breadth: String?
  @Option(parsing: .unconditional, help: "The spread of the noise on y and z before each step.")
  var noise: String?
  @Option(
    parsing: .unconditional, help: "How one rollout is picked: vote, halt or residual.",
    completion: .list(Pick.allCases.map(\.rawValue)))
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

  /// The settings' effort with these overrides, for the model in memory.
  func effort(in session: Session) throws -> Effort {
    try effort(in: session, for: try session.requireModel().weights.configuration)
  }

  /// The settings' effort with these overrides, checked as the settings are.
  func effort(in session: Session, for network: Configuration) throws -> Effort {
    var settings = session.settings
    for case (let name, let text?) in given { try settings.set(name, to: text, origin: .prompt) }
    return settings.effort(network)
  }
}

extension Effort {
  /// What to say where one of several rollouts is watched.
  var watchNote: String? {
    breadth > 1 ? "breadth is \(breadth); only the first rollout is watched" : nil
  }
}
