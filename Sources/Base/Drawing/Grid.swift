// Characters in square cells. Independent of any puzzle.

/// A grid of characters.
package struct Grid: Sendable {
  /// A character and its style.
  package struct Cell: Sendable, Equatable {
    /// The character.
    package let character: Character
    /// Its style.
    package let style: Style
    /// A character after it that works without color; nil for a space.
    package let mark: Character?

    /// Whether it has a background color, which its neighbor's borders on.
    fileprivate var isFilled: Bool {
      if case .cell = style { true } else { false }
    }

    /// Creates a cell.
    package init(_ character: Character, _ style: Style = .plain, mark: Character? = nil) {
      self.character = character
      self.style = style
      self.mark = mark
    }
  }

  /// The rows from top to bottom.
  package let rows: [[Cell]]
  /// The size of the blocks that rules separate, in cells; 0 for no rules.
  package let block: (rows: Int, columns: Int)

  /// Creates a grid; rules separate blocks of `block.rows` by `block.columns` cells.
  package init(_ rows: [[Cell]], block: (rows: Int, columns: Int) = (0, 0)) {
    self.rows = rows
    self.block = block
  }

  /// The rows, with a mark or a space after each cell and dim rules between blocks.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    var lines: [StyledText] = []
    for (index, row) in rows.enumerated() {
      if block.rows > 0, index > 0, index.isMultiple(of: block.rows) {
        lines.append(rule(row.count, capabilities))
      }
      var line = StyledText()
      for (column, cell) in row.enumerated() {
        if column > 0, row[column - 1].mark == nil {
          line.append(" ", row[column - 1].isFilled ? row[column - 1].style : .plain)
        }
        if isRuled(before: column) { line.append(capabilities.unicode ? "│ " : "| ", .dim) }
        line.append(String(cell.character), cell.style)
        if let mark = cell.mark { line.append(String(mark), cell.style) }
      }
      // The last cell is as wide as the others.
      if let last = row.last, last.isFilled, last.mark == nil, capabilities.color > .none {
        line.append(" ", last.style)
      }
      lines.append(line)
    }
    return lines
  }

  private func isRuled(before column: Int) -> Bool {
    block.columns > 0 && column > 0 && column.isMultiple(of: block.columns)
  }

  private func rule(_ columns: Int, _ capabilities: TerminalCapabilities) -> StyledText {
    let dash = capabilities.unicode ? "─" : "-"
    var rule = ""
    for column in 0..<columns {
      if column > 0 { rule += dash }
      if isRuled(before: column) { rule += capabilities.unicode ? "┼─" : "+-" }
      rule += dash
    }
    return StyledText(rule, .dim)
  }
}
