// Expressions: the order of evaluation, the right result, errors with their column, and the questions
// that their parts become.

import Puzzles
import Testing

@Suite("Expressions")
struct ExpressionTests {
  @Test(
    "operators of one rank are taken from left to right, brackets first",
    arguments: [
      ("2 + 3 + 4", "2 + 3 + 4", 9), ("12 - 5 + 30 - 1", "12 - 5 + 30 - 1", 36),
      ("(1 + 2) - 3", "(1 + 2) - 3", 0), ("10-(2+3)", "10 - (2 + 3)", 5),
      ("-(5 - 2) - -3 = ?", "-(5 - 2) - -3", 0), ("007 + 1 ?", "7 + 1", 8),
      ("((1+2)-(3+4))-(5-(6-7))", "((1 + 2) - (3 + 4)) - (5 - (6 - 7))", -10),
      ("\u{2212}(\u{2212}3) \u{2013} 1", "-(-3) - 1", 2),
    ])
  func order(typed: String, shown: String, value: Int) throws {
    let expression = try Expression(typed)
    #expect(expression.text == shown)
    #expect(expression.value == value)
    #expect(try Expression(shown) == Expression(shown))
  }

  @Test("multiplication goes before addition, powers from right to left; powers have no value here")
  func ranks() throws {
    // In the stack's order: 2 3 4 * +, and 2 3 4 ^ ^.
    let signs = try [Expression("2 + 3 * 4"), Expression("2 ^ 3 ^ 4"), Expression("2 * 3 + 4")].map
    {
      expression in
      expression.instructions.map { instruction -> String in
        switch instruction {
        case .number(let number, _): String(number)
        case .negate: "negate"
        case .apply(let sign, _): String(sign)
        }
      }.joined(separator: " ")
    }
    #expect(signs == ["2 3 4 * +", "2 3 4 ^ ^", "2 3 * 4 +"])
    #expect(try Expression("2 + 3 * 4").value == 14)
    #expect(try Expression("2 + 3 ^ 4").value == nil)
    #expect(try Expression("2×3·4 x 5").text == "2 * 3 * 4 * 5")
    let large = String(repeating: "9", count: 18)
    #expect(try Expression(Array(repeating: large, count: 12).joined(separator: "+")).value == nil)
  }

  @Test(
    "an error names the column of what is wrong",
    arguments: [
      ("", "missing number at the end", 0), ("2 + 3 +", "missing number at the end", 7),
      ("(2 + 3", "unclosed '('", 0), ("1 - (2 + (3)", "unclosed '('", 4),
      ("2 + 3)", "unexpected ')'", 5), ("2 + ()", "missing number before ')'", 5),
      ("1 + x", "'x' is not a number", 4), ("1 y 2", "'y' is not an operator", 2),
      ("1 2", "missing operator before '2'", 2), ("3 (4)", "missing operator before '('", 2),
      ("1 - - - 2", "unexpected second sign '-'", 6), ("--3", "unexpected second sign '-'", 1),
      ("1.5 + 2", "unexpected '.' in a number", 1),
      ("1 + 1234567890123456789", "the number has 19 digits", 4),
      ("1 + 2 = 3", "unexpected text '3' after the question", 8),
    ])
  func errors(typed: String, message: String, column: Int) {
    let error = #expect(throws: PuzzleError.self) { try Expression(typed) }
    #expect(error?.message == message)
    #expect(error?.column == column)
  }

  @Test("nesting is bounded, length isn't")
  func size() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
    }
    _ = try Expression(nested(Expression.deepest))
    let error = #expect(throws: PuzzleError.self) {
      try Expression(nested(Expression.deepest + 1))
    }
    #expect(error?.column == Expression.deepest)
    let long = try Expression(Array(repeating: "1", count: 100_000).joined(separator: " + "))
    #expect(long.signs.count == 99_999)
    #expect(long.value == 100_000)
  }

  @Test(
    "a part's signs are moved so that no operand is negative",
    arguments: [
      (5, "+", 3, "5 + 3"), (5, "-", 3, "5 - 3"), (-5, "+", 3, "3 - 5"), (5, "+", -3, "5 - 3"),
      (5, "-", -3, "5 + 3"), (-5, "-", 3, "-(5 + 3)"), (-5, "+", -3, "-(5 + 3)"),
      (-5, "-", -3, "3 - 5"), (0, "-", 3, "0 - 3"),
    ] as [(Int, Character, Int, String)])
  func signs(first: Int, sign: Character, second: Int, asked: String) throws {
    let part = try Arithmetic().part(first, sign, second)
    #expect(part.text == asked)
    let answer = try #require(part.question.answer.flatMap { Int($0) })
    let right = sign == "+" ? first + second : first - second
    #expect((part.isNegated ? -answer : answer) == right)
  }

  @Test("a model with one operator is asked with it where negative operands allow that")
  func oneOperator() throws {
    let adds = try Arithmetic(operators: [.plus])
    #expect(try adds.part(5, "-", 3).text == "5 + -3")
    let onlyPositive = try Arithmetic(operators: [.plus], mix: .init(negatives: 0))
    #expect(try onlyPositive.part(-5, "-", 3).text == "-(5 + 3)")
    let refused = #expect(throws: PuzzleError.self) { try onlyPositive.part(5, "-", 3) }
    #expect(refused?.message == "unsupported operator '-'")
    #expect(refused?.hint == "this model supports + and *")
    #expect(try DigitSum().part(3, "+", 4).text == "3 + 4")
    #expect(throws: PuzzleError.self) { try DigitSum().part(12, "+", 4) }
    #expect(throws: PuzzleError.self) { try Sudoku().part(3, "+", 4) }
  }

  @Test(
    "a product is asked as sums: doubled for each binary digit, and added where it is 1",
    arguments: [
      (12, 5, ["12 + 12", "24 + 24", "48 + 12"]), (3, 100, ["100 + 100", "200 + 100"]),
      (-4, 2, ["-(4 + 4)"]), (-3, -3, ["3 + 3", "6 + 3"]), (9, 0, ["0 + 0"]), (1, 9, ["9 + 0"]),
      (-9, 1, ["-(9 + 0)"]),
    ])
  func product(first: Int, second: Int, asked: [String]) throws {
    var run = ExpressionRun(try Expression("\(first) * \(second)"), of: try Arithmetic())
    var parts: [String] = []
    while let part = try run.next() {
      #expect(!run.isDone && run.isMultiplying)
      parts.append(part.text)
      #expect(run.isLast == (parts.count == asked.count))
      run.take(part.rightValue)
    }
    #expect(parts == asked)
    #expect(run.isDone && run.value == first * second && run.count == asked.count)
  }

  @Test("the sums of every product of two numbers below 40 give the product")
  func products() throws {
    let puzzle = try Arithmetic(digits: 10)
    for first in -39...39 {
      for second in -39...39 {
        var run = ExpressionRun(try Expression("1 - \(first) * \(second)"), of: puzzle)
        while let part = try run.next() { run.take(part.rightValue) }
        #expect(run.value == 1 - first * second)
      }
    }
  }
}
