// Parsing of Sudokus: N² cells on one or more lines, with or without grid lines.

extension Sudoku {
  /// The maximum number of guesses when solving a typed grid: about a second.
  static let budget = 300_000

  /// Parses N² cells: digits, and `.`, `0` or `_` for blanks.
  ///
  /// White space and grid lines (`|`, `-`, `+`, `=`, box drawing) are ignored.
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
        hint: "give a digit for each of the \(length) cells")
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

  /// The digit of a cell, 0 for a blank, and its column in the text.
  private typealias Cell = (digit: Int, column: Int)

  /// The N² cells of a text.
  private func cells(_ text: String) throws(PuzzleError) -> [Cell] {
    var cells: [Cell] = []
    var lines: [(number: Int, count: Int)] = []
    var number = 1
    for (column, character) in text.enumerated() {
      if character.isNewline { number += 1 }
      if Self.isFrame(character) { continue }
      let digit = Self.isBlank(character) ? 0 : character.isASCII ? character.wholeNumberValue : nil
      guard let digit, digit <= side else {
        let row = lines.last?.number == number ? lines.count : lines.count + 1
        let place = lines.last?.number == number ? lines[lines.count - 1].count + 1 : 1
        let isOneLine = number == 1 && cells.count >= side
        throw PuzzleError(
          "row \(isOneLine ? cells.count / side + 1 : row), column "
            + "\(isOneLine ? cells.count % side + 1 : place): invalid cell '\(character)'",
          column: column, hint: "use 1 to \(side), or . for a blank")
      }
      if lines.last?.number != number { lines.append((number, 0)) }
      lines[lines.count - 1].count += 1
      cells.append((digit, column))
    }
    guard cells.count == length else {
      let bad = lines.count == side ? lines.firstIndex { $0.count != side } : nil
      throw PuzzleError(
        bad.map { "row \($0 + 1) has \(lines[$0].count) cells; this puzzle needs \(side)" }
          ?? "got \(cells.count) cells; this puzzle needs \(length)",
        hint: "type \(length) cells, row by row: a digit, or . for a blank")
    }
    return cells
  }

  /// Whether a character is a blank.
  private static func isBlank(_ character: Character) -> Bool { ".0_".contains(character) }

  /// Whether a character is ignored: white space and grid lines.
  private static func isFrame(_ character: Character) -> Bool {
    character.isWhitespace || "|-+=,".contains(character)
      || character.unicodeScalars.allSatisfy { (0x2500...0x257F).contains($0.value) }
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
