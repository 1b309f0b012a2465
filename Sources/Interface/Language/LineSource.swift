// Logical lines from physical ones: continued lines are joined, and the lines of
// a heredoc belong to the line that begins it.

/// A logical line with the number of its first physical line.
package struct NumberedLine {
  /// The line, without the heredoc's lines.
  package var text: String
  /// From 1.
  package let number: Int
  /// Its heredoc, if it has one.
  package var heredoc: Heredoc?
  /// What is missing at the end of the source: the line can't be run.
  package var missing: Diagnostic?

  package init(
    text: String, number: Int, heredoc: Heredoc? = nil, missing: Diagnostic? = nil
  ) {
    self.text = text
    self.number = number
    self.heredoc = heredoc
    self.missing = missing
  }
}

/// Gives one logical line after the other.
///
/// A `\` at the end of a line continues it on the next. CRLF and a byte order mark are taken off.
package final class LineSource {
  private var physical: () -> String?
  private var number = 0
  private var prepared: NumberedLine?

  /// The lines of a text.
  package init(_ text: String) {
    var rest = text.unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { String($0) }[...]
    if rest.last == "" { rest = rest.dropLast() }
    physical = { rest.popFirst() }
  }

  /// A single line without continuation lines.
  package init(line: String) {
    prepared = NumberedLine(text: line, number: 1)
    physical = { nil }
  }

  /// Lines that `read` gives, one physical line at a time, without their ends; nil at the end.
  package init(reading read: @escaping () -> String?) { physical = read }

  /// The next physical line, without its end.
  private func nextPhysical() -> String? {
    guard var line = physical() else { return nil }
    number += 1
    if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
    if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
    return line
  }

  /// The next logical line, or nil at the end.
  package func next() -> NumberedLine? {
    if let line = prepared {
      prepared = nil
      return line
    }
    guard var piece = nextPhysical() else { return nil }
    let first = number
    var text = ""
    var missing: Diagnostic?
    while Self.isContinued(piece) {
      guard let more = nextPhysical() else {
        let end = text.count + piece.count
        missing = Diagnostic(
          .usage, "the line is continued by '\\', but nothing follows",
          about: .columns(end..<end + 1),
          hint: "remove the '\\'")
        break
      }
      text += piece.dropLast()
      piece = more
    }
    text += piece
    var heredoc = Heredoc(beginning: text)
    if let begun = heredoc {
      var lines: [String] = []
      while let line = nextPhysical() {
        if line == begun.mark {
          heredoc?.text = lines.joined(separator: "\n")
          return NumberedLine(text: text, number: first, heredoc: heredoc)
        }
        lines.append(line)
      }
      missing = Diagnostic(
        .usage, "unterminated '<<\(begun.mark)'", about: .columns(begun.column..<begun.end + 1),
        hint: "end it with a line that is just \(begun.mark)")
    }
    return NumberedLine(text: text, number: first, heredoc: heredoc, missing: missing)
  }

  /// Whether a text needs another line: after a trailing `\`, or in an open heredoc.
  package static func goesOn(_ text: String) -> Bool {
    let source = LineSource(text)
    var last: NumberedLine?
    while let line = source.next() { last = line }
    return last?.missing != nil
  }

  /// Whether a line ends in a `\` that is not itself escaped.
  private static func isContinued(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.last == 0x5C else { return false }
    return bytes.reversed().prefix { $0 == 0x5C }.count % 2 == 1
  }
}
