// latent: the states of the last question's run.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles

/// `latent ACTION ADDRESS...`.
struct LatentCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent", abstract: "Look at the states of the last question's run.",
    usage: "latent list|show|stats|diff|dump [ADDRESS...] [-o FILE] [--force] [--depth N] ...",
    discussion: """
      list names the states of the run; show draws each as a map of positions by features; stats \
      gives mean, spread, norm and more of each; diff sets each state beside the one before it in \
      the list: distance, relative distance, cosine and the position that changed most; dump writes \
      all to FILE: .npy for one address (stacked along a first axis where it names several states), \
      .npz for any number, by address. Addresses: y@s.t, z@s.t.n, logits@s, halt@s; each place is a \
      number from 1, a range 2..4, * or last. The run is repeated for what is asked, so nothing is \
      kept while nobody looks.
      """)
  static let examples = [
    "latent list --depth 2", "latent stats z@*.last.last", "latent diff y@*",
    "latent show y@last", "latent dump y@last logits@last",
  ]

  static let fields: KeyValuePairs = [
    "count": "how many states", "states": "each one's name, shape and figures",
    "path": "the file, with -o",
  ]

  /// What can be done.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case list, show, stats, diff, dump
  }

  @Argument(help: "What to do: list, show, stats, diff or dump.") var action: Action
  @Argument(help: ArgumentHelp("Addresses of states.", valueName: "address"))
  var addresses: [String] = []
  @Option(
    name: [.customShort("o"), .long], help: "With dump: a .npy or .npz file.",
    completion: .file(extensions: ["npy", "npz"]))
  var output: String?
  @Flag(help: "Replace a file that is there already.") var force = false
  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    if addresses.isEmpty && action == .list {
      addresses = try session.listed()
    }
    guard !addresses.isEmpty else {
      throw ShellError(
        .usage, "'latent \(action.rawValue)' needs an address",
        hint: "for example: latent \(action.rawValue) z@*.last.last")
    }
    let wanted = try addresses.map { try Address($0) }
    let states = try session.states(wanted, effort)
    switch action {
    case .list: return list(states)
    case .show: return show(states, in: session)
    case .stats: return summary(states, in: session)
    case .diff: return try differences(states, in: session)
    case .dump: break
    }
    guard let output else { return summary(states, in: session) }
    var result = try write(states, wanted, to: output)
    if session.isInteractive {
      let count = states.count == 1 ? "one state" : "\(states.count) states"
      result.text = { _ in [StyledText("wrote \(count) to \(output)")] }
    }
    return result
  }

  /// A line of numbers a state.
  private func summary(_ states: [CapturedState], in session: Session) -> CommandResult {
    let rows = states.map {
      Value.record(
        [
          Field("state", .string($0.name)), Field("shape", .string($0.shapeText)),
        ] + $0.statistics.map { Field($0.name, .number($0.value)) })
    }
    let digits = session.settings.integer("digits") ?? 3
    return CommandResult(
      [Field("count", .integer(states.count)), Field("states", .list(rows))], table: "states"
    ) { abilities in
      var table = Table([
        .init("state"), .init("shape"), .init("mean", .right), .init("spread", .right),
        .init("norm", .right), .init("least", .right), .init("most", .right),
        .init("broken", .right),
      ])
      for state in states {
        table.add(
          [StyledText(state.name, .accent), StyledText(state.shapeText)]
            + state.statistics.map { StyledText(Numbers.digits($0.value, significant: digits)) })
      }
      return table.lines(width: abilities.width)
    }
  }

  private func write(
    _ states: [CapturedState], _ wanted: [Address], to path: String
  ) throws -> CommandResult {
    try requireNew(path, force: force)
    if path.hasSuffix(".npz") {
      try NumPyArchive(
        states.map {
          NamedArray($0.name, StoredArray($0.values, shape: $0.shape))
        }
      ).write(to: path)
    } else if path.hasSuffix(".npy") {
      guard wanted.count == 1, let first = states.first else {
        throw ShellError(.usage, "a .npy file holds one address", hint: "write an .npz file")
      }
      let shape = states.count == 1 ? first.shape : [states.count] + first.shape
      try NumPyArray.write(StoredArray(states.flatMap(\.values), shape: shape), to: path)
    } else {
      throw ShellError(.usage, "'\(path)' is neither .npy nor .npz", hint: "-o z.npy")
    }
    return CommandResult([
      Field("path", .string(path)), Field("count", .integer(states.count)),
      Field("states", .list(states.map { .string($0.name) })),
    ])
  }
}
