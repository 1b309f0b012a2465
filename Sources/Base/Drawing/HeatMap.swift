// A matrix as shaded cells with a legend.

/// A heat map of a matrix.
package struct HeatMap: Sendable {
  /// The rows from top to bottom, all of one length.
  package let rows: [[Double]]
  /// The row labels; empty, or one for each row.
  package let labels: [String]
  /// The color scale.
  package let scale: Style.Scale
  /// The values of the first and last shade; nil for the range of the data.
  package let range: ClosedRange<Double>?

  private static let shades: [Character] = Array(" .:-=+*#%@")

  /// Creates a heat map; `labels` is empty or has one for each row.
  package init(
    _ rows: [[Double]], labels: [String] = [], scale: Style.Scale = .sequential,
    range: ClosedRange<Double>? = nil
  ) {
    precondition(
      rows.allSatisfy { $0.count == rows[0].count }, "the rows of a heat map must have one length")
    precondition(
      labels.isEmpty || labels.count == rows.count,
      "a heat map needs one label for each row, or none")
    self.rows = rows
    self.labels = labels
    self.scale = scale
    self.range = range
  }

  /// The rows and, below them, the legend.
  ///
  /// With 256 colors or more, a cell is a shaded background two columns wide, or one if two don't
  /// fit. With fewer colors it is one of " .:-=+*#%@": on a diverging scale the character shows
  /// the distance from zero and the style the sign; without color the characters run from negative
  /// to positive. If there are more values than columns, a cell shows the mean of its neighbors.
  /// Values that aren't finite show as `?`.
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

  /// The values of the first and last shade; symmetric about zero on a diverging scale.
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
