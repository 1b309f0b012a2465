// What a view shows, when it is a run that think began: its number, its patches, and from where on
// a copy of it continued.

package import Drawing
internal import Network
internal import Puzzles
package import Workbench

extension ViewedRun {
  /// The descriptions of these fields in the help.
  package static let help = (
    run: "the number of the run shown; 0 for a question that was run",
    patched: "the states of it that latent patch changed",
    continued: "the state after which a copy of the run continued; empty for none"
  )

  /// The run, its patched states, and where a copy of it continued.
  package var fields: [Field] {
    [
      Field("run", .integer(number)), Field("patched", .list(patched.map { .string("\($0)") })),
      Field("continued", continuedFrom.map { .string($0) } ?? .nothing),
    ]
  }

  /// The run's number, question and patches; nothing for a question that was run.
  package func heading(_ capabilities: TerminalCapabilities) -> [StyledText] {
    guard number > 0 else { return [] }
    let title = StyledText("run #\(number)   ", .dim) + StyledText(question.text, .strong)
    return [title.truncated(to: capabilities.width)]
      + (remark.map { [StyledText($0, .hint)] } ?? [])
  }

  /// A sentence part on its patches and where a copy continued; nil where there is nothing to say.
  package var remark: String? {
    let shown = patched.prefix(4).map(\.description).joined(separator: ", ")
    let rest = patched.count > 4 ? " and \(patched.count - 4) more" : ""
    let parts =
      (patched.isEmpty ? [] : ["patched: \(shown)\(rest)"])
      + (continuedFrom.map {
        [$0 == "start" ? "all as continue computes it" : "after \($0) as continue computes it"]
      } ?? [])
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension CapturedState {
  /// Its name with the run that it is of.
  package var label: String { run == nil && owner > 0 ? "#\(owner):\(name)" : name }

  /// The label, and whether the state was patched.
  func title(_ style: Style = .accent) -> StyledText {
    StyledText(label, style) + patchMark(isPatched)
  }

  /// The run and whether it was patched.
  var ownerFields: [Field] {
    [Field("run", .integer(owner)), Field("patched", .bool(isPatched))]
  }
}

/// What follows the name of a patched state.
func patchMark(_ isPatched: Bool) -> StyledText {
  isPatched ? StyledText(" patched", .hint) : StyledText()
}
