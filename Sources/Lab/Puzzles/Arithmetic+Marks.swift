// Marks for the columns of the answer that carry or borrow.

extension Arithmetic {
  /// The answer's digits whose column generates a carry or needs a borrow.
  package func marks(of question: Question) -> [PositionMarks] {
    guard let problem = try? problem(question.text) else { return [] }
    var marks: [Int: Character] = [:]
    for (column, carries) in problem.carries.enumerated() where carries {
      marks[position(ofColumn: column)] = "1"
    }
    return [PositionMarks(problem.adds ? "carry" : "borrow", at: marks)]
  }

  /// The position of the answer's digit in a column, counted from the units.
  func position(ofColumn column: Int) -> Int { answerRange.upperBound - 1 - column }
}
