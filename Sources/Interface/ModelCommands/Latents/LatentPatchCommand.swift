// latent patch: replaces y or z of a paused run.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Presentation
internal import Settings
internal import Workbench

/// `latent patch ADDRESS = VALUE`.
struct LatentPatchCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent patch", abstract: "Replace y or z of a paused run.",
    usage: "latent patch ADDRESS = zero | NUMBER | noise STD | ADDRESS",
    discussion: """
      VALUE is zero, a number for every feature, noise STD (added to what is there, from the \
      setting 'seed'), or another state. An older state than the newest y or z steps the run \
      back to where it was computed; an answered question becomes a run of its own. Then \
      continue shows the effect, and back undoes the patch.
      """)
  static let style = ArgumentStyle.words
  static let examples = [
    "think 3 + 7", "step 4", "latent patch z@last[0:4] = zero", "latent patch z@last = noise 0.1",
    "latent patch z@last[3] = #0:z@2.1.1[3]", "continue",
  ]
  static let fields: KeyValuePairs = [
    "state": "the patched state", "run": "the run's number", "value": "what was put there",
    "moved": "how far that is from before", "at": "where the run is",
  ]

  @Argument(help: "ADDRESS = VALUE.") var words: [String] = []

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    switch given.count {
    case 0: nil
    case 1: CompletionOffer(words: ["="])
    default:
      CompletionOffer(
        words: given.last == "=" ? ["zero", "noise"] + context.workbench.addressOffers : [])
    }
  }

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let words = words.flatMap { word in
      // z@last=zero is one word.
      word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        .flatMap { [$0, "="] }.dropLast()
    }.filter { !$0.isEmpty }
    guard words.count >= 3, words[1] == "=", !words[2...].contains("=") else {
      throw Diagnostic(
        .usage, "'latent patch' needs a state, '=' and a value",
        hint: "for example: latent patch z@last[3] = zero")
    }
    let patch = try workbench.patch(
      StateAddress(words[0]), with: Replacement(Array(words[2...])))
    let digits = workbench.settings.digits
    let line =
      StyledText("#\(patch.session.number):\(patch.state)", .accent)
      + StyledText(" = \(patch.replacement)")
      + StyledText("   |Δ| \(NumberFormat.digits(patch.moved, significant: digits))", .dim)
    var result = CommandResult(
      [
        Field("state", .string(patch.state)), Field("run", .integer(patch.session.number)),
        Field("value", .string(patch.replacement.description)),
        Field("moved", .number(patch.moved)), Field("at", .string(patch.session.place)),
      ], lines: [line])
    result.notes = patch.notes
    return result
  }
}
