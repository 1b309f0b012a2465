// Words of a line: quotes, escapes, variables, comments, the home folder, columns.

import Language
import Testing

/// The words of a line; `$x` is 10 and `$empty` is nothing.
func words(_ line: String, home: String? = nil) throws -> [Word] {
  var lexer = Lexer(line, home: home) { ["x": "10", "empty": ""][$0] }
  return try lexer.words()
}

@Suite struct LexerTests {
  private func texts(_ line: String, home: String? = nil) throws -> [String] {
    try words(line, home: home).map(\.text)
  }

  @Test("blanks of any number divide words, and columns count from 1")
  func columns() throws {
    let all = try words("say  'b c' x")
    #expect(all.map(\.text) == ["say", "b c", "x"])
    #expect(all.map(\.columns) == [1..<4, 6..<11, 12..<13])
    #expect(all.map(\.isQuoted) == [false, true, false])
    #expect(try words("  \t ").isEmpty)
  }

  @Test("quoted and bare parts that touch are one word")
  func joined() throws {
    let all = try words("a'b c'\"d\"e ''")
    #expect(all.map(\.text) == ["ab cde", ""])
    #expect(all.map(\.columns) == [1..<11, 12..<14])
    #expect(all.allSatisfy { $0.isQuoted })
  }

  @Test("a # after a blank begins a comment, inside a word it doesn't")
  func comments() throws {
    #expect(try texts("a #b c") == ["a"])
    #expect(try texts("a#b c#") == ["a#b", "c#"])
    #expect(try texts("# a").isEmpty)
    #expect(try texts("a '#b'") == ["a", "#b"])
  }

  @Test("the address of a run's state is a word, other text after # is a comment")
  func runAddresses() throws {
    #expect(try texts("show #1:z@2 #12:halt") == ["show", "#1:z@2", "#12:halt"])
    #expect(try texts("show #1:logits #1:y") == ["show", "#1:logits", "#1:y"])
    for comment in ["#1 z", "#1:x@2", "#:z", "#a:z", "#1:"] {
      #expect(try texts("show " + comment) == ["show"], "\(comment)")
    }
  }

  @Test("double quotes know five escapes, single quotes and bare words none")
  func escapes() throws {
    #expect(try texts(#""a\n\t\"\\\$x""#) == ["a\n\t\"\\$x"])
    #expect(try texts(#"'a\n' b\n"#) == [#"a\n"#, #"b\n"#])
  }

  @Test("an unknown escape is pointed at with its backslash")
  func unknownEscape() throws {
    let error = #expect(throws: Diagnostic.self) { try words(#"say "a\q""#) }
    #expect(error?.columns == 7..<9)
    #expect(error?.message == #"unknown escape '\q'"#)
    #expect(error?.code == .usage)
  }

  @Test(
    "the caret of an unterminated quote is at its start", arguments: ["'bc", "\"bc", "\"b\\"])
  func openQuotes(_ quoted: String) throws {
    let error = #expect(throws: Diagnostic.self) { try words("a " + quoted) }
    #expect(error?.columns == 3..<4)
    #expect(error?.hint == "add a closing \(quoted.prefix(1))")
  }

  @Test("variables are filled in bare and in double quotes, not in single ones")
  func variables() throws {
    #expect(try texts("$x ${x}5 a$x \"<$x>\" '$x'") == ["10", "105", "a10", "<10>", "$x"])
    let all = try words("$empty b")
    #expect(all.map(\.text) == ["", "b"])
    #expect(all.map(\.columns) == [1..<7, 8..<9])
  }

  @Test("the value of a variable is never read again")
  func values() throws {
    var lexer = Lexer("$a b") { _ in "x 'y # $a" }
    #expect(try lexer.words().map(\.text) == ["x 'y # $a", "b"])
  }

  @Test("variables can't make a line endless")
  func expansion() throws {
    let value = String(repeating: "x", count: Lexer.longestExpansion / 2)
    var lexer = Lexer("$a $a") { _ in value }
    #expect(try lexer.words().count == 2)
    var longer = Lexer("b $a$a$a") { _ in value }
    let error = #expect(throws: Diagnostic.self) { try longer.words() }
    #expect(error?.code == .usage && error?.subject == .columns(7..<9))
  }

  @Test("a dollar sign before anything but a name is literal")
  func dollars() throws {
    #expect(try texts("$ 5$ $. \"$\" a$-b") == ["$", "5$", "$.", "$", "a$-b"])
  }

  @Test("unknown variables and open braces are pointed at as a whole")
  func badVariables() throws {
    let unknown = #expect(throws: Diagnostic.self) { try words("echo $nope") }
    #expect(unknown?.columns == 6..<11)
    #expect(unknown?.hint == "'let nope = VALUE' sets it")
    let open = #expect(throws: Diagnostic.self) { try words("x ${ab") }
    #expect(open?.columns == 3..<7)
    #expect(open?.message == "unterminated '${'")
    let unnamed = #expect(throws: Diagnostic.self) { try words("${}") }
    #expect(unnamed?.columns == 1..<4)
    #expect(unnamed?.hint == "'let NAME = VALUE' sets it")
  }

  @Test("~ at the start of a word is the home folder")
  func home() throws {
    #expect(try texts("~ ~/a ~b a~ '~' x/~", home: "/h") == ["/h", "/h/a", "~b", "a~", "~", "x/~"])
    #expect(try texts("~/a") == ["~/a"])
    #expect(try words("~/a b", home: "/long/home").map(\.columns) == [1..<4, 5..<6])
  }

  @Test("the tail keeps quotes and blanks verbatim, and ends at a comment if comments are allowed")
  func tails() throws {
    func tail(_ line: String, comments: Bool = true, fills: Bool = true) throws -> Word? {
      var lexer = Lexer(line) { ["x": "10"][$0] }
      return try lexer.tail(comments: comments, fillsVariables: fills)
    }
    let sum = try tail("  3  + 7  # c")
    #expect(sum == Word(text: "3  + 7", columns: 3..<9, isLiteral: true))
    #expect(try tail("it's 'a'#b")?.text == "it's 'a'#b")
    #expect(try tail("a # b", comments: false)?.text == "a # b")
    #expect(try tail("$x + 1") == Word(text: "10 + 1", columns: 1..<7))
    #expect(try tail("\\$x")?.text == "$x")
    #expect(try tail("$x \\$", fills: false)?.text == "$x \\$")
    #expect(try tail("   ") == nil)
    #expect(try tail(" # c") == nil)
  }

  @Test("skipping stops at the end of the line")
  func skipping() throws {
    var lexer = Lexer("!ls") { _ in nil }
    lexer.skip()
    #expect(lexer.position == 1)
    #expect(try lexer.next()?.columns == 2..<4)
    lexer.skip(9)
    #expect(lexer.position == 3)
    let isAtEnd = lexer.isAtEnd()
    #expect(isAtEnd)
  }
}
