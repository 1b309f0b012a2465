// A small chart of one or more lines with both axes. Braille dots, or `*` without Unicode.

/// A chart of lines through points.
package struct Curve: Sendable {
  /// A line through points in the order given.
  package struct Series: Sendable {
    /// The points; one that isn't finite breaks the line.
    package let points: [(x: Double, y: Double)]
    /// The line's style.
    package let style: Style

    /// A line through points.
    package init(_ points: [(x: Double, y: Double)], style: Style = .accent) {
      self.points = points
      self.style = style
    }

    /// A line through numbers at 1, 2, 3 and so on.
    package init(values: [Double], style: Style = .accent) {
      self.init(
        values.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }, style: style)
    }

    /// The points that can be drawn.
    var finite: [(x: Double, y: Double)] { points.filter { $0.x.isFinite && $0.y.isFinite } }
  }

  /// A character at a point.
  package struct Mark: Sendable {
    /// What it shows, one column wide.
    package let letter: Character
    /// Where it stands.
    package let point: (x: Double, y: Double)
    /// Its style.
    package let style: Style

    /// A character at a point.
    package init(_ letter: Character, at point: (x: Double, y: Double), style: Style = .strong) {
      self.letter = letter
      self.point = point
      self.style = style
    }
  }

  /// The most columns of the screen that a chart takes, where nobody looks at a screen.
  private static let widest = 100

  /// The lines; later ones are drawn over earlier ones.
  package let series: [Series]
  /// Characters over the lines; later ones hide earlier ones.
  package let marks: [Mark]
  /// Rows of the chart, without the two of the x axis.
  package let height: Int
  /// What x and y are, or empty.
  package let names: (x: String, y: String)
  /// The numbers at the bottom and the top, or nil: the least and the greatest there are.
  package let range: ClosedRange<Double>?

  /// A chart of so many rows and the two of the x axis.
  package init(
    _ series: [Series], height: Int = 8, names: (x: String, y: String) = ("", ""),
    range: ClosedRange<Double>? = nil, marks: [Mark] = []
  ) {
    self.series = series
    self.marks = marks
    self.height = max(height, 2)
    self.names = names
    self.range = range
  }

  /// The chart in the width of the abilities, at least 8 columns of it for the lines.
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
      ? [] : [StyledText(names.y, .dim).truncated(to: capabilities.width)]
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

  /// The x axis' first and last numbers at its ends, its name between them.
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
