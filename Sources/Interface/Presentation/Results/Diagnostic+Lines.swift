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
package func diagnosticLines(
  _ error: Diagnostic, text: String, place: SourceLocation, outer: [SourceLocation]
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
    let excerpt = text.count > 200 ? String(text.prefix(200)) + "..." : text
    lines.append(StyledText("  " + excerpt.map { $0.isWhitespace ? " " : String($0) }.joined()))
    if columns.lowerBound <= 201 {
      let width = max(0, displayWidth(String(text.prefix(columns.lowerBound - 1))))
      let length = max(1, min(columns.count, 200 - columns.lowerBound))
      let marks = "^" + String(repeating: "~", count: max(0, length - 1))
      lines.append(StyledText(String(repeating: " ", count: width + 2)) + StyledText(marks, .bad))
    }
  }
  lines += error.details.map { StyledText("  " + $0) }
  if let hint = error.hint { lines.append(StyledText("hint: ", .hint) + StyledText(hint)) }
  for place in outer.reversed() {
    guard let name = place.name else { continue }
    lines.append(StyledText("note: ", .dim) + StyledText("sourced from \(name):\(place.line)"))
  }
  return lines
}
