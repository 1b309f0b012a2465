// Long lines in several, shortened paths, and tables that fold their last column.

import Drawing
import Testing

@Suite("Folding")
struct FoldingTests {
  private func folded(_ text: String, _ width: Int, indent: Int? = nil) -> [String] {
    StyledText(text).folded(to: width, indent: indent).map(\.text)
  }

  @Test("prose is folded between words, and a line that fits stays as it is")
  func prose() {
    #expect(folded("one two three", 13) == ["one two three"])
    #expect(folded("one two three", 12) == ["one two", "three"])
    #expect(folded("  one two three", 9) == ["  one two", "  three"])
    #expect(folded("error: one two", 10, indent: 7) == ["error: one", "     two"])
    #expect(folded("", 5) == [""] && folded("a b", 0) == ["a b"])
  }

  @Test("a list's second column hangs below itself, unless it begins too far right")
  func hanging() {
    #expect(
      folded("  name    what it means to say", 24)
        == ["  name    what it means", "          to say"])
    let figures = "exact 0.8 (95%: 0.3755 to 0.9638)  5 questions  6.26 ms each"
    #expect(
      folded(figures, 52)
        == ["exact 0.8 (95%: 0.3755 to 0.9638)  5 questions", "  6.26 ms each"])
  }

  @Test("brackets and the dots after a word aren't torn apart if they fit")
  func brackets() {
    #expect(
      folded("USAGE: run [--depth N] [--of a | b] NAME ...", 28, indent: 7)
        == ["USAGE: run [--depth N]", "       [--of a | b] NAME ..."])
    #expect(folded("a [b c d e f g h i j]", 10) == ["a [b c d e", "f g h i j]"])
    #expect(folded("a [b c d e", 6) == ["a [b c", "d e"])
  }

  @Test("a word wider than the line stays whole, and gets a smaller indent")
  func wide() {
    #expect(folded("see /a/very/long/path now", 10) == ["see", "/a/very/long/path", "now"])
    #expect(folded("    x   abcdefgh yz", 10) == ["    x", "  abcdefgh", "     yz"])
  }

  @Test("wide and combining characters count as terminals show them")
  func columns() {
    #expect(folded("日本 語 x", 7) == ["日本 語", "x"])
    #expect(folded("e\u{301}e\u{301} ab", 5) == ["e\u{301}e\u{301} ab"])
  }

  @Test("styles survive, and no line is wider than the room for its words")
  func styles() {
    let text = StyledText("one ", .good) + StyledText("two three", .bad)
    let lines = text.folded(to: 8)
    #expect(lines[0] == StyledText("one ", .good) + StyledText("two", .bad))
    #expect(lines[1] == StyledText("three", .bad))
    let long = Array(repeating: "word [a b]  figure", count: 40).joined(separator: " ")
    for width in 18...90 {
      #expect(StyledText(long).folded(to: width).allSatisfy { $0.width <= width }, "\(width)")
    }
  }

  @Test("a path keeps its name and the folders that fit; a long name its beginning and end")
  func paths() {
    func shortened(_ text: String, _ width: Int) -> String {
      StyledText(text).shortened(to: width).text
    }
    #expect(shortened("/work/models/maze.pt", 20) == "/work/models/maze.pt")
    #expect(shortened("/work/models/maze.pt", 16) == "…/models/maze.pt")
    #expect(shortened("/work/models/maze.pt", 15) == "…/maze.pt")
    #expect(shortened("models/sudoku-4x4.safetensors", 12) == "sudoku-4x4…")
    #expect(shortened("models/step_10000_of_run_7.pt", 12) == "step_…_run_7")
    #expect(shortened("abc", 1) == "…" && shortened("abc", 0) == "")
  }

  @Test("a table folds a column of prose and shortens one of paths")
  func table() {
    var table = Table([.init("name"), .init("meaning", excess: .folded)])
    table.add(["depth", "how long it thinks"])
    table.add(["n", "updates"])
    #expect(
      table.lines(width: 20).map(\.text)
        == ["name   meaning", "depth  how long it", "       thinks", "n      updates"])
    var files = Table([.init("file", excess: .shortened), .init("n", .right)])
    files.add(["/a/b/c.pt", "1"])
    #expect(files.lines(width: 9).map(\.text) == ["file    n", "…/c.pt  1"])
  }
}
