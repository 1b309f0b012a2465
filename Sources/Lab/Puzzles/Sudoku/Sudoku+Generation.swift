// Sudokus from a number: a full grid by chance, and cells blanked as long as there is one solution.
// Allocates nothing.

extension Sudoku {
  /// The question that the number `draw` stands for in one split.
  package func generate(split: Split, draw: UInt64) -> Question {
    let (puzzle, solution) = puzzle(split: split, draw: draw)
    return question(puzzle, solution: solution, split: split)
  }

  /// Writes the tokens and labels of the question that `draw` stands for, without allocating.
  package func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    let (puzzle, solution) = puzzle(split: split, draw: draw)
    for cell in 0..<length {
      tokens[cell] = Int32(puzzle.cells[cell]) + 1
      labels[cell] = Int32(solution.cells[cell]) + 1
    }
  }

  /// The grid that the number `draw` stands for in one split, and its only solution.
  ///
  /// It has as many blanks as ``blanks`` says and is as hard as ``grade`` says, unless 400 grids in a
  /// row refuse: then it is as near as the last one came.
  func puzzle(split: Split, draw: UInt64) -> (SudokuBoard, solution: SudokuBoard) {
    var draws = Draws(seed: draw)
    let target = draws.within(blanks)
    var tries = 400
    while true {
      let solution = SudokuBoard.full(side: side, &draws)
      // Only 4 x 4 grids are told apart by their blanks too.
      if side == 9 && Self.split(solution, solution: solution) != split { continue }
      var puzzle = solution
      puzzle.dig(to: target, &draws)
      if side == 4 && Self.split(puzzle, solution: solution) != split { continue }
      tries -= 1
      let isMeant = puzzle.blanks == target && (grade == nil || puzzle.grade == grade)
      if isMeant || tries == 0 { return (puzzle, solution) }
    }
  }

  /// One in ten puzzles is held out, with all of its disguises.
  ///
  /// Of 9 x 9 cells the solution decides: no held-out puzzle has a solution that training has seen,
  /// in whichever disguise and with whichever blanks.
  static func split(_ puzzle: SudokuBoard, solution: SudokuBoard) -> Split {
    let code = puzzle.side == 4 ? puzzle.canonical4(solution: solution) : solution.disguiseless
    return Draws.mixed(code) % 10 == 0 ? .heldOut : .train
  }

  /// A grid with one solution as a question.
  func question(
    _ puzzle: SudokuBoard, solution: SudokuBoard, split: Split, note: String? = nil
  ) -> Question {
    let cells = 0..<length
    return Question(
      text: text(puzzle), tokens: cells.map { Int32(puzzle.cells[$0]) + 1 },
      labels: cells.map { Int32(solution.cells[$0]) + 1 }, answer: text(solution), split: split,
      properties: [
        .init("blanks", .number(puzzle.blanks)), .init("grade", .word(puzzle.grade.rawValue)),
      ], note: note)
  }

  /// A grid as N² characters.
  func text(_ board: SudokuBoard) -> String {
    String(
      decoding: (0..<length).map { board.cells[$0] == 0 ? 46 : 48 + board.cells[$0] }, as: UTF8.self
    )
  }
}
