// One line of text in styled runs. Control characters are escaped on the way in.

/// One line of styled text.
package struct StyledText: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// Text in one style.
  package struct Span: Sendable, Equatable {
    /// The text, without control characters.
    package let text: String
    /// The style.
    package let style: Style
  }

  /// The runs; none is empty, and neighbors differ in style.
  package private(set) var runs: [Span] = []

  /// Creates text in one style, with control characters escaped.
  package init(_ text: String = "", _ style: Style = .plain) {
    append(text, style)
  }

  /// Creates plain text.
  package init(stringLiteral value: String) { self.init(value) }

  /// The text without its styles.
  package var text: String { runs.map(\.text).joined() }

  /// The width in columns.
  package var width: Int { runs.reduce(0) { $0 + displayWidth($1.text) } }

  /// Appends text in a style, with control characters escaped.
  package mutating func append(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    let text = visible(text)
    if let last = runs.last, last.style == style {
      runs[runs.count - 1] = Span(text: last.text + text, style: style)
    } else {
      runs.append(Span(text: text, style: style))
    }
  }

  /// Appends styled text.
  package mutating func append(_ other: StyledText) {
    for run in other.runs { append(run.text, run.style) }
  }

  /// Concatenates two texts.
  package static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.append(right)
    return sum
  }

  /// Appends styled text.
  package static func += (left: inout StyledText, right: StyledText) { left.append(right) }

  /// The text cut to at most `width` columns; `…` replaces the rest.
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

  /// The text cut to at most `width` columns as paths are: `…` replaces leading folders, or the
  /// middle of a name that is too wide by itself.
  package func shortened(to width: Int) -> StyledText {
    guard self.width > width else { return self }
    guard width > 0, let style = runs.first?.style else { return StyledText() }
    var end = ""
    var room = width - 1
    for part in text.split(separator: "/", omittingEmptySubsequences: false).reversed() {
      let piece = "/" + part
      guard displayWidth(piece) <= room else { break }
      end = piece + end
      room -= displayWidth(piece)
    }
    guard end.isEmpty else { return StyledText("…" + end, style) }
    var name = text.split(separator: "/").last.map(String.init) ?? text
    if let dot = name.lastIndex(of: "."), dot != name.startIndex {
      // Names differ in what precedes their ending.
      name = String(name[..<dot])
      if displayWidth(name) < width { return StyledText(name + "…", style) }
    }
    let head = prefix(of: name, width: (width - 1) / 2)
    let tail = prefix(of: String(name.reversed()), width: width - 1 - displayWidth(head))
    return StyledText(head + "…" + String(tail.reversed()), style)
  }

  /// The text padded with spaces to at least `width` columns.
  package func padded(to width: Int, alignment: Alignment = .left) -> StyledText {
    let missing = width - self.width
    guard missing > 0 else { return self }
    let spaces = StyledText(String(repeating: " ", count: missing))
    return alignment == .left ? self + spaces : spaces + self
  }
}

/// The alignment of text in a column.
package enum Alignment: Sendable {
  /// Left, for text.
  case left
  /// Right, for numbers.
  case right
}
