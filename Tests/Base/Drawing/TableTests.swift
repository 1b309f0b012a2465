// Tables and grids against output drawn by hand.

import Drawing
import Testing

@Suite("Tables and grids")
struct TableTests {
  func trace() -> Table {
    var table = Table([
      .init("step", .right), .init("answer"), .init("halt", .right), .init("|Δy|", .right),
      .init("changed"),
    ])
    table.add(["1", "9990", "0.02", "11.42", "...."])
    table.add(["2", "10900", "0.11", "6.03", "###.."])
    table.add(["3", "", "0.91", "2.20", ""])
    return table
  }

  @Test("numbers are right-aligned, text left-aligned, two spaces apart, no trailing spaces")
  func alignment() {
    #expect(
      trace().lines(width: 80).map(\.text) == [
        "step  answer  halt   |Δy|  changed",
        "   1  9990    0.02  11.42  ....",
        "   2  10900   0.11   6.03  ###..",
        "   3          0.91   2.20",
      ])
    #expect(trace().lines(width: 80)[0].runs[0].style == .strong)
  }

  @Test("on a narrow line text is cut before numbers")
  func narrow() {
    // The full width is 34: "changed" gives up 2 of its 7 columns, "answer" 2 of its 6.
    #expect(
      trace().lines(width: 30).map(\.text) == [
        "step  ans…  halt   |Δy|  chan…",
        "   1  9990  0.02  11.42  ....",
        "   2  109…  0.11   6.03  ###..",
        "   3        0.91   2.20",
      ])
    for width in 1...40 {
      #expect(trace().lines(width: width).allSatisfy { $0.width <= width })
    }
  }

  @Test("without room for four characters a column, the last columns are omitted")
  func narrowest() {
    #expect(
      trace().lines(width: 10).map(\.text) == ["step  ans…", "   1  9990", "   2  109…", "   3"])
    #expect(trace().lines(width: 2).map(\.text) == ["s…", " 1", " 2", " 3"])
  }

  @Test("later rows use the same columns")
  func later() {
    let table = Table([.init("step", .right), .init("answer", minimum: 8), .init("ms", .right)])
    #expect(table.lines(width: 80).map(\.text) == ["step  answer    ms"])
    #expect(table.line(["12", "10000", "7"], width: 80).text == "  12  10000      7")
  }

  @Test("wide characters keep their columns aligned")
  func wide() {
    var table = Table([.init("name"), .init("n", .right)])
    table.add(["日本", "1"])
    table.add(["abcde", "22"])
    #expect(table.lines(width: 80).map(\.text) == ["name    n", "日本    1", "abcde  22"])
  }

  @Test("a grid has rules between blocks and marks after cells")
  func grid() {
    let rows = ["12 4", "3412", "2143", "4321"].map { row in
      row.map { Grid.Cell($0, $0 == " " ? .warning : .plain) }
    }
    let grid = Grid(rows, block: (2, 2))
    #expect(
      grid.lines(TerminalCapabilities()).map(\.text) == [
        "1 2 │   4", "3 4 │ 1 2", "────┼────", "2 1 │ 4 3", "4 3 │ 2 1",
      ])
    #expect(
      grid.lines(TerminalCapabilities(unicode: false)).map(\.text) == [
        "1 2 |   4", "3 4 | 1 2", "----+----", "2 1 | 4 3", "4 3 | 2 1",
      ])
    #expect(grid.lines(TerminalCapabilities())[0].runs.contains { $0.style == .warning })
    #expect(Grid(rows).lines(TerminalCapabilities())[1].text == "3 4 1 2")
  }
}
