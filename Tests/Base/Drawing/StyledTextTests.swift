// Runs, widths, truncation and escape codes.

import Drawing
import Testing

@Suite("Styled text")
struct StyledTextTests {
  @Test("adjacent text of one style becomes one run")
  func runs() {
    let text = StyledText("a", .good) + StyledText("b", .good) + StyledText("") + "c"
    #expect(text.runs.map(\.text) == ["ab", "c"])
    #expect(text.runs.map(\.style) == [.good, .plain])
    #expect(text.text == "abc")
  }

  @Test(
    "text takes the columns that terminals give it",
    arguments: [
      ("", 0), ("abc", 3), ("äöü", 3), ("e\u{301}", 1), ("日本", 4), ("ａ", 2), ("한", 2),
      ("🙂", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("✓", 1), ("❤\u{FE0F}", 2), ("Δy", 2), ("█▌", 2),
      // Written ^[ and ^I and <9B>.
      ("\u{1B}", 2), ("\t", 2), ("\u{9B}", 4), ("\r\n", 4),
    ])
  func widths(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
    #expect(StyledText(text).width == columns)
  }

  @Test("control characters are escaped and never reach the terminal")
  func controls() {
    let text = StyledText("a\u{1B}[2J\u{7}\n\u{7F}\u{202E}b")
    #expect(text.text == "a^[[2J^G^J^?<202E>b")
    #expect(text.encoded(for: TerminalCapabilities(color: .none)) == "a^[[2J^G^J^?<202E>b")
  }

  @Test("text is truncated with an ellipsis, never inside a wide character")
  func truncation() {
    #expect(StyledText("hello").truncated(to: 5).text == "hello")
    #expect(StyledText("hello").truncated(to: 4).text == "hel…")
    #expect(StyledText("hello").truncated(to: 1).text == "…")
    #expect(StyledText("hello").truncated(to: 0).text == "")
    // Three columns are left for 日本: the second would need a fourth.
    #expect(StyledText("日本語").truncated(to: 4).text == "日…")
    let two = StyledText("ab", .good) + StyledText("cd", .bad)
    #expect(two.truncated(to: 3) == StyledText("ab", .good) + StyledText("…", .bad))
  }

  @Test("padding goes on the side opposite to the alignment")
  func padding() {
    #expect(StyledText("7").padded(to: 3, alignment: .right).text == "  7")
    #expect(StyledText("日").padded(to: 3).text == "日 ")
    #expect(StyledText("long").padded(to: 3).text == "long")
  }

  @Test("a style becomes an escape code only with color")
  func codes() {
    let text = StyledText("10 ", .strong) + StyledText("✓", .good) + " p"
    #expect(text.encoded(for: TerminalCapabilities(color: .none)) == "10 ✓ p")
    #expect(
      text.encoded(for: TerminalCapabilities(color: .ansi16))
        == "\u{1B}[1m10 \u{1B}[0m\u{1B}[32m✓\u{1B}[0m p")
    #expect([text, text].encoded(for: TerminalCapabilities()) == "10 ✓ p\n10 ✓ p\n")
  }

  @Test("without Unicode drawing characters become ASCII of the same width; other text stays")
  func ascii() {
    let text = StyledText("10 ✓ |Δy| 3 × 6 日é…")
    let encoded = text.encoded(for: TerminalCapabilities(unicode: false))
    #expect(encoded == "10 v |dy| 3 x 6 日é~")
    #expect(displayWidth(encoded) == text.width)
  }

  @Test("shades are 24-bit colors, the nearest of the palette, or nothing")
  func shades() {
    let middle = StyledText(" ", .shade(.diverging, 128))
    // The middle anchor is (40, 40, 40): steps 0 of the cube, color 16.
    #expect(
      middle.encoded(for: TerminalCapabilities(color: .trueColor))
        == "\u{1B}[48;2;40;40;40m \u{1B}[0m")
    #expect(
      middle.encoded(for: TerminalCapabilities(color: .ansi256)) == "\u{1B}[48;5;16m \u{1B}[0m")
    #expect(middle.encoded(for: TerminalCapabilities(color: .ansi16)) == " ")
    let last = StyledText(" ", .shade(.diverging, 255))
    // (220, 60, 40): steps 4, 1, 0, so 16 + 144 + 6.
    #expect(
      last.encoded(for: TerminalCapabilities(color: .ansi256)) == "\u{1B}[48;5;166m \u{1B}[0m")
  }
}
