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
    usage: "latent list|show|stats|diff|dump [ADDRESS...] [-o FILE] [--force] [--depth N] ... | "
      + "latent patch ADDRESS = VALUE | latent attribute [ADDRESS]",
    discussion: """
      list names the states of the run; show draws each as a map of positions by features; stats \
      gives mean, spread, norm and more of each; diff sets each state beside the one of its kind \
      before it in the list: distance, relative distance, cosine and the position that changed \
      most; dump writes all to FILE: .npy for one address (stacked along a first axis where it \
      names several states), .npz, .safetensors or .json for any number, by address, or .tsv, a line \
      for each position, with their labels beside it in FILE.meta.tsv. Addresses: y@s.t, z@s.t.n, \
      logits@s, halt@s; each place is a number from 1, a range 2..4, * or last; [3] or [0:4] behind \
      them are positions from 0, and #1: before them is a run. Of a paused run they name the states \
      so far. An answered question is repeated for what is asked, unless the setting 'keep' has kept \
      it, so that nothing is kept while nobody looks.

      patch puts other numbers in place of y or z of a paused run: zero, a number for every feature, \
      noise SIGMA (added to what is there, from the setting 'seed'), or another state. An older \
      state than the newest y or z takes the run back to where it was computed; an answered question \
      becomes a run of its own. Then continue shows what comes of it, and back undoes it.

      attribute asks what the answer would be with each position of a state set to zero: soon, when \
      the next step ends, and where the run ends, since later steps heal; without an address, of the \
      newest z.
      """)
  static let examples = [
    "latent list --depth 2", "latent stats z@*.last.last", "latent diff y@*",
    "latent show y@last", "latent dump y@last logits@last", "think 3 + 7", "step 4",
    "latent patch z@last[0:4] = zero", "latent patch z@last = noise 0.1", "latent attribute",
    "latent patch z@last[3] = #0:z@2.1.1[3]", "continue",
  ]

  static let fields: KeyValuePairs = [
    "count": "how many states; with attribute, positions without which the answer is another",
    "states": "each one's name, shape and figures", "path": "the file, with -o",
    "labels": "with a .tsv file: that of the labels",
    "bytes": "with list: what the states take that are kept",
    "state": "with patch and attribute: the one state", "run": "with patch: the run's number",
    "value": "with patch: what was put there", "moved": "with patch: how far that is from before",
    "at": "with patch: where the run stands", "answer": "with attribute: the answer unchanged",
    "p": "with attribute: its probability",
    "positions":
      "with attribute: each position's token, answer soon and at the end, changed, p and drop of p",
  ]

  /// What can be done.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case list, show, stats, diff, dump, patch, attribute
  }

  @Argument(help: "What to do.") var action: Action
  @Argument(help: ArgumentHelp("Addresses of states.", valueName: "address"))
  var addresses: [String] = []
  @Option(
    name: [.customShort("o"), .long],
    help: "With dump: a .npy, .npz, .safetensors, .json or .tsv file.",
    completion: .file(extensions: ["npy", "npz", "safetensors", "json", "tsv"]))
  var output: String?
  @Flag(help: "Replace a file that is there already.") var force = false
  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    if action == .patch { return try patch(in: session) }
    if action == .attribute { return try attribute(in: session) }
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
    case .dump, .patch, .attribute: break
    }
    guard let output else { return summary(states, in: session) }
    return try write(states, wanted, to: output, in: session)
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
}
