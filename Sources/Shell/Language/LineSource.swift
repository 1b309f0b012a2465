// Logical lines from text or from a file descriptor: continued lines are joined.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A logical line with the number of its first physical line.
struct NumberedLine: Equatable {
  let text: String
  let number: Int
}

/// Gives one logical line after the other.
///
/// A `\` at the end of a line continues it on the next. CRLF and a byte order mark are taken off.
final class LineSource {
  private var physical: () -> String?
  private var number = 0

  /// The lines of a text.
  init(_ text: String) {
    var rest = text.unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { String($0) }[...]
    if rest.last == "" { rest = rest.dropLast() }
    physical = { rest.popFirst() }
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
        if count <= 0 { isAtEnd = true } else { buffer += block[..<count] }
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
    guard var text = nextPhysical() else { return nil }
    let first = number
    while text.hasSuffix("\\"), !text.hasSuffix("\\\\"), let more = nextPhysical() {
      text = String(text.dropLast()) + more
    }
    return NumberedLine(text: text, number: first)
  }
}
