// Logical lines from text or from a file descriptor: continued lines are joined, and the lines of
// a heredoc belong to the line that begins it.

internal import Platform

/// A logical line with the number of its first physical line.
struct NumberedLine {
  /// The line, without the heredoc's lines.
  var text: String
  /// From 1.
  let number: Int
  /// The text that stands for its last word.
  var heredoc: Heredoc?
  /// What is missing at the end of the source: the line can't be run.
  var missing: ShellError?
}

/// Gives one logical line after the other.
///
/// A `\` at the end of a line continues it on the next. CRLF and a byte order mark are taken off.
final class LineSource {
  private var physical: () -> String?
  private var number = 0
  private var prepared: NumberedLine?

  /// The lines of a text.
  init(_ text: String) {
    var rest = text.unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { String($0) }[...]
    if rest.last == "" { rest = rest.dropLast() }
    physical = { rest.popFirst() }
  }

  /// One line, whatever it holds: it neither goes on nor ends before its end.
  init(line: String) {
    prepared = NumberedLine(text: line, number: 1)
    physical = { nil }
  }

  /// The lines of a file descriptor, read as they come.
  init(descriptor: Int32) {
    var buffer: [UInt8] = []
    var start = 0
    var searched = 0
    var isAtEnd = false
    physical = {
      while true {
        if let end = buffer[searched...].firstIndex(of: 10) {
          let line = String(decoding: buffer[start..<end], as: UTF8.self)
          start = end + 1
          searched = start
          return line
        }
        searched = buffer.count
        if isAtEnd {
          guard start < buffer.count else { return nil }
          let line = String(decoding: buffer[start...], as: UTF8.self)
          start = buffer.count
          return line
        }
        buffer.removeFirst(start)
        searched -= start
        start = 0
        var block = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &block, block.count)
        if count < 0 && errno == EINTR && !Interrupt.isRequested { continue }
        if count > 0 {
          buffer += block[..<count]
          continue
        }
        isAtEnd = true
        // What a signal cut off is no line.
        if count < 0 { start = buffer.count }
      }
    }
  }

  /// The next physical line, without its end.
  private func nextPhysical() -> String? {
    guard var line = physical() else { return nil }
    number += 1
    if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
    if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
    return line
  }

  /// The next logical line, or nil at the end.
  func next() -> NumberedLine? {
    if let line = prepared {
      prepared = nil
      return line
    }
    guard var piece = nextPhysical() else { return nil }
    let first = number
    var text = ""
    var missing: ShellError?
    while Self.isContinued(piece) {
      guard let more = nextPhysical() else {
        let end = text.count + piece.count
        missing = ShellError(
          .usage, "the line goes on after '\\', and there is no more", columns: end..<end + 1,
          hint: "take the '\\' away")
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
      missing = ShellError(
        .usage, "'<<\(begun.mark)' is never closed", columns: begun.column..<begun.end + 1,
        hint: "end it with a line that is just \(begun.mark)")
    }
    return NumberedLine(text: text, number: first, heredoc: heredoc, missing: missing)
  }

  /// Whether the last line of a text goes on: after `\`, or in a heredoc without its end.
  static func goesOn(_ text: String) -> Bool {
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
