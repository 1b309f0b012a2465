// A small line chart with both axes, in braille dots, or in `*` without Unicode.

/// A chart of one or more lines.
package struct LineChart: Sendable {
  /// A line through points, in the order given.
  package struct Series: Sendable {
    /// The points; a point that isn't finite interrupts the line.
    package let points: [(x: Double, y: Double)]
    /// The line's style.
    package let style: Style

    /// Creates a line through points.
    package init(_ points: [(x: Double, y: Double)], style: Style = .accent) {
      self.points = points
      self.style = style
    }

    /// Creates a line through values at x = 1, 2, 3, ...
    package init(values: [Double], style: Style = .accent) {
      self.init(
        values.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }, style: style)
    }

    /// The points that are finite.
    var finite: [(x: Double, y: Double)] { points.filter { $0.x.isFinite && $0.y.isFinite } }
  }

  /// A character drawn at a point.
  package struct Marker: Sendable {
    /// The character, one column wide.
    package let letter: Character
    /// Its position.
    package let point: (x: Double, y: Double)
    /// Its style.
    package let style: Style

    /// Creates a marker at a point.
    package init(_ letter: Character, at point: (x: Double, y: Double), style: Style = .strong) {
      self.letter = letter
      self.point = point
      self.style = style
    }
  }

  /// The maximum width of a chart in columns.
  private static let widest = 100

  /// The lines; later ones are drawn over earlier ones.
  package let series: [Series]
  /// Characters drawn over the lines; later ones hide earlier ones.
  package let marks: [Marker]
  /// The number of rows, without the two of the x axis.
  package let height: Int
  /// The axis labels; empty for none.
  package let names: (x: String, y: String)
  /// The range of the y axis; nil for the range of the data.
  package let range: ClosedRange<Double>?

  /// Creates a chart of `height` rows plus two for the x axis.
  package init(
    _ series: [Series], height: Int = 8, names: (x: String, y: String) = ("", ""),
    range: ClosedRange<Double>? = nil, marks: [Marker] = []
  ) {
    self.series = series
    self.marks = marks
    self.height = max(height, 2)
    self.names = names
    self.range = range
  }

  /// The chart's lines, as wide as `capabilities` allows; the plot has at least 8 columns.
  package func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let points = series.flatMap(\.finite)
    guard let first = points.first else { return [StyledText("no points to draw", .dim)] }
    let left = points.reduce(first.x) { min($0, $1.x) }
    let right = points.reduce(first.x) { max($0, $1.x) }
    let bottom = range?.lowerBound ?? points.reduce(first.y) { min($0, $1.y) }
    let top = range?.upperBound ?? points.reduce(first.y) { max($0, $1.y) }

    let marks = [top, bottom].map { NumberFormat.digits($0, significant: 3) }
    let margin = marks.reduce(0) { max($0, $1.count) }
    let columns = max(min(capabilities.width, Self.widest) - margin - 2, 8)
    var canvas = Canvas(columns: columns, rows: height, unicode: capabilities.unicode)
    func place(_ point: (x: Double, y: Double)) -> (x: Int, y: Int) {
      let across = right > left ? fraction(point.x, left, right) : 0
      let up = top > bottom ? fraction(point.y, bottom, top) : 0
      return (
        Int((across * Double(canvas.width - 1)).rounded()),
        Int(((1 - up) * Double(canvas.height - 1)).rounded())
      )
    }
    for line in series {
      var last: (x: Int, y: Int)?
      for point in line.points {
        guard point.x.isFinite, point.y.isFinite else {
          last = nil
          continue
        }
        let next = place(point)
        canvas.line(from: last ?? next, to: next, line.style)
        last = next
      }
    }

    for mark in self.marks where mark.point.x.isFinite && mark.point.y.isFinite {
      let at = place(mark.point)
      canvas.letter(mark.letter, at.x, at.y, mark.style)
    }

    var lines: [StyledText] =
      names.y.isEmpty
      ? [] : [StyledText(names.y, .dim)]
    for row in 0..<height {
      let mark = row == 0 ? marks[0] : row == height - 1 ? marks[1] : ""
      let axis = capabilities.unicode ? (mark.isEmpty ? " │" : " ┤") : mark.isEmpty ? " |" : " +"
      lines.append(
        StyledText(mark, .dim).padded(to: margin, alignment: .right)
          + StyledText(axis, .dim) + canvas.text(row: row))
    }
    let indent = String(repeating: " ", count: margin + 1)
    let corner = capabilities.unicode ? "└" : "+"
    let dash = capabilities.unicode ? "─" : "-"
    lines.append(StyledText(indent + corner + String(repeating: dash, count: columns), .dim))
    lines.append(foot(indent: indent + " ", columns: columns, left: left, right: right))
    return lines
  }

  /// The labels of the x axis: first value, name, last value.
  private func foot(indent: String, columns: Int, left: Double, right: Double) -> StyledText {
    let first = NumberFormat.digits(left, significant: 3)
    let last = right > left ? NumberFormat.digits(right, significant: 3) : ""
    let room = columns - first.count - last.count
    let name = StyledText(names.x).truncated(to: max(room - 2, 0))
    let before = max((room - name.width) / 2, 1)
    let after = max(room - name.width - before, 1)
    var foot = indent + first
    if name.width + last.count > 0 { foot += String(repeating: " ", count: before) + name.text }
    if !last.isEmpty { foot += String(repeating: " ", count: after) + last }
    return StyledText(foot, .dim)
  }
}
