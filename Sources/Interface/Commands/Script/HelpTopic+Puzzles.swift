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
      + "\n\n'sample' gives questions to try."
  }
}
