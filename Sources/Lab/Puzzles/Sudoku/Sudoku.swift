// Sudoku of 4 x 4 and 9 x 9 cells, in the tokens of the official data sets.

/// A grid whose rows, columns and boxes shall each hold every digit once.
///
/// A question has N² tokens in row order, an answer as many: 0 is padding, 1 a blank, d + 1 the digit
/// d. Every position is labeled, the givens too, as in the official Sudoku sets (arXiv:2510.04871),
/// so their files and the checkpoints trained on them fit.
package struct Sudoku: Puzzle, Equatable {
  /// The sides that a grid can have.
  package static let sides = [4, 9]

  /// N, the cells of a row.
  package let side: Int

  /// How many blanks generated questions have.
  package let blanks: ClosedRange<Int>

  /// How hard generated questions are; nil for as they come.
  package let grade: SudokuGrade?

  /// Sudoku of one size; `blanks` that no grid with one solution has are refused.
  ///
  /// - Throws: ``PuzzleError`` that names the option that can't be so.
  package init(
    side: Int = 9, blanks: ClosedRange<Int>? = nil, grade: SudokuGrade? = nil
  ) throws(PuzzleError) {
    guard Self.sides.contains(side) else {
      throw PuzzleError("size can't be \(side)", hint: "give 4 or 9")
    }
    let possible = Self.possibleBlanks(side: side)
    let blanks = blanks ?? Self.usualBlanks(side: side, grade)
    guard blanks.lowerBound >= possible.lowerBound, blanks.upperBound <= possible.upperBound else {
      throw PuzzleError(
        "blanks can't be \(blanks.lowerBound)..\(blanks.upperBound)",
        hint: "a \(side) x \(side) grid can have \(possible.lowerBound) to \(possible.upperBound)")
    }
    let least = Self.fewestBlanks(side: side, grade)
    guard blanks.lowerBound >= least else {
      throw PuzzleError(
        "with \(blanks.lowerBound) blanks hardly any grid is \(grade?.rawValue ?? "")",
        hint: "give \(least) blanks or more, or another grade")
    }
    self.side = side
    self.blanks = blanks
    self.grade = grade
  }

  /// Padding, a blank, the digits: tokens 0, 1, 2 to N + 1.
  package var vocabulary: [Character] { Array(" .123456789".prefix(side + 2)) }

  /// N².
  package var length: Int { side * side }

  /// All positions.
  package var answerRange: Range<Int> { 0..<length }

  /// N: a question and an answer are drawn as grids.
  package var gridWidth: Int? { side }

  /// Whether an answer keeps the givens and holds every digit once in each row, column and box.
  ///
  /// Of several solutions each is right.
  package func check(_ answer: String, of question: Question) -> Bool {
    guard let answered = board(answer), answered.blanks == 0 else { return false }
    return question.tokens.indices.allSatisfy { position in
      question.tokens[position] < Self.firstDigit
        || Int32(answered.cells[position]) + 1 == question.tokens[position]
    }
  }

  /// √N: rules stand between boxes.
  package var gridBlock: Int { SudokuBoard(side: side).root }

  /// Where an answer differs from the only solution; where there are several or none, the cells that
  /// hold no digit, not their given one, or one that their row, column or box holds twice.
  package func wrong(_ tokens: [Int32], of question: Question) -> Set<Int> {
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

  /// A grid of N² characters that are digits or stand for blanks; nil if two cells contradict.
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
