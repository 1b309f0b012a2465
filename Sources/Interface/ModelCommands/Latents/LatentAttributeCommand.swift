// latent attribute: which positions of a state the answer depends on.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Settings
package import Workbench

/// `latent attribute [ADDRESS]`.
struct LatentAttributeCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent attribute",
    abstract: "Show which positions of a state the answer depends on.",
    usage: "latent attribute [ADDRESS]",
    discussion: """
      Runs on with each position of the state set to zero in turn, and shows the answer when the \
      next step ends and when the run ends, since later steps heal. Without an address, the \
      newest z. Patches that the run got later are made again each time; the run itself stays \
      where it is.
      """)
  static let examples = ["latent attribute", "latent attribute z@2.1.1"]
  static let fields: KeyValuePairs = [
    "count": "positions without which the answer differs", "state": "the state",
    "answer": "the unchanged answer", "p": "its probability",
    "positions":
      "each position's token, answer after the next step (next) and at the end, changed, p and drop of p",
    "run": "the number of the run; 0 for the last answered question",
    "patched": "the states of it that latent patch changed",
  ]

  @Argument(help: ArgumentHelp("The state, z@last if left out.", valueName: "address"))
  var address = "z@last"

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    try workbench.attribute(StateAddress(address)).result(digits: workbench.settings.digits)
  }
}

extension ModelWorkbench {
  /// Addresses that may be meant: patterns, and the states of the paused run while they are few.
  package var addressOffers: [String] {
    let weights = runs.selected?.weights ?? model?.weights
    let kinds = (weights?.configuration.network ?? .trm).architecture.kinds
    let latents = kinds.filter { $0 != .y }
    let patterns =
      (latents.isEmpty ? [] : ["z@*.last.last", "z@last"])
      + (kinds.contains(.y) ? ["y@*.last", "y@last"] : [])
      + (latents.count > 1 ? latents.map { "\($0)@last" } : []) + ["logits@last", "halt@*"]
    let moments = runs.selected?.debugRun.stateIDs ?? []
    return patterns + (moments.count <= 32 ? moments.map(\.description) : [])
  }
}
