// latent dump: writes states to files for other programs.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Presentation
internal import Settings
internal import Storage
internal import Wording
internal import Workbench

/// `latent dump ADDRESS... -o FILE`.
struct LatentDumpCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent dump", abstract: "Write states to a file.",
    usage: "latent dump ADDRESS... [-o FILE] [--force] [--depth N] ...",
    discussion: """
      .npy holds one address (stacked along a first axis where it names several states), .npz, \
      .safetensors and .json any number, by address; .tsv has a line for each position, with labels \
      beside it in FILE.meta.tsv, as embedding projectors read them. Without -o, shows their \
      statistics.
      """ + " " + StateArguments.discussion)
  static let examples = ["latent dump y@last logits@last", "latent dump z@* -o z.npz"]
  static let fields: KeyValuePairs = [
    "path": "the file", "count": "how many states", "states": "their addresses",
    "patched": "those of them that latent patch changed",
    "labels": "with a .tsv file: the file of the labels",
  ]

  @OptionGroup var arguments: StateArguments
  @Option(
    name: [.customShort("o"), .long], help: "A .npy, .npz, .safetensors, .json or .tsv file.",
    completion: .file(extensions: ["npy", "npz", "safetensors", "json", "tsv"]))
  var output: String?
  @Flag(help: "Replace an existing file.") var force = false

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let (states, wanted) = try arguments.states(of: Self.name, on: workbench)
    guard let output else {
      return StateTables.statistics(states, digits: workbench.settings.digits)
    }
    let labels = try workbench.export(states, named: wanted, to: output, force: force)
    let patched = states.filter(\.isPatched).map(\.name)
    let fields = [
      Field("path", .string(output)), Field("count", .integer(states.count)),
      Field("states", .list(states.map { .string($0.name) })),
      Field("patched", .list(patched.map { .string($0) })),
    ]
    let count = counted(states.count, "state")
    return CommandResult(fields + (labels.map { [Field("labels", .string($0))] } ?? []))
      .atPrompt(StyledText("wrote \(count) to \(output)"))
  }
}
