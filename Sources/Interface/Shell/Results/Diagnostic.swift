// How an error looks: the place in GNU form, the line, a caret under what is meant, a hint.

internal import Drawing

/// The lines that tell of an error.
func diagnostic(
  _ error: ShellError, text: String, place: Place, outer: [Place]
) -> [StyledText] {
  var position = ""
  if let name = place.source.name {
    position = "\(name):\(place.line):"
    if let columns = error.columns { position += "\(columns.lowerBound):" }
    position += " "
  }
  var lines = [
    StyledText(position, .strong) + StyledText("error: ", .bad) + StyledText(error.message)
  ]
  if let columns = error.columns {
    let shown = text.count > 200 ? String(text.prefix(200)) + "..." : text
    lines.append(StyledText("  " + shown.map { $0.isWhitespace ? " " : String($0) }.joined()))
    if columns.lowerBound <= 201 {
      let width = max(0, displayWidth(String(text.prefix(columns.lowerBound - 1))))
      let under = max(1, min(columns.count, 200 - columns.lowerBound))
      let marks = "^" + String(repeating: "~", count: max(0, under - 1))
      lines.append(StyledText(String(repeating: " ", count: width + 2)) + StyledText(marks, .bad))
    }
  }
  lines += error.details.map { StyledText("  " + $0) }
  if let hint = error.hint { lines.append(StyledText("hint: ", .hint) + StyledText(hint)) }
  for place in outer.reversed() {
    guard let name = place.source.name else { continue }
    lines.append(StyledText("note: ", .dim) + StyledText("sourced from \(name):\(place.line)"))
  }
  return lines
}
