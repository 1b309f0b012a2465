// Where a sum carries and a difference borrows, as marks of the answer's positions.

extension Arithmetic {
  /// The answer's digits from whose column a carry goes to the next, or for which one is borrowed
  /// there.
  package func marks(of question: Question) -> [Marks] {
    guard let problem = try? problem(question.text) else { return [] }
    var marks: [Int: Character] = [:]
    for (column, carries) in problem.carries.enumerated() where carries {
      marks[position(ofColumn: column)] = "1"
    }
    return [Marks(problem.adds ? "carry" : "borrow", at: marks)]
  }

  /// The position of the answer's digit of a column, counted from the units'.
  func position(ofColumn column: Int) -> Int { answerRange.upperBound - 1 - column }
}
