// One line of text in runs of a style each. It holds no escape codes and no control characters:
// whatever comes in is made visible first.

/// One line of styled text.
package struct StyledText: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// A piece of text in one style.
  package struct Span: Sendable, Equatable {
    /// Its text, without control characters.
    package let text: String
    /// Its style.
    package let style: Style
  }

  /// The runs, none of them empty, neighbors differing in style.
  package private(set) var runs: [Span] = []

  /// Text in one style, control characters made visible.
  package init(_ text: String = "", _ style: Style = .plain) {
    append(text, style)
  }

  /// Plain text.
  package init(stringLiteral value: String) { self.init(value) }

  /// The text without its styles.
  package var text: String { runs.map(\.text).joined() }

  /// The columns it takes.
  package var width: Int { runs.reduce(0) { $0 + displayWidth($1.text) } }

  /// Adds text in a style at the end, control characters made visible.
  package mutating func append(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    let text = visible(text)
    if let last = runs.last, last.style == style {
      runs[runs.count - 1] = Span(text: last.text + text, style: style)
    } else {
      runs.append(Span(text: text, style: style))
    }
  }

  /// Adds styled text at the end.
  package mutating func append(_ other: StyledText) {
    for run in other.runs { append(run.text, run.style) }
  }

  /// One text after the other.
  package static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.append(right)
    return sum
  }

  /// Adds styled text at the end.
  package static func += (left: inout StyledText, right: StyledText) { left.append(right) }

  /// Its beginning in at most `width` columns; `…` stands for what is left out.
  package func truncated(to width: Int) -> StyledText {
    guard self.width > width else { return self }
    guard width > 0 else { return StyledText() }
    var kept = StyledText()
    var room = width - 1
    for run in runs {
      let piece = prefix(of: run.text, width: room)
      kept.append(piece, run.style)
      room -= displayWidth(piece)
      if piece.count < run.text.count {
        kept.append("…", run.style)
        break
      }
    }
    return kept
  }

  /// In at least `width` columns, filled with spaces on the right, or on the left.
  package func padded(to width: Int, alignment: Alignment = .left) -> StyledText {
    let missing = width - self.width
    guard missing > 0 else { return self }
    let spaces = StyledText(String(repeating: " ", count: missing))
    return alignment == .left ? self + spaces : spaces + self
  }
}

/// The side on which text stands in its column.
package enum Alignment: Sendable {
  /// Text.
  case left
  /// Numbers.
  case right
}
