// Questions as people type them, and what they are told when one can't be read.

import Puzzles
import Testing

@Suite("Arithmetic parsing")
struct ArithmeticParsing {
  @Test(
    "questions are read as people type them",
    arguments: [
      ("3 + 7", "3 + 7"), ("3+7", "3 + 7"), ("3+7=", "3 + 7"), ("3 + 7 = ?", "3 + 7"),
      ("3 + 7 ?", "3 + 7"), ("  3\t+ 7  ", "3 + 7"), ("-3 + 7", "-3 + 7"), ("3 - -7", "3 - -7"),
      ("3--7", "3 - -7"), ("3 - - 7", "3 - -7"), ("+3+7", "3 + 7"), ("3 + +7", "3 + 7"),
      ("(\u{2212}3) + 7", "-3 + 7"), ("3 \u{2212} 7", "3 - 7"), ("3 \u{2013} 7", "3 - 7"),
      ("3 - (-7)", "3 - -7"), ("( 3 ) + ( + 7 )", "3 + 7"), ("007 + 1", "7 + 1"),
      ("0000000000000000000000000012 + 1", "12 + 1"), ("-0 + 0", "0 + 0"),
      ("9999 + 9999", "9999 + 9999"), ("3\u{00A0}+ 7", "3 + 7"),
    ])
  func reads(typed: String, canonical: String) throws {
    #expect(try Arithmetic(digits: 4).parse(typed).text == canonical)
  }

  @Test(
    "what can't be read is refused with its column and a hint",
    arguments: [
      ("", "the question is empty", 0, "type a question such as 3 + 47"),
      (" \t", "the question is empty", 0, "type a question such as 3 + 47"),
      ("hello", "'hello' is not a number", 0, "type a question such as 3 + 47"),
      ("3", "an operator and a second number are missing", 1, "type a question such as 3 + 47"),
      ("3 =", "an operator and a second number are missing", 2, "type a question such as 3 + 47"),
      ("3 7", "'7' is not an operator", 2, "it knows + and -"),
      ("3 +", "a number is missing at the end", 3, "type a question such as 3 + 47"),
      ("+", "a number is missing at the end", 1, "type a question such as 3 + 47"),
      ("3 + x", "'x' is not a number", 4, "type a question such as 3 + 47"),
      ("3 + = 7", "'= 7' is not a number", 4, "type a question such as 3 + 47"),
      ("3 * 7", "this model doesn't know '*'", 2, "it knows + and -"),
      ("12345 + 1", "12345 has 5 digits; this model reads up to 4", 0, "ask with shorter numbers"),
      (
        "1 - 0012345", "12345 has 5 digits; this model reads up to 4", 4,
        "ask with shorter numbers"
      ),
      ("1 + 2 + 3", "a second operator '+'", 6, "one operation at a time"),
      ("1 + 2 * 3", "a second operator '*'", 6, "one operation at a time"),
      (
        "1 + 2 = 3", "the question goes on with '3'", 8,
        "end it after the second number, or with = ?"
      ),
      (
        "1 + 2 please", "the question goes on with 'please'", 6,
        "end it after the second number, or with = ?"
      ),
      ("--1 + 2", "a second sign '-' before a number", 1, "give a number one sign"),
      ("1 - --2", "a second sign '-' before a number", 5, "give a number one sign"),
      (
        "(1 + 2)", "'(' is not closed after its number", 0,
        "parentheses go round one number, as in (-3)"
      ),
      (
        "3.5 + 1", "'.' inside a number", 1,
        "only whole numbers without separators can be read"
      ),
      ("\u{0663} + 1", "'\u{0663} + 1' is not a number", 0, "type a question such as 3 + 47"),
    ])
  func refuses(typed: String, message: String, column: Int, hint: String) throws {
    let expected = PuzzleError(message, column: column, hint: hint)
    let arithmetic = try Arithmetic(digits: 4)
    #expect(throws: expected) { try arithmetic.parse(typed) }
  }

  @Test("an operand of any length is refused without a trap, quoted in part")
  func longOperand() throws {
    let arithmetic = try Arithmetic(digits: 12)
    let typed = String(repeating: "9", count: 100) + " + 1"
    let expected = PuzzleError(
      String(repeating: "9", count: 40) + "… has 100 digits; this model reads up to 12",
      column: 0, hint: "ask with shorter numbers")
    #expect(throws: expected) { try arithmetic.parse(typed) }
  }

  @Test("a model without an operator says so and names those it has")
  func missingOperator() throws {
    let adds = try Arithmetic(digits: 1, operators: [.plus])
    #expect(throws: PuzzleError("this model doesn't know '-'", column: 2, hint: "it knows +")) {
      try adds.parse("3 \u{2212} 7")
    }
    #expect(try adds.parse("3 + -7").answer == "-4")
    let message = "12 has 2 digits; this model reads up to 1 digit"
    #expect(throws: PuzzleError(message, column: 0, hint: "ask with shorter numbers")) {
      try adds.parse("12 + 3")
    }
  }
}
