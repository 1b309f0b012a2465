// The width of text in terminal columns, and escaping of control characters. Terminals agree on
// these widths, except for rare emoji.

/// The width of text in columns; control characters count as ``visible(_:)`` writes them.
package func displayWidth(_ text: String) -> Int {
  var width = 0
  for character in text {
    if let ascii = character.asciiValue, ascii >= 0x20, ascii < 0x7F {
      width += 1
    } else if character.unicodeScalars.contains(where: isInvisible) {
      width += displayWidth(visible(String(character)))
    } else {
      width += columns(of: character)
    }
  }
  return width
}

/// Text with control characters and bidirectional marks escaped, as `^[` or `<9B>`.
package func visible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isInvisible) else { return text }
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if !isInvisible(scalar) {
      shown.append(scalar)
    } else if scalar.value < 0x20 || scalar.value == 0x7F {
      shown.append("^")
      // ^@ to ^_, and ^? for delete.
      shown.append(Unicode.Scalar(UInt8(scalar.value ^ 0x40)))
    } else {
      let code = String(scalar.value, radix: 16, uppercase: true)
      shown.append(contentsOf: "<\(code)>".unicodeScalars)
    }
  }
  return String(shown)
}

/// The longest prefix of text that is at most `width` columns wide.
func prefix(of text: String, width: Int) -> String {
  var room = width
  var end = text.startIndex
  while end < text.endIndex {
    let columns = displayWidth(String(text[end]))
    guard columns <= room else { break }
    room -= columns
    end = text.index(after: end)
  }
  return String(text[..<end])
}

/// Whether a scalar is a control character or changes the text direction.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// The width of one character: that of its widest scalar, or two for an emoji.
private func columns(of character: Character) -> Int {
  let scalars = character.unicodeScalars
  // U+FE0F selects the emoji form of the scalar before it.
  if scalars.count > 1, scalars.contains("\u{FE0F}"), scalars.first!.properties.isEmoji { return 2 }
  return scalars.reduce(0) { max($0, columns(of: $1)) }
}

private func columns(of scalar: Unicode.Scalar) -> Int {
  if scalar.value == 0xAD { return 1 }  // The soft hyphen is a format character, but visible.
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  return wide.contains { $0.contains(scalar.value) } || scalar.properties.isEmojiPresentation
    ? 2 : 1
}

/// East Asian wide and full-width characters.
private let wide: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
  0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
  0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
]
