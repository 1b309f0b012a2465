// Errors as text: the location in GNU format, the line, a caret under the columns, a hint.

package import Drawing
package import Language

/// A line of a source, as shown in errors.
package struct SourceLocation: Sendable {
  /// A path as given, `<stdin>`, `<command 2>`, `<paste>`; nil at the prompt.
  package let name: String?
  /// From 1.
  package let line: Int

  package init(name: String?, line: Int) {
    self.name = name
    self.line = line
  }
}

/// The lines of an error message; `outer` holds the `source` lines that led to it.
///
/// The line with the error is shown around it, in `width` columns.
package func diagnosticLines(
  _ error: Diagnostic, text: String, place: SourceLocation, outer: [SourceLocation],
  width: Int = 1000
) -> [StyledText] {
  var position = ""
  if let name = place.name {
    position = "\(name):\(place.line):"
    if let columns = error.columns { position += "\(columns.lowerBound):" }
    position += " "
  }
  var lines = [
    StyledText(position, .strong) + StyledText("error: ", .bad) + StyledText(error.message)
  ]
  if let columns = error.columns {
    let (excerpt, marks) = excerpt(text, around: columns, room: min(width - 2, 200))
    lines.append(StyledText("  " + excerpt))
    let indent = String(repeating: " ", count: marks.lowerBound + 2)
    let tail = String(repeating: "~", count: marks.count - 1)
    lines.append(StyledText(indent) + StyledText("^" + tail, .bad))
  }
  lines += error.details.map { StyledText("  " + $0) }
  if let hint = error.hint { lines.append(StyledText("hint: ", .hint) + StyledText(hint)) }
  for place in outer.reversed() {
    guard let name = place.name else { continue }
    lines.append(StyledText("note: ", .dim) + StyledText("sourced from \(name):\(place.line)"))
  }
  return lines
}

/// The part of a line around `columns`, from 1, that fits in `room`; `…` replaces the rest.
///
/// Returns it with the columns of the screen, from 0, that are to be marked.
private func excerpt(
  _ text: String, around columns: Range<Int>, room: Int
) -> (text: String, marks: Range<Int>) {
  let characters = text.map { $0.isWhitespace ? " " : visible(String($0)) }
  let first = min(columns.lowerBound - 1, characters.count)
  let last = max(first, min(columns.upperBound - 1, characters.count))
  func width(_ range: Range<Int>) -> Int { displayWidth(characters[range].joined()) }
  let isWhole = width(characters.indices) <= room
  var (start, end) = (0, characters.count)
  if !isWhole {
    // Three quarters of the room are for what precedes the end of the marks, one for what follows.
    let ahead = max(room * 3 / 4, 4)
    start = first
    var used = min(width(first..<last), ahead)
    while start > 0, used + width(start - 1..<start) < ahead {
      start -= 1
      used += width(start..<start + 1)
    }
    if start <= 1 { start = 0 }
    var left = room - (start > 0 ? 1 : 0)
    end = start
    while end < characters.count {
      let next = width(end..<end + 1)
      // The last column is kept for the mark of what is left out.
      guard next <= left - (end + 1 < characters.count ? 1 : 0) else { break }
      left -= next
      end += 1
    }
  }
  let before = start > 0 ? "…" : ""
  let shown = before + characters[start..<end].joined() + (end < characters.count ? "…" : "")
  let begin = displayWidth(before) + width(start..<max(start, min(first, end)))
  let length = max(1, width(first..<max(first, min(last, end))))
  return (shown, begin..<begin + length)
}
