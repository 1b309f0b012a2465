// Bars, sparklines, line charts and heat maps against output drawn by hand.

import Drawing
import Testing

@Suite("Charts")
struct ChartTests {
  let plain = TerminalCapabilities()
  let ascii = TerminalCapabilities(unicode: false)

  @Test("a bar fills in eighths and is full only at 1")
  func bars() {
    // 118 / 200 of 18 columns are 10.62: ten and four eighths.
    #expect(Bar(share: 118.0 / 200, width: 18).text(plain).text == "██████████▌       ")
    #expect(Bar(share: 0.59, width: 18).text(ascii).text == "##########        ")
    #expect(Bar(share: 0, width: 3).text(plain).text == "   ")
    #expect(Bar(share: 0.9999, width: 3).text(plain).text == "██▉")
    #expect(Bar(share: 1, width: 3).text(plain).text == "███")
    #expect(Bar(share: .nan, width: 3).text(plain).text == "   ")
    #expect(Bar(share: 7, width: 0).text(plain).text == "")
    #expect(Bar(share: 0.5, width: 0).text(plain).text == "")
  }

  @Test("a sparkline is scaled to its own range")
  func sparklines() {
    let ramp = Sparkline([0, 1, 2, 3, 4, 5, 6, 7])
    #expect(ramp.text(plain, width: 20).text == "▁▂▃▄▅▆▇█")
    #expect(ramp.text(ascii, width: 20).text == "_.-=+*#@")
    // Means of neighbors: 0.5, 2.5, 4.5, 6.5, at 0, 2.33, 4.67 and 7 of 7.
    #expect(ramp.text(plain, width: 4).text == "▁▃▆█")
    #expect(Sparkline([2, 2]).text(plain, width: 9).text == "▁▁")
    #expect(Sparkline([0, .nan, 1]).text(plain, width: 9).text == "▁ █")
    #expect(Sparkline([.nan]).text(plain, width: 9).text == " ")
    #expect(Sparkline([]).text(plain, width: 9).text == "")
    let extremes = [-Double.greatestFiniteMagnitude, 0, Double.greatestFiniteMagnitude]
    #expect(Sparkline(extremes).text(plain, width: 9).text == "▁▅█")
    #expect(Sparkline([0, .leastNonzeroMagnitude]).text(plain, width: 9).text == "▁█")
  }

  @Test("a line chart has two labeled axes")
  func curve() {
    // Width 13 less "0.5", a space and the axis leaves 8 columns: x at 0, 3.5 up to 4, and 7.
    // The first line falls from row 2 to row 0 over columns 0 to 4, half rows going down the chart.
    let curve = LineChart(
      [.init(values: [0, 0.5, 0.5])], height: 3, names: (x: "depth", y: "exact"))
    #expect(
      curve.lines(TerminalCapabilities(unicode: false, width: 13)).map(\.text) == [
        "exact",
        "0.5 +    ****",
        "    |  **",
        "  0 +**",
        "    +--------",
        "     1 dep… 3",
      ])
  }

  @Test("braille draws eight dots a cell")
  func braille() {
    // 8 columns of 2 dots and 2 rows of 4: a level line on the lowest dots, 0x40 + 0x80.
    let flat = LineChart([.init(values: [1, 1])], height: 2, range: 1...2)
    let lines = flat.lines(TerminalCapabilities(width: 11)).map(\.text)
    #expect(lines == ["2 ┤", "1 ┤⣀⣀⣀⣀⣀⣀⣀⣀", "  └────────", "   1      2"])
  }

  @Test("values that aren't finite interrupt the line; an empty chart says so")
  func gaps() {
    let broken = LineChart([.init(values: [1, .nan, 1])], height: 2, range: 1...2)
    #expect(broken.lines(TerminalCapabilities(unicode: false, width: 11))[1].text == "1 +*      *")
    #expect(LineChart([.init(values: [.nan])]).lines(plain).map(\.text) == ["no points to draw"])
    #expect(LineChart([]).lines(plain).map(\.text) == ["no points to draw"])
  }

  @Test("without color a heat map is shaded by characters and has a legend")
  func shades() {
    // Nine steps of ten shades: 0, 1.125, 2.25, 3.375, 4.5, 5.625, 6.75, 7.875, 9.
    let map = HeatMap([[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]], labels: ["a", "bc"])
    #expect(
      map.lines(plain).map(\.text) == [
        "a   .:-=", "bc +*#%@", "   0  .:-+*#%@ 9",
      ])
    #expect(HeatMap([]).lines(plain).isEmpty)
    #expect(HeatMap([[]]).lines(plain).isEmpty)
    #expect(HeatMap([[1, .nan, 1]]).lines(plain)[0].text == " ? ")
  }

  @Test("a diverging heat map shows the sign by style, or by shade without color")
  func diverging() {
    let map = HeatMap([[-2, 0, 2]], scale: .diverging)
    let line = map.lines(TerminalCapabilities(color: .ansi16))[0]
    #expect(line.text == "@ @")
    #expect(line.runs.map(\.style) == [.hint, .bad])
    // Zero is in the middle: 4.5 of 9, rounded up.
    #expect(map.lines(plain)[0].text == " +@")
  }

  @Test("with color a cell is a background two columns wide, or one if two don't fit")
  func colors() {
    let map = HeatMap([[0, 0.5, 1]])
    let wide = map.lines(TerminalCapabilities(color: .ansi256, width: 6))[0]
    #expect(wide.text == "      ")
    #expect(
      wide.runs.map(\.style) == [
        .shade(.sequential, 0), .shade(.sequential, 128), .shade(.sequential, 255),
      ])
    #expect(map.lines(TerminalCapabilities(color: .ansi256, width: 5))[0].text == "   ")
  }

  @Test("columns that don't fit are averaged, and the legend says so")
  func pooled() {
    let map = HeatMap([Array(repeating: 0, count: 50) + Array(repeating: 1, count: 50)])
    let lines = map.lines(TerminalCapabilities(width: 50))
    #expect(
      lines[0].text == String(repeating: " ", count: 25) + String(repeating: "@", count: 25))
    #expect(lines[1].text == "0  .:-+*#%@ 1  100 columns in 50")
    for width in 1...60 {
      #expect(map.lines(TerminalCapabilities(width: width)).allSatisfy { $0.width <= width })
    }
  }
}
