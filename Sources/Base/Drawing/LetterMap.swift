// Characters in rows of cells, each shaded by how sure something is of it. It knows no puzzle.

/// Rows of characters, each with a share that shades its cell.
package struct LetterMap: Sendable {
  /// One cell: text of a few characters and the share that shades it.
  package struct Cell: Sendable {
    /// What it shows.
    package let text: String
    /// The share in 0...1; nil for no shade.
    package let share: Double?
    /// How text without a shade is marked.
    package let style: Style

    /// A cell.
    package init(_ text: String, share: Double? = nil, style: Style = .plain) {
      self.text = text
      self.share = share
      self.style = style
    }
  }

  /// One row: what stands before its cells, the cells, and what stands behind them.
  package struct Row: Sendable {
    /// What stands before the cells.
    package let label: StyledText
    /// The cells.
    package let cells: [Cell]
    /// What stands behind the cells, a column each.
    package let details: [StyledText]

    /// A row.
    package init(_ label: StyledText, _ cells: [Cell], details: [StyledText] = []) {
      self.label = label
      self.cells = cells
      self.details = details
    }
  }

  /// The rows from top to bottom.
  package let rows: [Row]
  /// Whether the line that explains the shades is left out.
  package let hidesLegend: Bool

  /// Marks behind a character where there are no shades, up to the share below which they stand.
  private static let marks: [(below: Double, mark: String)] = [(0.5, "?"), (0.9, "~"), (0.99, ".")]

  /// A map of rows; those of fewer cells are short.
  package init(_ rows: [Row], hidesLegend: Bool = false) {
    self.rows = rows
    self.hidesLegend = hidesLegend
  }

  /// The rows and, under them, what the shades mean.
  ///
  /// With 256 colors or more a cell is shaded; with fewer a mark behind its character says how much
  /// there is. Cells take three columns, fewer where there is no room; behind what even one each is too
  /// much for stands `…`.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let margin = rows.reduce(0) { max($0, $1.label.width) } + 2
    let count = rows.reduce(0) { max($0, $1.cells.count) }
    let columns = rows.reduce(0) { max($0, $1.details.count) }
    let widths = (0..<columns).map { column in
      rows.reduce(0) { max($0, $1.details.count > column ? $1.details[column].width + 2 : 0) }
    }
    let behind = widths.reduce(0, +)
    let room = max(capabilities.width - margin, 1)
    // Cells are made narrower first, then what stands behind them goes.
    let (width, hasDetails) =
      [(3, true), (2, true), (1, true), (1, false)].first {
        count * $0.0 + ($0.1 ? behind : 0) <= room
      } ?? (1, false)
    let fitting = min(count, width == 1 && count > room ? room - 1 : count)
    var lines = rows.map { row in
      var line = row.label.padded(to: margin)
      for cell in row.cells.prefix(fitting) { line += text(cell, width, capabilities) }
      if row.cells.count > fitting { line.append("…", .dim) }
      guard hasDetails else { return line.trimmed }
      line = line.padded(to: margin + fitting * width)
      for (detail, width) in zip(row.details, widths) { line += ("  " + detail).padded(to: width) }
      return line.trimmed
    }
    if !hidesLegend { lines.append(legend(margin, width, capabilities)) }
    return lines
  }

  private func text(_ cell: Cell, _ width: Int, _ capabilities: TerminalCapabilities) -> StyledText
  {
    let shown = StyledText(cell.text).width <= width ? cell.text : "+"
    guard let share = cell.share else {
      let text = StyledText(shown, cell.style)
      return width == 3 && text.width < 3
        ? (" " + text).padded(to: 3) : text.padded(to: width)
    }
    let part = share.isNaN ? 0 : min(max(share, 0), 1)
    if capabilities.color >= .ansi256 {
      let padded = StyledText((width == 3 ? " " : "") + shown).padded(to: width).text
      return StyledText(padded, .shade(.sequential, UInt8(min((part * 256).rounded(), 255))))
    }
    let mark = Self.marks.first { part < $0.below }?.mark ?? " "
    let style: Style = part < 0.5 ? .bad : part < 0.9 ? .warning : .plain
    guard width > 1 else { return StyledText(shown, style) }
    return StyledText(width == 3 ? " " : "") + StyledText(shown + mark, style).padded(to: 2)
  }

  private func legend(_ margin: Int, _ width: Int, _ capabilities: TerminalCapabilities)
    -> StyledText
  {
    var legend = StyledText("p").padded(to: margin)
    guard capabilities.color < .ansi256 else {
      legend = StyledText("p", .dim).padded(to: margin)
      for part in stride(from: 0, through: 8, by: 1) {
        legend.append("  ", .shade(.sequential, UInt8(min(part * 32, 255))))
      }
      return (legend + StyledText(" 0 to 1", .dim)).truncated(to: capabilities.width)
    }
    let words = Self.marks.map {
      "\($0.mark) below \(NumberFormat.digits($0.below, significant: 2))"
    }
    let text = width > 1 ? words.joined(separator: "   ") : "no room for marks"
    return StyledText("p".padding(to: margin) + text, .dim).truncated(to: capabilities.width)
  }
}

extension String {
  /// The text with spaces behind it up to a width.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}

extension StyledText {
  /// The text without plain spaces at its end.
  var trimmed: StyledText {
    var kept = self.runs
    while let last = kept.last, last.style == .plain || last.style == .dim {
      let text = String(last.text.reversed().drop { $0 == " " }.reversed())
      kept.removeLast()
      if !text.isEmpty {
        kept.append(Span(text: text, style: last.style))
        break
      }
    }
    var text = StyledText()
    for run in kept { text.append(run.text, run.style) }
    return text
  }
}
