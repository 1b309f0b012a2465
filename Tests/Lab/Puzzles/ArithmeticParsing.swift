// Parsing of questions, and error messages.

import Puzzles
import Testing

@Suite("Arithmetic parsing")
struct ArithmeticParsing {
  @Test(
    "questions are parsed in many spellings",
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
    "invalid questions are refused with a column and a hint",
    arguments: [
      ("", "the question is empty", 0, "type a question such as 3 + 47"),
      (" \t", "the question is empty", 0, "type a question such as 3 + 47"),
      ("hello", "'hello' is not a number", 0, "type a question such as 3 + 47"),
      ("3", "missing operator and second number", 1, "type a question such as 3 + 47"),
      ("3 =", "missing operator and second number", 2, "type a question such as 3 + 47"),
      ("3 7", "'7' is not an operator", 2, "this model supports + and -"),
      ("3 +", "missing number at the end", 3, "type a question such as 3 + 47"),
      ("+", "missing number at the end", 1, "type a question such as 3 + 47"),
      ("3 + x", "'x' is not a number", 4, "type a question such as 3 + 47"),
      ("3 + = 7", "'= 7' is not a number", 4, "type a question such as 3 + 47"),
      ("3 * 7", "unsupported operator '*'", 2, "this model supports + and -"),
      ("12345 + 1", "12345 has 5 digits; this model supports up to 4", 0, "use shorter numbers"),
      (
        "1 - 0012345", "12345 has 5 digits; this model supports up to 4", 4,
        "use shorter numbers"
      ),
      ("1 + 2 + 3", "unexpected second operator '+'", 6, "give one operation at a time"),
      ("1 + 2 * 3", "unexpected second operator '*'", 6, "give one operation at a time"),
      (
        "1 + 2 = 3", "unexpected text '3' after the question", 8,
        "end the question after the second number or with = ?"
      ),
      (
        "1 + 2 please", "unexpected text 'please' after the question", 6,
        "end the question after the second number or with = ?"
      ),
      ("--1 + 2", "unexpected second sign '-'", 1, "give a number at most one sign"),
      ("1 - --2", "unexpected second sign '-'", 5, "give a number at most one sign"),
      (
        "(1 + 2)", "unclosed '('", 0,
        "put parentheses around a single number, as in (-3)"
      ),
      (
        "3.5 + 1", "unexpected '.' in a number", 1,
        "give integers without separators"
      ),
      ("\u{0663} + 1", "'\u{0663} + 1' is not a number", 0, "type a question such as 3 + 47"),
    ])
  func refuses(typed: String, message: String, column: Int, hint: String) throws {
    let expected = PuzzleError(message, column: column, hint: hint)
    let arithmetic = try Arithmetic(digits: 4)
    #expect(throws: expected) { try arithmetic.parse(typed) }
  }

  @Test("a huge operand is refused without a crash and quoted in part")
  func longOperand() throws {
    let arithmetic = try Arithmetic(digits: 12)
    let typed = String(repeating: "9", count: 100) + " + 1"
    let expected = PuzzleError(
      String(repeating: "9", count: 40) + "… has 100 digits; this model supports up to 12",
      column: 0, hint: "use shorter numbers")
    #expect(throws: expected) { try arithmetic.parse(typed) }
  }

  @Test("an unsupported operator is refused with the supported ones")
  func missingOperator() throws {
    let adds = try Arithmetic(digits: 1, operators: [.plus])
    #expect(
      throws: PuzzleError("unsupported operator '-'", column: 2, hint: "this model supports +")
    ) {
      try adds.parse("3 \u{2212} 7")
    }
    #expect(try adds.parse("3 + -7").answer == "-4")
    let message = "12 has 2 digits; this model supports up to 1 digit"
    #expect(throws: PuzzleError(message, column: 0, hint: "use shorter numbers")) {
      try adds.parse("12 + 3")
    }
  }
}
