// Words that are written are the words that are read.

import Language
import Testing

@Suite struct QuotingTests {
  @Test(
    "the lexer reads a quoted text back as one word",
    arguments: [
      "", "plain", "two words", "it's", "say \"x\"", "$ans", "${ans}", "a\\b", "\\n", "#no comment",
      "~/home", "line\nbreak", "tab\tstop", "'", "\"", "größe 3", "\\\"$'",
    ])
  func roundTrip(text: String) throws {
    var lexer = Lexer(quoted(text)) { _ in "expanded" }
    let word = try lexer.next()
    #expect(word?.text == text)
    let rest = try lexer.next()
    #expect(rest == nil)
  }

  @Test("a text without special characters stays as it is")
  func plain() {
    #expect(quoted("sudoku-4x4") == "sudoku-4x4")
  }
}
