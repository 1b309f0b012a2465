// Grids pasted at the prompt row by row.

internal import CommandCore
internal import Commands
internal import Language
internal import Puzzles
internal import Workbench

extension CommandContext {
  /// The `ask` line for a pasted block that is a question of the model's grid puzzle; nil if it
  /// isn't one.
  ///
  /// A block is a question if it has at least as many lines as the grid has columns, or the puzzle
  /// reads it, and its first line is neither a command nor a complete question.
  func gridQuestion(in text: String) -> NumberedLine? {
    guard text.contains("\n"), let puzzle = workbench.model?.puzzle, let width = puzzle.gridWidth
    else {
      return nil
    }
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
    guard lines.count >= width || (try? puzzle.parse(text)) != nil, let first = lines.first,
      first.count < puzzle.length,
      let word = first.split(whereSeparator: \.isWhitespace).first.map(String.init),
      CommandTree.command(word) == nil, script.aliases[word] == nil, !word.hasPrefix("!"),
      Statement.Prefix(rawValue: word) == nil
    else { return nil }
    let line = "ask <<'GRID'"
    var heredoc = Heredoc(beginning: line)
    heredoc?.text = text
    return NumberedLine(text: line, number: 1, heredoc: heredoc)
  }
}
