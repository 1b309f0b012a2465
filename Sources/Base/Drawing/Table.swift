// Rows in columns with a header. Columns are as wide as their widest cell; on a narrow line, text
// is cut or folded before numbers are cut, and then the last columns are omitted.

/// A table of styled cells, two spaces between columns.
package struct Table: Sendable {
  /// A column's header and alignment.
  package struct Column: Sendable {
    /// The header.
    package let title: StyledText
    /// The alignment of header and cells: right for numbers.
    package let alignment: Alignment
    /// The minimum width, for rows that are drawn later.
    package let minimum: Int
    /// How cells that are too wide are shown.
    package let excess: Excess

    /// How cells that are too wide for their column are shown.
    package enum Excess: Sendable {
      /// Cut at the end.
      case cut
      /// Cut as paths are.
      case shortened
      /// Folded between words, for a column of prose.
      case folded
    }

    /// Creates a column; its header is strong.
    package init(
      _ title: String, _ alignment: Alignment = .left, minimum: Int = 0, excess: Excess = .cut
    ) {
      self.title = StyledText(title, .strong)
      self.alignment = alignment
      self.minimum = minimum
      self.excess = excess
    }
  }

  /// The columns, left to right.
  package let columns: [Column]

  /// The rows added so far, each with one cell a column.
  package private(set) var rows: [[StyledText]] = []

  private static let gap = 2

  /// Creates a table without rows.
  package init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row with one cell for each column.
  package mutating func add(_ cells: [StyledText]) {
    precondition(cells.count == columns.count, "a row needs one cell for each column")
    rows.append(cells)
  }

  /// The header and the rows, at most `width` columns wide where possible.
  package func lines(width: Int) -> [StyledText] {
    let widths = widths(within: width)
    return [line(columns.map(\.title), widths)] + rows.flatMap { folded($0, widths) }
  }

  /// One row laid out in the columns of ``lines(width:)``, for rows that are drawn later.
  package func line(_ cells: [StyledText], width: Int) -> StyledText {
    precondition(cells.count == columns.count, "a row needs one cell for each column")
    return line(cells, widths(within: width))
  }

  /// A row in as many lines as its folded cells need.
  private func folded(_ cells: [StyledText], _ widths: [Int]) -> [StyledText] {
    let parts = cells.indices.map { index in
      columns[index].excess == .folded ? cells[index].folded(to: widths[index]) : [cells[index]]
    }
    return (0..<(parts.map(\.count).max() ?? 0)).map { number in
      line(parts.map { $0.indices.contains(number) ? $0[number] : StyledText() }, widths)
    }
  }

  private func line(_ cells: [StyledText], _ widths: [Int]) -> StyledText {
    var line = StyledText()
    var spaces = 0
    for (index, cell) in cells.enumerated() {
      let width = widths[index]
      let isPath = columns[index].excess == .shortened
      let cell = isPath ? cell.shortened(to: width) : cell.truncated(to: width)
      let missing = width - cell.width
      let right = columns[index].alignment == .right
      if right { spaces += missing }
      if cell.width > 0 {
        line.append(String(repeating: " ", count: spaces))
        line.append(cell)
        spaces = 0
      }
      // Spaces are written when something follows them, so that no line ends in spaces.
      spaces += (right ? 0 : missing) + Self.gap
    }
    return line
  }

  /// The columns' widths; the widest text column shrinks first, then the widest number column.
  private func widths(within limit: Int) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(max(columns[index].title.width, columns[index].minimum)) {
        max($0, $1[index].width)
      }
    }
    // Without room for four characters in each column, the last columns are omitted.
    var shown = widths.count
    while shown > 1,
      widths[..<shown].reduce(Self.gap * (shown - 1), { $0 + min($1, 4) }) > limit
    { shown -= 1 }
    for index in widths.indices where index >= shown { widths[index] = 0 }
    var excess = widths.reduce(0, +) + Self.gap * (shown - 1) - limit
    for (alignment, least) in [(Alignment.left, 4), (.right, 4), (.left, 1), (.right, 1)] {
      while excess > 0,
        let widest = widths.indices.filter({
          columns[$0].alignment == alignment && widths[$0] > least
        }).max(by: { widths[$0] < widths[$1] })
      {
        widths[widest] -= 1
        excess -= 1
      }
    }
    return widths
  }
}
