// Marks of carries and borrows against sums done on paper.

import Puzzles
import Testing

@Suite("Arithmetic marks")
struct ArithmeticMarks {
  /// The marked digits under the answer, as text.
  private func drawn(_ text: String) throws -> [String] {
    let puzzle = try Arithmetic(digits: 4)
    let question = try puzzle.parse(text)
    return puzzle.marks(of: question).map { marks in
      marks.name + " " + String(puzzle.answerRange.map { marks.at[$0] ?? "." })
    }
  }

  @Test("digits whose column carries or borrows are marked")
  func carries() throws {
    // Six columns of the answer are the operands' four, one for a carry and one for a sign.
    #expect(try drawn("38 + 47") == ["carry .....1"])
    #expect(try drawn("9999 + 1") == ["carry ..1111"])
    #expect(try drawn("1 + 2") == ["carry ......"])
    // 55 + 66: 5 + 6 carries, and so does 5 + 6 + 1.
    #expect(try drawn("-55 - 66") == ["carry ....11"])
    // 1000 - 1 borrows in three columns; the order of the operands doesn't matter.
    #expect(try drawn("1000 - 1") == ["borrow ...111"])
    #expect(try drawn("1 - 1000") == ["borrow ...111"])
    #expect(try drawn("503 - 241") == ["borrow ....1."])
  }

  @Test("by default a puzzle has no marks and is a line")
  func others() throws {
    let sum = DigitSum()
    let question = try sum.parse("3 + 7")
    #expect(sum.gridWidth == nil && sum.marks(of: question) == [])
    let puzzle = try Arithmetic(digits: 2)
    let nonsense = Question(
      text: "?", tokens: [0], labels: [Question.ignored], answer: nil, split: .train)
    #expect(puzzle.marks(of: nonsense) == [] && puzzle.gridWidth == nil)
  }
}
