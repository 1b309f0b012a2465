// Help on puzzles: how a question is written, and the options.

internal import Puzzles

extension HelpTopic {
  /// Every topic, those on puzzles last.
  static let all: [HelpTopic] = general + PuzzleList.kinds.map { HelpTopic($0) }

  /// The topic of a puzzle.
  private init(_ kind: PuzzleKind) {
    let width = kind.options.map(\.name.count).max() ?? 0
    let options = kind.options.map { option in
      let gap = String(repeating: " ", count: width + 2 - option.name.count)
      return "  \(option.name)\(gap)\(option.summary); default \(option.defaultValue)"
    }
    name = kind.name
    title = "the puzzle \(kind.name): \(kind.summary)"
    text =
      kind.writing
      + (options.isEmpty
        ? "" : "\n\nOptions, as --option NAME=VALUE:\n\n" + options.joined(separator: "\n"))
      + Self.hardKinds(of: kind) + (kind.undrawn.isEmpty ? "" : "\n\n" + kind.undrawn)
      + "\n\n'sample' gives questions to try."
  }

  /// The hard kinds of a puzzle with its default options.
  private static func hardKinds(of kind: PuzzleKind) -> String {
    guard let kinds = (try? kind.make())?.hardKinds, !kinds.isEmpty else { return "" }
    let width = kinds.map(\.name.count).max() ?? 0
    return "\n\nHard kinds, which 'eval' and 'train' ask and draw with --hard:\n\n"
      + kinds.map { kind in
        let gap = String(repeating: " ", count: width + 2 - kind.name.count)
        return "  \(kind.name)\(gap)\(kind.summary)"
      }.joined(separator: "\n")
  }
}
