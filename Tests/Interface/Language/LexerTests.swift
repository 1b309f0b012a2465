// Words of a line: quotes, escapes, variables, comments, and the columns that errors point at.

import Language
import Testing

@Suite struct LexerTests {
  private func words(_ line: String, home: String? = nil) throws -> [String] {
    var lexer = Lexer(line, home: home) { ["ans": "42", "empty": ""][$0] }
    return try lexer.words().map(\.text)
  }

  private func error(_ line: String) -> Diagnostic? {
    do {
      _ = try words(line)
      return nil
    } catch { return error as? Diagnostic }
  }

  @Test("words are separated by blanks; a word of pieces is one word")
  func separation() throws {
    #expect(try words("  set   depth\t8 ") == ["set", "depth", "8"])
    #expect(try words(#"a'b c'"d e"f"#) == ["ab cd ef"])
    #expect(try words("''") == [""])
    #expect(try words("") == [])
  }

  @Test("single quotes keep everything, double quotes know escapes and variables")
  func quotes() throws {
    #expect(try words(#"'$ans \n "'"#) == [#"$ans \n ""#])
    #expect(try words(#""$ans \n\t\\\"\$""#) == ["42 \n\t\\\"$"])
  }

  @Test("variables are filled in, with and without braces; a lone dollar is itself")
  func variables() throws {
    #expect(try words("$ans ${ans}b $ $empty") == ["42", "42b", "$", ""])
  }

  @Test("a comment begins where a word could, not inside one")
  func comments() throws {
    #expect(try words("ask 3 # note") == ["ask", "3"])
    #expect(try words("a#b '#c'") == ["a#b", "#c"])
    #expect(try words("# all of it") == [])
  }

  @Test("the address of a run's state is a word, not a comment")
  func addresses() throws {
    #expect(
      try words("latent show #1:z@2 #12:logits@1") == ["latent", "show", "#1:z@2", "#12:logits@1"])
    #expect(try words("show #1") == ["show"])
    #expect(try words("show #1:a") == ["show"])
  }

  @Test("~ begins a path in the home folder, and only there")
  func home() throws {
    #expect(try words("~ ~/a b~ ~x '~'", home: "/h") == ["/h", "/h/a", "b~", "~x", "~"])
    #expect(try words("~/a") == ["~/a"])
  }

  @Test("words know their columns, from 1, and whether they were quoted")
  func columns() throws {
    var lexer = Lexer("ab 'c d'") { _ in nil }
    let all = try lexer.words()
    #expect(all.map(\.columns) == [1..<3, 4..<9])
    #expect(all.map(\.isQuoted) == [false, true])
  }

  @Test(
    "what can't be read is pointed at",
    arguments: [
      ("say 'a b", 5..<6, "unterminated quote"), ("say \"a", 5..<6, "unterminated quote"),
      (#"say "a\q""#, 7..<9, #"unknown escape '\q'"#),
      ("say $nope", 5..<10, "unknown variable '$nope'"),
      ("say ${ans", 5..<10, "unterminated '${'"),
    ])
  func errors(line: String, columns: Range<Int>, message: String) {
    let found = error(line)
    #expect(found?.code == .usage && found?.columns == columns && found?.message == message)
  }

  @Test("a tail is the line as it is, without its comment, with variables")
  func tails() throws {
    func tail(_ line: String, comments: Bool, fills: Bool = true) throws -> Word? {
      var lexer = Lexer(line) { ["x": "7"][$0] }
      return try lexer.tail(comments: comments, fillsVariables: fills)
    }
    #expect(try tail("  3 +  $x  # note", comments: true)?.text == "3 +  7")
    #expect(try tail("a 'b' # c", comments: false)?.text == "a 'b' # c")
    #expect(try tail("$x \\$x", comments: false)?.text == "7 $x")
    #expect(try tail("$x", comments: false, fills: false)?.text == "$x")
    #expect(try tail("  # only", comments: true) == nil)
    // A literal tail's columns are the line's.
    #expect(try tail(" 3 + 4", comments: true)?.isLiteral == true)
    #expect(try tail(" 3 + $x", comments: true)?.isLiteral == false)
  }
}
