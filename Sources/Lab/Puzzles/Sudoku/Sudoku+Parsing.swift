// Parsing of Sudokus: N² cells on one or more lines, with or without grid lines.

internal import Wording

extension Sudoku {
  /// The maximum number of guesses when solving a typed grid: about a second.
  static let budget = 300_000

  /// Parses N² cells: digits, and `.`, `0`, `_`, `*`, `?` or `X` for blanks.
  ///
  /// White space and grid lines (`|`, `-`, `+`, `=`, box drawing) are ignored; so are comments, titles
  /// and borders, where what is left is a grid. Rows may be fields between commas, or lists.
  ///
  /// - Throws: ``PuzzleError`` naming the row and column of the invalid or contradictory cell.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    let cells = try cells(text)
    var board = SudokuBoard(side: side)
    for (cell, read) in cells.enumerated() where read.digit > 0 {
      guard board.candidates(cell) & 1 << UInt16(read.digit - 1) != 0 else {
        throw contradiction(read.digit, at: cell, in: board, column: read.column)
      }
      board.place(read.digit, at: cell)
    }
    return question(board)
  }

  /// A grid with a given answer: N² cells without blanks.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let question = try parse(text)
    let digits = try cells(answer).map(\.digit)
    if let blank = digits.firstIndex(of: 0) {
      throw PuzzleError(
        "row \(blank / side + 1), column \(blank % side + 1) of the answer is blank",
        hint: "give a digit for each of the \(counted(length, "cell"))")
    }
    return Question(
      text: question.text, tokens: question.tokens, labels: digits.map { Int32($0) + 1 },
      answer: digits.map(String.init).joined(), split: question.split,
      properties: question.properties)
  }

  /// A grid with any number of solutions as a question.
  ///
  /// Without a solution it has no answer and no labels; of several, the first one found is taken.
  func question(_ board: SudokuBoard) -> Question {
    let found = board.solutions(upTo: 2, budget: Self.budget)
    let isOnly = found.count == 1 && !found.isTruncated
    let note: String? =
      found.isTruncated
      ? "this grid may have several solutions"
      : found.count == 0
        ? "this grid has no solution"
        : isOnly ? nil : "this grid has several solutions; any of them is right"
    guard let solution = found.first else {
      return Question(
        text: self.text(board), tokens: (0..<length).map { Int32(board.cells[$0]) + 1 },
        labels: [Int32](repeating: Question.ignored, count: length), answer: nil, split: .heldOut,
        properties: [.init("blanks", .number(board.blanks))], note: note)
    }
    return question(
      board, solution: solution, split: isOnly ? Self.split(board, solution: solution) : .heldOut,
      note: note)
  }

  /// The error for a digit that its row, column or box already has.
  private func contradiction(
    _ digit: Int, at cell: Int, in board: SudokuBoard, column: Int
  ) -> PuzzleError {
    let (row, place) = cell.quotientAndRemainder(dividingBy: side)
    let other =
      (0..<cell).first { other in
        Int(board.cells[other]) == digit
          && (other / side == row || other % side == place
            || board.box(other / side, other % side) == board.box(row, place))
      } ?? cell
    let shared = other / side == row ? "row" : other % side == place ? "column" : "box"
    return PuzzleError(
      "row \(row + 1), column \(place + 1): a second \(digit) in its \(shared); the first is in row "
        + "\(other / side + 1), column \(other % side + 1)",
      column: column, hint: "each row, column and box holds a digit once")
  }
}
