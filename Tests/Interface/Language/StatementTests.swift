// Questions, commands with prefixes, aliases.

import Language
import Testing

@Suite struct StatementTests {
  private func statement(_ text: String) throws -> Statement {
    var lines = LineSource(text).next()
    lines = lines ?? NumberedLine(text: text, number: 1)
    return try Statement(lines!) { ["x": "3 + 7"][$0] }
  }

  @Test(
    "a line that starts as a number or a grid is a question",
    arguments: ["3 + 7", ".5", "..3", "(1)", "-3", "+4", "\u{2212}2", "-.5", "-(2)", "0"])
  func questions(_ text: String) throws {
    #expect(Statement.isQuestion(Array(text)[...]))
    guard case .question(let word) = try statement("  " + text + " # why").kind else {
      Issue.record("\(text) is no question")
      return
    }
    #expect(word.text == text)
    #expect(word.columns == 3..<3 + text.count)
  }

  @Test(
    "other beginnings aren't questions", arguments: ["x", "-x", ".", "- 3", "٣", "", "+", "--3"])
  func others(_ text: String) {
    #expect(!Statement.isQuestion(Array(text)[...]))
  }

  @Test("a blank line and a comment are nothing")
  func empty() throws {
    for text in ["", "  ", "# x", " # 3 + 7"] {
      guard case .empty = try statement(text).kind else {
        Issue.record("'\(text)' is something")
        continue
      }
    }
  }

  @Test("a command's name is read, and the lexer is after it")
  func commands() throws {
    guard case .command(let word, var lexer) = try statement(" trace --depth 4").kind else {
      Issue.record("no command")
      return
    }
    #expect(word == Word(text: "trace", columns: 2..<7))
    #expect(try lexer.words().map(\.text) == ["--depth", "4"])
  }

  @Test("prefixes come before commands and questions, in any number")
  func prefixes() throws {
    let timed = try statement("time fails info")
    #expect(timed.prefixes == [.time, .fails])
    guard case .command(let word, _) = timed.kind else {
      Issue.record("no command")
      return
    }
    #expect(word.text == "info" && word.columns == 12..<16)
    let asked = try statement("time 3 + 7")
    guard case .question(let question) = asked.kind else {
      Issue.record("no question")
      return
    }
    #expect(asked.prefixes == [.time] && question.columns == 6..<11)
  }

  @Test("a quoted prefix is a command's name")
  func quoted() throws {
    let quoted = try statement("'time' info")
    guard case .command(let word, _) = quoted.kind else {
      Issue.record("no command")
      return
    }
    #expect(quoted.prefixes.isEmpty && word.text == "time")
  }

  @Test("prefixes alone are refused at the last of them")
  func alone() throws {
    let error = #expect(throws: Diagnostic.self) { try statement("time fails # x") }
    #expect(error?.columns == 6..<11)
    #expect(error?.message == "'fails' needs a command")
  }

  @Test("! needs no space after it, and takes a heredoc verbatim")
  func shell() throws {
    guard case .command(let word, var lexer) = try statement("!ls -l").kind else {
      Issue.record("no command")
      return
    }
    #expect(word == Word(text: "!", columns: 1..<2))
    #expect(try lexer.tail(comments: false)?.text == "ls -l")
    guard case .command(_, var other) = try statement("! cat <<END\n$y\nEND").kind else {
      Issue.record("no command")
      return
    }
    #expect(
      try other.tail(comments: false, fillsVariables: false)?.text == "cat <<END\n$y\nEND")
  }

  @Test("an incomplete line is refused before it is read")
  func missing() {
    let error = #expect(throws: Diagnostic.self) { try statement("info \\") }
    #expect(error?.columns == 6..<7)
  }

  private func expanded(
    _ text: String, _ aliases: [String: String]
  ) -> (text: String, alias: String?) {
    let (line, alias) = Statement.expanded(NumberedLine(text: text, number: 1), aliases)
    return (line.text, alias)
  }

  @Test("an alias is expanded at the start of a line and after prefixes")
  func aliases() {
    let known = ["t": "trace --depth 4"]
    #expect(expanded("t 3 + 7", known) == ("trace --depth 4 3 + 7", "t"))
    #expect(expanded("  time t", known) == ("  time trace --depth 4", "t"))
    for text in ["'t' 3", "x t", "# t", "tt", ""] {
      #expect(expanded(text, known) == (text, nil), "\(text)")
    }
  }

  @Test("an alias isn't expanded twice")
  func once() {
    let known = ["a": "b 1", "b": "c", "t": "t --depth 4"]
    #expect(expanded("a", known) == ("b 1", "a"))
    #expect(expanded("t x", known) == ("t --depth 4 x", "t"))
  }

  @Test("a heredoc moves with the alias before it")
  func heredocs() throws {
    let line = try #require(LineSource("x <<END\n5\nEND").next())
    let moved = Statement.expanded(line, ["x": "expect =="]).line
    #expect(moved.text == "expect == <<END")
    #expect(moved.heredoc?.column == 11 && moved.heredoc?.end == 15)
    guard case .command(_, var lexer) = try Statement(moved, variables: { _ in nil }).kind else {
      Issue.record("no command")
      return
    }
    #expect(try lexer.words().map(\.text) == ["==", "5"])
  }
}
