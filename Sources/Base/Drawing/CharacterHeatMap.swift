// Rows of characters, each shaded by its probability. Independent of any puzzle.

/// A heat map whose cells show characters, shaded by a probability.
package struct CharacterHeatMap: Sendable {
  /// A short text and the probability that shades it.
  package struct Cell: Sendable {
    /// The text.
    package let text: String
    /// The probability in 0...1; nil for no shade.
    package let share: Double?
    /// The style of text without a shade.
    package let style: Style

    /// Creates a cell.
    package init(_ text: String, share: Double? = nil, style: Style = .plain) {
      self.text = text
      self.share = share
      self.style = style
    }
  }

  /// A label, cells, and details after the cells.
  package struct Row: Sendable {
    /// The label before the cells.
    package let label: StyledText
    /// The cells.
    package let cells: [Cell]
    /// Texts after the cells, one a column.
    package let details: [StyledText]

    /// Creates a row.
    package init(_ label: StyledText, _ cells: [Cell], details: [StyledText] = []) {
      self.label = label
      self.cells = cells
      self.details = details
    }
  }

  /// The rows from top to bottom.
  package let rows: [Row]
  /// Whether to omit the legend.
  package let hidesLegend: Bool

  /// The marks that replace shades, each with the probability below which it is shown.
  private static let marks: [(below: Double, mark: String)] = [(0.5, "?"), (0.9, "~"), (0.99, ".")]

  /// Creates a heat map; rows may differ in length.
  package init(_ rows: [Row], hidesLegend: Bool = false) {
    self.rows = rows
    self.hidesLegend = hidesLegend
  }

  /// The rows and, below them, the legend.
  ///
  /// With 256 colors or more, cells are shaded; with fewer, a mark after the text shows the
  /// probability. Cells are three columns wide, or fewer to fit the width; `…` ends a row that
  /// doesn't fit even with one column a cell.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let margin = rows.reduce(0) { max($0, $1.label.width) } + 2
    let count = rows.reduce(0) { max($0, $1.cells.count) }
    let columns = rows.reduce(0) { max($0, $1.details.count) }
    let widths = (0..<columns).map { column in
      rows.reduce(0) { max($0, $1.details.count > column ? $1.details[column].width + 2 : 0) }
    }
    let behind = widths.reduce(0, +)
    let room = max(capabilities.width - margin, 1)
    // Cells get narrower first; then the details go.
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
  /// The text padded with spaces on the right.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}

extension StyledText {
  /// The text without trailing plain or dim spaces.
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
