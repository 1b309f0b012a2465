// Logical lines, heredocs and statements.

import Language
import Testing

@Suite struct LineTests {
  private func lines(_ text: String) -> [NumberedLine] {
    let source = LineSource(text)
    var all: [NumberedLine] = []
    while let line = source.next() { all.append(line) }
    return all
  }

  @Test("lines keep their numbers; CRLF and a byte order mark are removed")
  func numbers() {
    let all = lines("\u{FEFF}a\r\nb\n\nc")
    #expect(all.map(\.text) == ["a", "b", "", "c"] && all.map(\.number) == [1, 2, 3, 4])
  }

  @Test("an odd number of backslashes at the end continues a line, an even number doesn't")
  func continuation() {
    let all = lines("a \\\nb\nc\\\\\nd")
    #expect(all.map(\.text) == ["a b", "c\\\\", "d"] && all.map(\.number) == [1, 3, 4])
    #expect(
      lines("a \\").first?.missing?.message == "the line is continued by '\\', but nothing follows")
  }

  @Test("a heredoc is the lines up to its mark and belongs to the line that begins it")
  func heredoc() {
    let all = lines("expect == <<END\n3 $x\nEND\nnext")
    #expect(all.map(\.text) == ["expect == <<END", "next"])
    #expect(all[0].heredoc?.text == "3 $x" && all[0].heredoc?.fillsVariables == true)
    #expect(lines("ask <<'G'\n1\nG")[0].heredoc?.fillsVariables == false)
    #expect(lines("ask <<END\n1").first?.missing?.message == "unterminated '<<END'")
  }

  @Test(
    "<< begins a heredoc only as the last word of a line, outside of quotes and comments",
    arguments: ["a << b", "a <<END b", "echo '<<END'", "x # <<END", "a<<END", "<<9"])
  func noHeredoc(line: String) { #expect(Heredoc(beginning: line) == nil) }

  @Test("a heredoc fills its word, with variables unless its mark is quoted")
  func heredocText() throws {
    for (mark, text) in [("END", "3 7"), ("'END'", "3 $x")] {
      let line = lines("expect == <<\(mark)\n3 $x\nEND")[0]
      var lexer = Lexer(line.text, heredoc: line.heredoc) { ["x": "7"][$0] }
      #expect(try lexer.words().map(\.text) == ["expect", "==", text])
    }
  }

  @Test("a text goes on where its last line is continued or its heredoc is open")
  func goesOn() {
    #expect(LineSource.goesOn("a \\") && LineSource.goesOn("a <<X\nb"))
    #expect(!LineSource.goesOn("a") && !LineSource.goesOn("a <<X\nX"))
  }

  private func kind(_ line: String) throws -> String {
    let statement = try Statement(NumberedLine(text: line, number: 1)) { _ in "" }
    let prefixes = statement.prefixes.map(\.rawValue).joined(separator: " ")
    return switch statement.kind {
    case .empty: prefixes + "empty"
    case .question(let word): prefixes + "?" + word.text
    case .command(let word, _): prefixes + "!" + word.text
    }
  }

  @Test(
    "a digit, a parenthesis, a dot or a sign before one of them begins a question",
    arguments: [
      ("3 + 7", "?3 + 7"), ("-5", "?-5"), ("(1)", "?(1)"), (".5", "?.5"), ("..3", "?..3"),
      ("\u{2212}3", "?\u{2212}3"), ("- a", "!-"), (".x", "!.x"), ("ask 3", "!ask"), ("", "empty"),
      (" # c", "empty"), ("! ls", "!!"), ("!ls", "!!"), ("time 3 + 7", "time?3 + 7"),
      ("fails fails set", "fails fails!set"),
    ])
  func kinds(line: String, expected: String) throws { #expect(try kind(line) == expected) }

  @Test("a prefix without a command is refused where it is")
  func prefix() {
    #expect(
      throws: Diagnostic(
        .usage, "'fails' needs a command", about: .columns(2..<7), hint: "write: fails COMMAND")
    ) { try kind(" fails") }
  }

  @Test("an alias is expanded once, after prefixes, and not where it is quoted")
  func aliases() {
    func expanded(_ line: String) -> String {
      Statement.expanded(
        NumberedLine(text: line, number: 1), ["d": "ask --depth 9", "ask": "never"]
      ).line.text
    }
    #expect(expanded("d 3 + 7") == "ask --depth 9 3 + 7")
    #expect(expanded("time d 1") == "time ask --depth 9 1")
    #expect(expanded("'d' 1") == "'d' 1" && expanded("echo d") == "echo d")
  }
}
