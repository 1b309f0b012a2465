// 4 x 4 and 9 x 9 Sudoku, in the encoding of the official data sets.

internal import Wording

/// Grids whose rows, columns and boxes must each contain every digit once.
///
/// A question has N² tokens in row order, an answer as many: 0 is padding, 1 a blank, d + 1 the
/// digit d. Every position is labeled, the givens too, as in the official data sets
/// (arXiv:2510.04871), whose files and checkpoints fit.
package struct Sudoku: Puzzle, Equatable {
  /// The allowed values of ``side``.
  package static let sides = [4, 9]

  /// N, the number of cells in a row.
  package let side: Int

  /// The number of blanks in generated questions.
  package let blanks: ClosedRange<Int>

  /// The grade of generated questions; nil for any.
  package let grade: SudokuGrade?

  /// Creates Sudoku of one size; `blanks` must be possible with a unique solution.
  ///
  /// - Throws: ``PuzzleError`` naming the invalid option.
  package init(
    side: Int = 9, blanks: ClosedRange<Int>? = nil, grade: SudokuGrade? = nil
  ) throws(PuzzleError) {
    guard Self.sides.contains(side) else {
      throw PuzzleError("invalid value '\(side)' for 'size'", hint: "give 4 or 9")
    }
    let possible = Self.possibleBlanks(side: side)
    let blanks = blanks ?? Self.usualBlanks(side: side, grade)
    guard blanks.lowerBound >= possible.lowerBound, blanks.upperBound <= possible.upperBound else {
      throw PuzzleError(
        "invalid value '\(blanks.lowerBound)..\(blanks.upperBound)' for 'blanks'",
        hint: "give \(possible.lowerBound) to \(possible.upperBound) for a \(side) x \(side) grid")
    }
    let least = Self.fewestBlanks(side: side, grade)
    guard blanks.lowerBound >= least else {
      throw PuzzleError(
        "too few grids with \(counted(blanks.lowerBound, "blank")) are \(grade?.rawValue ?? "")",
        hint: "give at least \(counted(least, "blank")) or another grade")
    }
    self.side = side
    self.blanks = blanks
    self.grade = grade
  }

  /// Padding, blank, digits: tokens 0, 1, 2 to N + 1.
  package var vocabulary: [Character] { Array(" .123456789".prefix(side + 2)) }

  /// N².
  package var length: Int { side * side }

  /// All positions.
  package var answerRange: Range<Int> { 0..<length }

  /// N: questions and answers are grids.
  package var gridWidth: Int? { side }

  /// Whether an answer keeps the givens and is a valid solution.
  ///
  /// If there are several solutions, each is right.
  package func check(_ answer: String, of question: Question) -> Bool {
    guard let answered = board(answer), answered.blanks == 0 else { return false }
    return question.tokens.indices.allSatisfy { position in
      question.tokens[position] < Self.firstDigit
        || Int32(answered.cells[position]) + 1 == question.tokens[position]
    }
  }

  /// The digits.
  package var givenTokens: Set<Int32> { Set(Self.firstDigit..<Self.firstDigit + Int32(side)) }

  /// √N: the side of a box.
  package var gridBlock: Int { SudokuBoard(side: side).root }

  /// The positions where an answer differs from a unique solution.
  ///
  /// Without one, those that have no digit, change a given, or repeat a digit of their row, column
  /// or box.
  package func wrongPositions(_ tokens: [Int32], of question: Question) -> Set<Int> {
    if question.answer != nil && question.note == nil {
      return Set(tokens.indices.filter { tokens[$0] != question.labels[$0] })
    }
    let board = SudokuBoard(side: side)
    func share(_ a: Int, _ b: Int) -> Bool {
      let (row, column, r, c) = (a / side, a % side, b / side, b % side)
      return row == r || column == c || board.box(row, column) == board.box(r, c)
    }
    return Set(
      tokens.indices.filter { cell in
        let given = question.tokens[cell]
        return tokens[cell] < Self.firstDigit || given >= Self.firstDigit && given != tokens[cell]
          || tokens.indices.contains { tokens[$0] == tokens[cell] && $0 != cell && share($0, cell) }
      })
  }

  /// The token of the digit 1.
  static let firstDigit: Int32 = 2

  /// The token of a blank.
  static let blank: Int32 = 1

  /// The grid of N² characters, digits or blanks; nil if two cells contradict each other.
  func board(_ text: String) -> SudokuBoard? {
    var board = SudokuBoard(side: side)
    guard text.count == length else { return nil }
    for (cell, character) in text.enumerated() {
      guard let digit = character.wholeNumberValue, (1...side).contains(digit) else { continue }
      guard board.candidates(cell) & 1 << UInt16(digit - 1) != 0 else { return nil }
      board.place(digit, at: cell)
    }
    return board
  }
}
