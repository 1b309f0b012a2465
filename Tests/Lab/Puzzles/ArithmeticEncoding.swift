// Arithmetic in fields: encoding and decoding.

import Puzzles
import Testing

@Suite("Arithmetic encoding")
struct ArithmeticEncoding {
  /// A question's tokens and labels as text, `.` where nothing is asked.
  func drawn(_ question: Question, _ arithmetic: Arithmetic) -> [String] {
    let labels = question.labels.map { label in
      label == Question.ignored ? "." : String(arithmetic.characters(of: [label]))
    }
    return [String(arithmetic.characters(of: question.tokens)), labels.joined()]
  }

  @Test("a question has fixed fields, with the answer over the second operand's")
  func fields() throws {
    let two = try Arithmetic(digits: 2)
    // W = 3: three positions, the operator, four positions.
    #expect(two.length == 8)
    #expect(two.answerRange == 4..<8)
    #expect(drawn(two.question(.init(38, .plus, 47)), two) == [" 38+  47", "....  85"])
    #expect(drawn(two.question(.init(-99, .minus, 99)), two) == ["-99-  99", "....-198"])
    #expect(drawn(two.question(.init(0, .minus, -7)), two) == ["  0-  -7", "....   7"])
    let six = try Arithmetic(digits: 6)
    #expect(six.length == 16)
  }

  @Test("the order of the tokens is fixed")
  func tokens() throws {
    let one = try Arithmetic(digits: 1)
    #expect(one.vocabulary == Array(" 0123456789+-"))
    // " 3+ -7" with W = 2, and -4 in three positions.
    let question = one.question(.init(3, .plus, -7))
    #expect(question.tokens == [0, 4, 11, 0, 12, 8])
    #expect(question.labels == [-100, -100, -100, 0, 12, 5])
    #expect(question.answer == "-4")
  }

  @Test("every small question is parsed, answered and decoded like integer arithmetic")
  func exhaustive() throws {
    let arithmetic = try Arithmetic(digits: 2)
    var wrong = 0
    for operation in Arithmetic.Operator.allCases {
      for first in -30...99 {
        for second in -30...99 {
          let expected = operation == .plus ? first + second : first - second
          let question = arithmetic.question(.init(first, operation, second))
          let shown = Array(question.tokens[..<4]) + question.labels[4...]
          let decoded = arithmetic.decode(shown)
          let read = try arithmetic.parse(question.text)
          if decoded != String(expected) || read != question
            || !arithmetic.check(decoded, of: question)
          {
            wrong += 1
          }
        }
      }
    }
    #expect(wrong == 0)
  }

  @Test("the largest operands of each length fit their fields", arguments: 1...12)
  func extremes(digits: Int) throws {
    let arithmetic = try Arithmetic(digits: digits)
    let nines = String(repeating: "9", count: digits)
    let smallest = try arithmetic.parse("-\(nines) - \(nines)")
    // -99 - 99 = -198: a sign, a one, nines but one, an eight.
    #expect(smallest.answer == "-1" + nines.dropLast() + "8")
    #expect(smallest.tokens.count == 2 * digits + 4)
    #expect(smallest.tokens[0] == 12)
    #expect(smallest.labels[digits + 2] == 12)
  }

  @Test("a malformed answer is shown unchanged and isn't right")
  func malformed() throws {
    let arithmetic = try Arithmetic(digits: 2)
    let question = try arithmetic.parse("1 + 2")
    // Tokens 2, 12, 0, 4 are "1", "-", a space and "3".
    let shown = arithmetic.decode([0, 0, 0, 0, 2, 12, 0, 4])
    #expect(shown == "1- 3")
    #expect(!arithmetic.check(shown, of: question))
    #expect(arithmetic.decode([0, 0, 0, 0, 0, 4, 0, 0]) == "3")
    #expect(arithmetic.decode([4, 4, 4, 4, 0, 0, 0, 0]) == "")
    #expect(arithmetic.decode([0, 0, 0, 0, 0, 0, 99, -1]) == "\u{FFFD}\u{FFFD}")
    #expect(!arithmetic.check("03", of: question))
    #expect(arithmetic.check("3", of: question))
  }

  @Test(
    "length and chain are counted as on paper",
    arguments: [
      ("9999 + 1", 4, 4), ("4995 + 5", 4, 3), ("38 + 47", 2, 1), ("12 + 34", 2, 0),
      // 5 + 5 carries, 0 + 0 + 1 doesn't, 9 + 9 carries.
      ("905 + 905", 3, 1), ("1000 - 1", 4, 3), ("1 - 1000", 4, 3), ("52 - 17", 2, 1),
      ("-9999 - 1", 4, 4), ("1000 + -1", 4, 3), ("-3 + 7", 1, 0), ("0 - 0", 1, 0),
    ])
  func properties(text: String, length: Int, chain: Int) throws {
    let question = try Arithmetic(digits: 4).parse(text)
    #expect(question.properties.map(\.name) == ["operator", "length", "chain", "signs"])
    #expect(question.properties[1].value == .number(length))
    #expect(question.properties[2].value == .number(chain))
  }
}
