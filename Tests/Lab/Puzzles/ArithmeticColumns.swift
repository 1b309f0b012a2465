// Arithmetic in columns: encoding and decoding.

import Puzzles
import Testing

@Suite("Arithmetic in columns")
struct ArithmeticColumns {
  @Test("a question has a token for its signs and one for each column")
  func columns() throws {
    let two = try Arithmetic(digits: 2, layout: .columns)
    #expect(two.length == 4)
    #expect(two.answerRange == 0..<4)
    // 38 + 47 = 85: the columns 00, 34 and 87 are 19 + 10 a + b.
    let sum = two.question(.init(38, .plus, 47))
    #expect(sum.tokens == [11, 19, 53, 106])
    #expect(String(two.characters(of: sum.labels)) == "+085")
    // 5 - 99 = -94.
    let difference = two.question(.init(5, .minus, 99))
    #expect(difference.tokens == [12, 19, 28, 78])
    #expect(String(two.characters(of: difference.labels)) == "-094")
    #expect(String(two.characters(of: two.question(.init(-99, .plus, -99)).labels)) == "-198")
  }

  @Test("the signs of both operands are encoded with both operators")
  func signs() throws {
    let one = try Arithmetic(digits: 1, layout: .columns)
    let signed = try Arithmetic(digits: 1, layout: .signedColumns)
    var seen: [Character] = []
    for operation in Arithmetic.Operator.allCases {
      for (first, second) in [(3, 4), (-3, 4), (3, -4), (-3, -4)] {
        let question = one.question(.init(first, operation, second))
        seen += one.characters(of: question.tokens.prefix(1))
        #expect(question.tokens.dropFirst() == [19, 53])
        // The magnitudes are added in 3 + 4, -3 + -4, 3 - -4 and -3 - 4; else a column is
        // 119 + 10 a + b.
        let adds = (operation == .plus) == ((first < 0) == (second < 0))
        let told = signed.question(.init(first, operation, second))
        #expect(told.tokens == question.tokens.prefix(1) + (adds ? [19, 53] : [119, 153]))
        #expect(told.labels == question.labels)
      }
    }
    #expect(seen == Array("+uvw-xyz"))
  }

  @Test("a column's character shows both digits as dots, underlined if subtracted")
  func dots() throws {
    let vocabulary = try Arithmetic(digits: 1, layout: .columns).vocabulary
    #expect(vocabulary.count == 119)
    #expect(Set(vocabulary).count == 119)
    // 0 and 0 no dots; 1 the lowest on the left, 8 the highest on the right.
    #expect(vocabulary[19] == "\u{2800}")
    #expect(vocabulary[19 + 10] == "\u{2840}")
    #expect(vocabulary[19 + 8] == "\u{2808}")
    let signed = try Arithmetic(digits: 1, layout: .signedColumns).vocabulary
    #expect(Array(signed.prefix(119)) == vocabulary)
    #expect(Set(signed).count == 219)
    #expect(signed[119 + 8] == "\u{2808}\u{332}")
  }

  @Test(
    "every small question is parsed, answered and decoded like integer arithmetic",
    arguments: [Arithmetic.Layout.columns, .signedColumns])
  func exhaustive(layout: Arithmetic.Layout) throws {
    let arithmetic = try Arithmetic(digits: 2, layout: layout)
    var wrong = 0
    for operation in Arithmetic.Operator.allCases {
      for first in -30...99 {
        for second in -30...99 {
          let expected = operation == .plus ? first + second : first - second
          let question = arithmetic.question(.init(first, operation, second))
          let decoded = arithmetic.decode(question.labels)
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

  @Test("the largest operands of each length fit their columns", arguments: 1...12)
  func extremes(digits: Int) throws {
    let arithmetic = try Arithmetic(digits: digits, layout: .columns)
    let nines = String(repeating: "9", count: digits)
    let smallest = try arithmetic.parse("-\(nines) - \(nines)")
    #expect(smallest.tokens.count == digits + 2)
    #expect(arithmetic.decode(smallest.labels) == "-1" + nines.dropLast() + "8")
  }

  @Test("a malformed answer is shown unchanged and isn't right")
  func malformed() throws {
    let arithmetic = try Arithmetic(digits: 2, layout: .columns)
    let question = try arithmetic.parse("5 - 5")
    // Tokens 12, 1, 1, 1 are a minus and three zeros; 0 is a space, 53 a column of 3 and 4.
    #expect(arithmetic.decode([12, 1, 1, 1]) == "-0")
    #expect(!arithmetic.check("-0", of: question))
    #expect(arithmetic.decode([11, 1, 0, 1]) == "+0 0")
    #expect(arithmetic.decode([2, 1, 1, 1]) == "1000")
    #expect(arithmetic.decode([11, 1, 53, 200]) == "+0\(arithmetic.vocabulary[53])\u{FFFD}")
  }

  @Test("a given answer is put into its columns, and an invalid one is refused")
  func taught() throws {
    let arithmetic = try Arithmetic(digits: 2, layout: .columns)
    let taught = try arithmetic.question("9 + 9", answer: "-19")
    #expect(String(arithmetic.characters(of: taught.labels)) == "-019")
    #expect(taught.answer == "-19")
    for (answer, message) in [
      ("1234", "the answer '1234' has 4 digits"), ("", "invalid answer ''"),
      ("--1", "invalid answer '--1'"), ("1x", "invalid answer '1x'"),
    ] {
      let error = #expect(throws: PuzzleError.self) {
        try arithmetic.question("9 + 9", answer: answer)
      }
      #expect(error?.message == message)
    }
  }
}
