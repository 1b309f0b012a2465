// Help on puzzles: how a question is written, and the options.

internal import Puzzles

extension HelpTopic {
  /// Every topic, those on puzzles last.
  static let all: [HelpTopic] = general + PuzzleList.kinds.map { HelpTopic($0) }

  /// The topic of a puzzle.
  private init(_ kind: PuzzleKind) {
    let width = kind.options.map(\.name.count).max() ?? 0
    let indent = String(repeating: " ", count: width + 4)
    let options = kind.options.map { option in
      var lines = ["  " + option.name + indent.dropFirst(option.name.count + 2)]
      for word in "\(option.summary); default \(option.defaultValue)".split(separator: " ") {
        let last = lines.count - 1
        if lines[last].count + word.count >= 80 {
          lines.append(indent + word)
        } else {
          lines[last] += lines[last].hasSuffix(" ") ? word : " " + word
        }
      }
      return lines.joined(separator: "\n")
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
