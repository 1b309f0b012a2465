// latent list, show, stats and diff: states of a run as tables and maps.

internal import ArgumentParser
internal import CommandCore
internal import Presentation
internal import Settings
internal import Workbench

/// `latent list [ADDRESS...]`.
struct LatentListCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent list", abstract: "List the states of a run.",
    discussion: "Without an address, all of them. " + StateArguments.discussion)
  static let examples = ["latent list --depth 2", "latent list z@1"]
  static let fields: KeyValuePairs = [
    "count": "how many states", "bytes": "memory that the recorded ones take",
    "states": "each one's state, shape, bytes, whether it is kept, run, and whether it is patched",
  ]

  @OptionGroup var arguments: StateArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    if arguments.addresses.isEmpty { arguments.addresses = try workbench.listed() }
    return StateTables.list(try arguments.states(of: Self.name, on: workbench).states)
  }
}

/// `latent show ADDRESS...`.
struct LatentShowCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent show", abstract: "Draw states as maps, positions by features.",
    discussion: StateArguments.discussion)
  static let examples = ["latent show y@last", "latent show z@1.1.1[0:4]"]
  static let fields: KeyValuePairs = [
    "count": "how many states",
    "states": "each one's state, shape, values, run, and whether it is patched",
  ]

  @OptionGroup var arguments: StateArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    StateTables.maps(try arguments.states(of: Self.name, on: workbench).states)
  }
}

/// `latent stats ADDRESS...`.
struct LatentStatsCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent stats", abstract: "Show mean, std, norm, min and max of states.",
    discussion: StateArguments.discussion)
  static let examples = ["latent stats z@*.last.last"]
  static let fields: KeyValuePairs = [
    "count": "how many states",
    "states": "each one's state, shape, mean, std, norm, min, max, nonfinite, run and patched",
  ]

  @OptionGroup var arguments: StateArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    StateTables.statistics(
      try arguments.states(of: Self.name, on: workbench).states,
      digits: workbench.settings.digits)
  }
}

/// `latent diff ADDRESS...`.
struct LatentDiffCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent diff", abstract: "Compare each state with the one of its kind before it.",
    discussion: """
      Shows distance, relative distance, cosine and the position that changed most.
      """ + " " + StateArguments.discussion)
  static let examples = ["latent diff y@*", "latent diff z@*.last.last"]
  static let fields: KeyValuePairs = [
    "count": "how many pairs",
    "states": "each pair's states, distance, relative, cosine, position, runs and patched",
  ]

  @OptionGroup var arguments: StateArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    try StateTables.differences(
      try arguments.states(of: Self.name, on: workbench).states,
      digits: workbench.settings.digits)
  }
}
