// A matrix as shaded cells. It shows size and sign, not numbers; the legend says what they mean.

/// A matrix as rows of shaded cells.
package struct HeatMap: Sendable {
  /// The rows from top to bottom, all equally long.
  package let rows: [[Double]]
  /// What stands before each row; none, or one a row.
  package let labels: [String]
  /// How numbers become shades.
  package let scale: Style.Scale
  /// The numbers of the first and the last shade, or nil: the least and the greatest there are.
  package let range: ClosedRange<Double>?

  private static let shades: [Character] = Array(" .:-=+*#%@")

  /// A map of equally long rows; `labels` is empty or has one for each.
  package init(
    _ rows: [[Double]], labels: [String] = [], scale: Style.Scale = .sequential,
    range: ClosedRange<Double>? = nil
  ) {
    precondition(
      rows.allSatisfy { $0.count == rows[0].count }, "a heat map's rows are equally long")
    precondition(labels.isEmpty || labels.count == rows.count, "a heat map's row has one label")
    self.rows = rows
    self.labels = labels
    self.scale = scale
    self.range = range
  }

  /// The rows, and under them the legend.
  ///
  /// With 256 colors or more a cell is a shaded background two columns wide, one where two don't
  /// fit; with fewer it is one of " .:-=+*#%@". On a diverging scale these show the distance from
  /// zero, and styles the sign; without any color they run from negative to positive. Neighboring columns share a cell as their mean where even one is too much.
  /// What isn't finite is `?`.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    guard let first = rows.first, !first.isEmpty else { return [] }
    let margin = labels.reduce(0) { max($0, displayWidth($1)) }
    let room = max(capabilities.width - (margin > 0 ? margin + 1 : 0), 1)
    let cells = rows.map { means(of: $0, count: room) }
    let bounds = bounds
    let cellWidth = capabilities.color >= .ansi256 && cells[0].count * 2 <= room ? 2 : 1
    var lines = cells.enumerated().map { index, row in
      var line = StyledText()
      if margin > 0 { line += StyledText(labels[index], .dim).padded(to: margin + 1) }
      for value in row { line += cell(value, bounds, capabilities.color, width: cellWidth) }
      return line
    }
    var legend = StyledText(String(repeating: " ", count: margin > 0 ? margin + 1 : 0))
    legend.append(NumberFormat.digits(bounds.lowerBound, significant: 3) + " ", .dim)
    for step in 0...8 {
      let part = Double(step) / 8
      let value = bounds.lowerBound * (1 - part) + bounds.upperBound * part
      legend += cell(value, bounds, capabilities.color, width: 1)
    }
    legend.append(" " + NumberFormat.digits(bounds.upperBound, significant: 3), .dim)
    if first.count > room { legend.append("  \(first.count) columns in \(room)", .dim) }
    lines.append(legend.truncated(to: capabilities.width))
    return lines
  }

  /// The numbers of the first and last shade; symmetric about zero on a diverging scale.
  private var bounds: ClosedRange<Double> {
    if let range { return range }
    let finite = rows.joined().filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return 0...0 }
    let size = max(abs(least), abs(most))
    return scale == .diverging ? -size...size : least...most
  }

  private func cell(
    _ value: Double, _ bounds: ClosedRange<Double>, _ color: TerminalCapabilities.Color, width: Int
  ) -> StyledText {
    guard value.isFinite else {
      return StyledText(String(repeating: "?", count: width), .bad)
    }
    let flat = bounds.lowerBound == bounds.upperBound
    let middle = scale == .diverging ? 0.5 : 0
    let part = flat ? middle : fraction(value, bounds.lowerBound, bounds.upperBound)
    if color >= .ansi256 {
      let level = UInt8(min((part * 256).rounded(), 255))
      return StyledText(String(repeating: " ", count: width), .shade(scale, level))
    }
    let signed = scale == .diverging && color > .none
    let strength = signed ? abs(part - 0.5) * 2 : part
    let shade = Self.shades[Int((strength * 9).rounded())]
    return StyledText(
      String(shade), signed ? (part < 0.5 ? .hint : .bad) : .plain)
  }
}
