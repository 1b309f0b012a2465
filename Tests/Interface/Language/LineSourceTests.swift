// Logical lines from physical ones, and text on lines of its own.

import Language
import Testing

@Suite struct LineSourceTests {
  private func lines(_ text: String) -> [NumberedLine] {
    let source = LineSource(text)
    return Array(AnyIterator { source.next() })
  }

  @Test("lines are numbered from 1, empty ones count, a line end at the end adds none")
  func numbers() {
    let all = lines("a\n\nb\n")
    #expect(all.map(\.text) == ["a", "", "b"])
    #expect(all.map(\.number) == [1, 2, 3])
    #expect(lines("").isEmpty)
    #expect(lines("\n").map(\.text) == [""])
  }

  @Test("a backslash at the end joins the next line, a doubled one doesn't")
  func continuation() {
    let all = lines("a \\\nb\\\nc\nd\\\\\ne")
    #expect(all.map(\.text) == ["a bc", "d\\\\", "e"])
    #expect(all.map(\.number) == [1, 4, 5])
    #expect(all.allSatisfy { $0.missing == nil })
  }

  @Test("carriage returns and a byte order mark at the start are taken off")
  func foreignEnds() {
    #expect(lines("\u{FEFF}a\\\r\nb\r\nc\r\n").map(\.text) == ["ab", "c"])
    #expect(lines("a\n\u{FEFF}b").map(\.text) == ["a", "\u{FEFF}b"])
    #expect(lines("a\rb").map(\.text) == ["a\rb"])
  }

  @Test("a continued last line is reported at its backslash")
  func unfinished() {
    let line = lines("ok\nab\\").last
    #expect(line?.number == 2)
    #expect(line?.missing?.columns == 3..<4)
    #expect(line?.missing?.code == .usage)
  }

  @Test("a heredoc's lines belong to the line that begins it")
  func heredoc() {
    let all = lines("expect == <<END\n1\n  2 \\\nEND\nnext")
    #expect(all.map(\.text) == ["expect == <<END", "next"])
    #expect(all.map(\.number) == [1, 5])
    #expect(all[0].heredoc?.text == "1\n  2 \\")
    #expect(all[1].heredoc == nil)
    #expect(lines("a <<X\nX").first?.heredoc?.text == "")
  }

  @Test("only a line that is just the mark ends a heredoc")
  func marks() {
    let line = lines("a <<END\nEND \n END\nENDS\nEND").first
    #expect(line?.heredoc?.text == "END \n END\nENDS")
  }

  @Test("a heredoc without its end says so at its mark")
  func openHeredoc() {
    let line = lines("expect == <<END\n1").first
    #expect(line?.missing?.columns == 11..<16)
    #expect(line?.missing?.message == "unterminated '<<END'")
    #expect(line?.missing?.hint == "end it with a line that is just END")
  }

  @Test("text continues after a backslash or in an open heredoc")
  func goesOn() {
    #expect(LineSource.goesOn("a\\"))
    #expect(LineSource.goesOn("a <<END\nb"))
    #expect(!LineSource.goesOn("a <<END\nb\nEND"))
    #expect(!LineSource.goesOn("a\\\nb"))
    #expect(!LineSource.goesOn(""))
  }

  @Test("a single line neither continues nor begins a heredoc")
  func single() {
    let source = LineSource(line: "a <<END\\")
    let line = source.next()
    #expect(line?.text == "a <<END\\")
    #expect(line?.heredoc == nil && line?.missing == nil)
    #expect(source.next() == nil)
  }

  @Test("lines can come one at a time from elsewhere, and no more is read than is needed")
  func reading() {
    var rest = ["a\\", "b", "c"][...]
    let source = LineSource(reading: { rest.popFirst() })
    #expect(source.next()?.text == "ab")
    #expect(rest == ["c"])
    #expect(source.next()?.number == 3)
    #expect(source.next() == nil)
  }
}

@Suite struct HeredocTests {
  @Test("it begins if <<MARK is a line's last word")
  func beginnings() {
    let plain = Heredoc(beginning: "expect == <<END")
    #expect(plain?.mark == "END" && plain?.column == 11 && plain?.end == 15)
    #expect(plain?.fillsVariables == true)
    let quoted = Heredoc(beginning: "a <<'E_1'  # why")
    #expect(quoted?.mark == "E_1" && quoted?.column == 3 && quoted?.end == 9)
    #expect(quoted?.fillsVariables == false)
    #expect(Heredoc(beginning: "it's <<END")?.column == 6)
    #expect(Heredoc(beginning: "'a <<X b' <<END")?.mark == "END")
  }

  @Test(
    "it doesn't begin in quotes, inside a word, before another word or without a name",
    arguments: [
      "a", "a <<", "a <<1", "a <<END b", "a<<END", "'<<END'", "'a <<END'", "# <<END", "a <<E-D",
      "a < <END",
    ])
  func others(_ line: String) {
    #expect(Heredoc(beginning: line) == nil)
  }

  @Test("its text is the last word, with variables unless its mark is quoted")
  func words() throws {
    func last(_ line: String, _ text: String) throws -> Word? {
      var heredoc = Heredoc(beginning: line)
      heredoc?.text = text
      var lexer = Lexer(line, heredoc: heredoc) { ["x": "10"][$0] }
      return try lexer.words().last
    }
    #expect(
      try last("expect == <<END", "1\n$x # y")
        == Word(text: "1\n10 # y", columns: 11..<16, isQuoted: true))
    #expect(try last("a <<'END'", "$x")?.text == "$x")
    let error = #expect(throws: Diagnostic.self) { try last("a <<END", "1\n$nope") }
    #expect(error?.columns == 3..<8)
  }

  @Test("in a tail it is part of the text")
  func tails() throws {
    var heredoc = Heredoc(beginning: "1 + <<END")
    heredoc?.text = "2\n3"
    var lexer = Lexer("1 + <<END", heredoc: heredoc) { _ in nil }
    let tail = try lexer.tail(comments: true)
    #expect(tail == Word(text: "1 + 2\n3", columns: 1..<10))
  }

  @Test("it moves with the text before it")
  func moving() {
    let moved = Heredoc(beginning: "a <<END")?.moved(by: 8)
    #expect(moved?.column == 11 && moved?.end == 15)
  }
}
