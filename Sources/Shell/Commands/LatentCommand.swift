// latent: the states of the last question's run.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles

/// `latent dump ADDRESS... [-o FILE]`.
struct LatentCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent", abstract: "Look at the states of the last question's run.",
    usage: "latent dump ADDRESS... [-o FILE] [--force] [--depth N] [--cycles T] [--inner n]",
    discussion: """
      latent dump ADDRESS... shows mean, spread and norm of each state, or writes all of them to \
      FILE: .npy for one address (stacked along a first axis where it names several states), .npz \
      for any number, by address. Addresses: y@s.t, z@s.t.n, logits@s, halt@s; each place is a \
      number from 1, a range 2..4, * or last.
      """)
  static let examples = ["latent dump z@*.last.last", "latent dump y@last logits@last"]

  static let fields: KeyValuePairs = [
    "count": "how many states", "states": "each one's name, shape and statistics",
    "path": "the file, with -o",
  ]

  @Argument(help: "What to do: dump.", completion: .list(["dump"])) var action: String
  @Argument(help: ArgumentHelp("Addresses of states.", valueName: "address"))
  var addresses: [String] = []
  @Option(
    name: [.customShort("o"), .long], help: "A .npy or .npz file.",
    completion: .file(extensions: ["npy", "npz"]))
  var output: String?
  @Flag(help: "Replace a file that is there already.") var force = false
  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    guard action == "dump" else {
      throw ShellError(.usage, "unknown action '\(action)'", hint: "latent dump z@*.last.last")
    }
    guard !addresses.isEmpty else {
      throw ShellError(
        .usage, "'latent dump' needs an address", hint: "for example: latent dump z@*.last.last")
    }
    let wanted = try addresses.map { try Address($0) }
    let effort = try effort.effort(in: session)
    let states = try session.states(of: session.requireQuestion(), wanted, effort)
    if let output {
      var result = try write(states, wanted, to: output)
      if session.isInteractive {
        let count = states.count == 1 ? "one state" : "\(states.count) states"
        result.text = { _ in [StyledText("wrote \(count) to \(output)")] }
      }
      return result
    }
    return summary(states, in: session)
  }

  /// A line of numbers a state.
  private func summary(_ states: [CapturedState], in session: Session) -> CommandResult {
    let rows = states.map {
      Value.record(
        [
          Field("state", .string($0.moment.description)), Field("shape", .string($0.shapeText)),
        ] + $0.statistics.map { Field($0.name, .number($0.value)) })
    }
    let digits = session.settings.integer("digits") ?? 3
    return CommandResult(
      [Field("count", .integer(states.count)), Field("states", .list(rows))], table: "states"
    ) { abilities in
      var table = Table([
        .init("state"), .init("shape"), .init("mean", .right), .init("spread", .right),
        .init("norm", .right), .init("least", .right), .init("most", .right),
      ])
      for state in states {
        table.add(
          [StyledText(state.moment.description, .accent), StyledText(state.shapeText)]
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
          NamedArray($0.moment.description, StoredArray($0.values, shape: $0.shape))
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
      Field("states", .list(states.map { .string($0.moment.description) })),
    ])
  }
}

/// A state that was copied out of a run.
struct CapturedState: Sendable {
  let moment: Moment
  let shape: [Int]
  let values: [Float]

  /// `8 x 64`.
  var shapeText: String { shape.map(String.init).joined(separator: " x ") }

  /// Mean, spread, norm, least and most.
  var statistics: [(name: String, value: Double)] {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let square = values.reduce(0) { $0 + Double($1) * Double($1) }
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return [
      ("mean", mean), ("spread", variance.squareRoot()), ("norm", square.squareRoot()),
      ("least", Double(values.min() ?? 0)), ("most", Double(values.max() ?? 0)),
    ]
  }
}

extension Session {
  /// Runs a question and copies the states that addresses name, in the order of the run.
  ///
  /// - Throws: `ShellError` where an address names none.
  func states(
    of question: Question, _ addresses: [Address], _ effort: Effort
  ) throws -> [CapturedState] {
    let c = try requireModel().weights.configuration
    // Where a run can stop early, a first one tells at which step it ends, which `last` means.
    let lastStep = effort.canStopEarly ? try think(question, effort).steps : effort.depth
    var captured: [CapturedState] = []
    var matched = Set<Int>()
    _ = try think(
      question, effort,
      observer: { moment, values in
        let meant = addresses.indices.filter {
          addresses[$0].matches(moment, lastStep: lastStep, effort: effort)
        }
        guard !meant.isEmpty else { return true }
        matched.formUnion(meant)
        let shape =
          switch moment.kind {
          case .y, .z: [c.sequence, c.width]
          case .logits: [c.length, c.vocabulary]
          case .halt: [2]
          }
        captured.append(CapturedState(moment: moment, shape: shape, values: Array(values)))
        return true
      })
    for (index, address) in addresses.enumerated() where !matched.contains(index) {
      throw ShellError(
        .failure, "the run has no state '\(address)'",
        hint: "it took \(lastStep) steps of \(effort.cycles) cycles with \(effort.inner) "
          + "updates of z")
    }
    return captured
  }
}
