// Character heat maps and small multiples against output drawn by hand.

import Drawing
import Testing

@Suite("Character heat maps and small multiples")
struct MapTests {
  private let map = CharacterHeatMap([
    .init("pos", [.init("1"), .init("12")], details: ["p", "x"]),
    .init("y@1", [.init("7", share: 0.3), .init("8", share: 0.95)], details: ["0.28", ""]),
    .init("y@2", [.init("7", share: 0.8), .init("8", share: 1)], details: ["0.80", "yes"]),
  ])

  @Test("without shades a mark shows the probability")
  func marks() {
    // Labels and two spaces; cells of three; details with two spaces before each.
    #expect(
      map.lines(TerminalCapabilities()).map(\.text) == [
        "pos   1  12  p     x",
        "y@1   7? 8.  0.28",
        "y@2   7~ 8   0.80  yes",
        "p    ? below 0.5   ~ below 0.9   . below 0.99",
      ])
    #expect(map.lines(TerminalCapabilities(color: .ansi16))[1].runs.contains { $0.style == .bad })
  }

  @Test("cells get narrower before details are dropped, and an ellipsis marks cut rows")
  func narrow() {
    // Before: 5; behind: 6 + 5; cells of two need 15 + 4 columns... of one 13 + 5.
    #expect(map.lines(TerminalCapabilities(width: 20))[2].text == "y@2  7~8   0.80  yes")
    #expect(map.lines(TerminalCapabilities(width: 18))[2].text == "y@2  78  0.80  yes")
    #expect(map.lines(TerminalCapabilities(width: 18))[0].text == "pos  1+  p     x")
    #expect(map.lines(TerminalCapabilities(width: 7))[2].text == "y@2  78")
    #expect(map.lines(TerminalCapabilities(width: 6))[2].text == "y@2  …")
  }

  @Test("on a shade text is black or white, whichever is readable")
  func shades() {
    let capabilities = TerminalCapabilities(color: .trueColor)
    let row = CharacterHeatMap([.init("", [.init("7", share: 0), .init("8", share: 1)])]).lines(
      capabilities)
    #expect(
      row[0].encoded(for: capabilities)
        == "  \u{1B}[38;5;231;48;2;18;12;48m 7 \u{1B}[0m\u{1B}[38;5;16;48;2;250;230;60m 8 \u{1B}[0m"
    )
    #expect(row[1].text.hasSuffix("0 to 1"))
  }

  @Test("frames are drawn side by side as far as they fit")
  func strips() {
    let strip = SmallMultiples([
      .init("a", ["12", "34"]), .init("b", ["56"]), .init("c", ["78", "90"]),
    ])
    // Two columns and a gap of three.
    #expect(
      strip.lines(TerminalCapabilities(width: 7)).map(\.text) == [
        "a    b", "12   56", "34", "", "c", "78", "90",
      ])
    #expect(
      strip.lines(TerminalCapabilities(width: 12)).map(\.text) == [
        "a    b    c", "12   56   78", "34        90",
      ])
    #expect(strip.lines(TerminalCapabilities(width: 1)).count == 3 + 1 + 2 + 1 + 3)
    #expect(SmallMultiples([]).lines(TerminalCapabilities()) == [])
  }
}
