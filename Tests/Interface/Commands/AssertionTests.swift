// What `expect` claims, and whether it holds.

import Commands
import Language
import Presentation
import Testing

@Suite struct AssertionTests {
  private func holds(_ words: String..., got: Value) throws -> Bool {
    try Assertion(words, field: "answer").holds(for: got)
  }

  @Test("== and != compare numbers if both sides are numbers, else text")
  func equality() throws {
    #expect(try holds("10", got: .string("10")) && holds("==", "1e1", got: .integer(10)))
    #expect(try !holds("10", got: .string("11")) && holds("!=", "a", got: .string("b")))
    #expect(try holds("==", "true", got: .bool(true)) && !holds("!=", "10.0", got: .integer(10)))
  }

  @Test("tolerances make numbers equal that are near")
  func tolerance() throws {
    #expect(try holds("~=", "1", got: .number(1 + 1e-7)) && !holds("~=", "1", got: .number(1.1)))
    #expect(try holds("p", "==", "0.5", "tol", "0.1", got: .number(0.45)))
    #expect(try holds("p", "!=", "0.5", "tol", "0.1", got: .number(0.7)))
    #expect(throws: Diagnostic.self) { try holds("~=", "1", got: .string("x")) }
  }

  @Test("orders, texts and regular expressions")
  func others() throws {
    #expect(try holds("<", "3", got: .integer(2)) && !holds(">=", "3", got: .integer(2)))
    #expect(try holds("contains", "b c", got: .string("a b c d")))
    #expect(try holds("=~", "^a+b$", got: .string("aab")) && holds("!~", "z", got: .string("aab")))
    // The system's own expressions take no exponential time.
    #expect(try !holds("=~", "(a*)*b$", got: .string(String(repeating: "a", count: 200))))
  }

  @Test(
    "patterns that could take long or much memory are refused",
    arguments: [
      (#"(.*)(.*)\1\2Q"#, "back-references"), ("((((a{1,255}){1,255}){1,255}){1,255})", "multiply"),
      (String(repeating: "(", count: 40) + "a" + String(repeating: ")", count: 40), "nested"),
      (String(repeating: "a", count: 5000), "longer"), ("(ab{9999}c{9999}){2}", "multiply"),
      ("a{1,99999999999999999999}", ""), ("((a{200}){200}){0,1}", "multiply"), ("(a", ""),
      ("[a", ""),
    ])
  func patterns(pattern: String, why: String) throws {
    let error = #expect(throws: Diagnostic.self) {
      try holds("=~", pattern, got: .string("aaaa"))
    }
    #expect(error?.code == .usage && error?.hint?.contains(why) == true, "\(error?.hint ?? "")")
  }

  @Test("usual patterns are within the limits")
  func usualPatterns() throws {
    for (pattern, text) in [
      ("^[0-9]{1,3}( [0-9]{3})*$", "12 345 678"), ("[[:digit:]]+[]x]", "a7]"), (#"\(a\)"#, "(a)"),
      ("(a|b){2,}c", "abc"), ("[^]]", "x"), ("a{2}", "aa"), ("((((x))))", "x"),
    ] {
      #expect(try holds("=~", pattern, got: .string(text)), "\(pattern)")
    }
  }

  @Test("the field comes first; the default is the answer")
  func fields() throws {
    #expect(try Assertion(["steps", "==", "3"], field: "answer").field == "steps")
    let bare = try Assertion(["a", "b"].prefix(1).map { $0 }, field: "answer")
    #expect(bare.field == "answer" && bare.condition == "== a")
  }

  @Test(
    "an invalid assertion is refused",
    arguments: [
      ([], "'expect' needs a value"), (["a", "is", "b"], "unknown operator 'is'"),
      (["==", "1", "tol", "x"], "invalid tolerance 'x'"),
      (["<", "1", "tol", "1"], "'<' takes no tolerance"),
    ])
  func refusals(words: [String], message: String) {
    do {
      _ = try Assertion(words, field: "answer")
      Issue.record("it was read")
    } catch { #expect((error as? Diagnostic)?.message == message) }
  }

  @Test("an invalid regular expression says why")
  func expression() {
    #expect(throws: Diagnostic.self) { try holds("=~", "(", got: .string("x")) }
  }

  @Test(
    "a regular expression that would take long or no number can hold is refused at once",
    arguments: [
      "a{9223372036854775807,}", "a{-9223372036854775808}", "a+*+++++++++++", "a*++++++++++++",
      "((a*){40}+){30}", "(((a?){20}){20}){20}", "(a|){500}",
      "(" + String(repeating: "|", count: 2400) + "c)*", "x{1,32767}", "${5000}", "(^){5000}",
      "((^)b){4000}",
      String(repeating: "$", count: 546), String(repeating: "\\b", count: 300),
      "a" + String(repeating: "*", count: 1200),
      "((" + String(repeating: "a*", count: 600) + ")*)*",
    ])
  func expensive(pattern: String) {
    let started = ContinuousClock.now
    #expect(throws: Diagnostic.self) { try RegularExpression(pattern) }
    #expect(ContinuousClock.now - started < .seconds(1))
  }

  @Test(
    "common regular expressions are within the limits",
    arguments: [
      "^([0-9]+[ .])*[0-9]+$", "[1-9.]{81}", "(.*a){50}", "(ab|cd){300}", "a|b|", "(a+)+b", "x*?",
      "a{3}", "a{2,}", "a{0,5}",
    ])
  func common(pattern: String) throws { _ = try RegularExpression(pattern) }
}
