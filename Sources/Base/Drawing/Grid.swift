// Characters in square cells, some of them marked. No rules of any puzzle.

/// Characters in rows of cells.
package struct Grid: Sendable {
  /// One cell: a character and its style.
  package struct Cell: Sendable, Equatable {
    /// What it shows.
    package let character: Character
    /// How it is marked.
    package let style: Style
    /// What stands behind it where colors can't be relied on; nil for a space.
    package let mark: Character?

    /// A cell.
    package init(_ character: Character, _ style: Style = .plain, mark: Character? = nil) {
      self.character = character
      self.style = style
      self.mark = mark
    }
  }

  /// The rows from top to bottom.
  package let rows: [[Cell]]
  /// Rows and columns of cells between two rules; 0 for no rules.
  package let block: (rows: Int, columns: Int)

  /// A grid; `block` puts rules between blocks of so many rows and columns.
  package init(_ rows: [[Cell]], block: (rows: Int, columns: Int) = (0, 0)) {
    self.rows = rows
    self.block = block
  }

  /// The rows, a space or a mark behind each cell but an unmarked last one, dim rules between blocks.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    var lines: [StyledText] = []
    for (index, row) in rows.enumerated() {
      if block.rows > 0, index > 0, index.isMultiple(of: block.rows) {
        lines.append(rule(row.count, capabilities))
      }
      var line = StyledText()
      for (column, cell) in row.enumerated() {
        if column > 0, row[column - 1].mark == nil { line.append(" ") }
        if isRuled(before: column) { line.append(capabilities.unicode ? "│ " : "| ", .dim) }
        line.append(String(cell.character), cell.style)
        if let mark = cell.mark { line.append(String(mark), cell.style) }
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
