// Styled text to a string for one terminal. Escape codes and colors appear only here.

extension StyledText {
  /// The text for a terminal with these capabilities, without a line feed.
  ///
  /// Without color there are no escape codes. Without Unicode, drawing characters become ASCII of
  /// the same width; other text stays as it is.
  package func encoded(for capabilities: TerminalCapabilities) -> String {
    var encoded = ""
    for run in runs {
      let text = capabilities.unicode ? run.text : ascii(run.text)
      let isBlank = run.text.utf8.allSatisfy { $0 == 0x20 }
      let code = code(of: run.style, capabilities.color, isBlank: isBlank)
      encoded += code.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
    return encoded
  }
}

extension Sequence where Element == StyledText {
  /// The lines for a terminal with these capabilities, each with a line feed.
  package func encoded(for capabilities: TerminalCapabilities) -> String {
    map { $0.encoded(for: capabilities) + "\n" }.joined()
  }
}

/// The SGR parameters of a style; empty if it needs none.
///
/// Text on a shade is black or white, whichever has more contrast.
private func code(of style: Style, _ color: TerminalCapabilities.Color, isBlank: Bool) -> String {
  guard color > .none else { return "" }
  switch style {
  case .plain: return ""
  case .strong: return "1"
  case .dim: return "2"
  case .good: return "32"
  case .bad: return "1;31"
  case .warning: return "33"
  case .hint: return "34"
  case .number: return "36"
  case .prompt: return "1;34"
  case .accent: return "35"
  case .cell(let number):
    let cell = cells[Int(number) % cells.count]
    let text = isBlank ? "" : cell.color.isBright ? "38;5;16;" : "38;5;231;"
    switch color {
    case .trueColor: return text + "48;2;\(cell.color.red);\(cell.color.green);\(cell.color.blue)"
    case .ansi256: return text + "48;5;\(palette(cell.color))"
    case .ansi16, .none: return (isBlank ? "" : cell.color.isBright ? "30;" : "97;") + cell.code
    }
  case .shade(let scale, let level):
    let shade = shade(scale, level)
    let text = isBlank ? "" : shade.isBright ? "38;5;16;" : "38;5;231;"
    switch color {
    case .trueColor: return text + "48;2;\(shade.red);\(shade.green);\(shade.blue)"
    case .ansi256: return text + "48;5;\(palette(shade))"
    case .ansi16, .none: return ""
    }
  }
}

/// The colors of cells, as ARC's tasks are usually drawn: black, blue, red, green, yellow, gray,
/// magenta, orange, light blue and maroon; and the nearest of the 16 colors.
private let cells: [(color: RGB, code: String)] = [
  (RGB(0, 0, 0), "40"), (RGB(0, 116, 217), "44"), (RGB(255, 65, 54), "101"),
  (RGB(46, 204, 64), "42"), (RGB(255, 220, 0), "103"), (RGB(170, 170, 170), "47"),
  (RGB(240, 18, 190), "105"), (RGB(255, 133, 27), "43"), (RGB(127, 219, 255), "106"),
  (RGB(135, 12, 37), "41"),
]

/// A color with components in 0...255.
private struct RGB {
  var red: Int
  var green: Int
  var blue: Int

  init(_ red: Int, _ green: Int, _ blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Whether black has more contrast than white on it (luma of ITU-R BT.601).
  var isBright: Bool { 299 * red + 587 * green + 114 * blue > 110_000 }
}

/// The color of a level, interpolated linearly between the scale's five anchors.
private func shade(_ scale: Style.Scale, _ level: UInt8) -> RGB {
  let anchors =
    switch scale {
    case .sequential:
      [RGB(18, 12, 48), RGB(72, 40, 120), RGB(30, 128, 140), RGB(96, 196, 96), RGB(250, 230, 60)]
    case .diverging:
      [RGB(30, 80, 200), RGB(60, 100, 140), RGB(40, 40, 40), RGB(150, 80, 60), RGB(220, 60, 40)]
    }
  // 128 is the middle anchor exactly; 255 counts as 256.
  let position = level == 255 ? 256 : Int(level)
  let lower = min(position / 64, 3)
  let part = position - lower * 64
  func between(_ path: KeyPath<RGB, Int>) -> Int {
    let from = anchors[lower][keyPath: path]
    return from + (anchors[lower + 1][keyPath: path] - from) * part / 64
  }
  return RGB(between(\.red), between(\.green), between(\.blue))
}

/// The nearest color in the 6 x 6 x 6 cube of the 256-color palette.
private func palette(_ color: RGB) -> Int {
  // The cube's steps are 0, 95, 135, 175, 215, 255.
  func step(_ part: Int) -> Int { part < 48 ? 0 : part < 115 ? 1 : (part - 35) / 40 }
  return 16 + 36 * step(color.red) + 6 * step(color.green) + step(color.blue)
}

/// Text with drawing characters replaced by ASCII of the same width.
private func ascii(_ text: String) -> String {
  guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
  return text.map { character in
    if character.isASCII { return String(character) }
    return likeness[character] ?? String(character)
  }.joined()
}

private let likeness: [Character: String] = [
  "✓": "v", "✗": "x", "…": "~", "·": "-", "×": "x", "Δ": "d", "−": "-", "–": "-", "—": "-",
  "→": ">", "←": "<", "│": "|", "─": "-", "┤": "+", "├": "+", "└": "+", "┼": "+", "┬": "+",
  "┴": "+", "█": "#", "’": "'", "‘": "'", "“": "\"", "”": "\"", "‖": "|", "≤": "<", "≥": ">",
  "≈": "~", "±": "~", "∞": "I", "\u{A0}": " ",
]
