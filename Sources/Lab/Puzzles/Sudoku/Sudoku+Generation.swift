// Generating Sudokus of one split from a number: a random full grid from which cells are blanked
// while the solution stays unique. Doesn't allocate, except for the sparsest grids.

extension Sudoku {
  /// The question number `draw` of a split.
  package func generate(split: Split, draw: UInt64) -> Question {
    let (puzzle, solution) = puzzle(split: split, draw: draw)
    return question(puzzle, solution: solution, split: split)
  }

  /// Writes the tokens and labels of the same question, without allocating.
  package func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    let (puzzle, solution) = puzzle(split: split, draw: draw)
    write(puzzle, solution: solution, tokens: tokens, labels: labels)
  }

  /// Writes the tokens and labels of a grid.
  func write(
    _ puzzle: SudokuBoard, solution: SudokuBoard,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    for cell in 0..<length {
      tokens[cell] = Int32(puzzle.cells[cell]) + 1
      labels[cell] = Int32(solution.cells[cell]) + 1
    }
  }

  /// The grid number `draw` of a split, and its unique solution.
  ///
  /// It has the number of blanks and the grade asked for, unless 400 grids in a row don't: then the
  /// last one is taken.
  func puzzle(split: Split, draw: UInt64) -> (SudokuBoard, solution: SudokuBoard) {
    var random = SplitMix64(seed: draw)
    let target = random.within(blanks)
    var tries = 400
    while true {
      let (puzzle, solution) = dug(to: target, split: split, &random)
      // The split of a 4 x 4 grid depends on its blanks too.
      if side == 4 && Self.split(puzzle, solution: solution) != split { continue }
      tries -= 1
      let isMeant = puzzle.blanks == target && (grade == nil || puzzle.grade == grade)
      if isMeant || tries == 0 { return (puzzle, solution) }
    }
  }

  /// A grid with up to `target` blanks; of a split if it is a 9 x 9 grid.
  func dug(
    to target: Int, split: Split, _ random: inout SplitMix64
  ) -> (SudokuBoard, solution: SudokuBoard) {
    if target > Self.mostDug { return Self.sparse(split: split, blanks: target, &random) }
    var solution = SudokuBoard.full(side: side, &random)
    while side == 9 && Self.split(solution, solution: solution) != split {
      solution = SudokuBoard.full(side: side, &random)
    }
    var puzzle = solution
    puzzle.dig(to: target, &random)
    return (puzzle, solution)
  }

  /// The split of a puzzle: a tenth is held out, together with all equivalent puzzles.
  ///
  /// For 9 x 9 grids it depends on the solution alone: no held-out puzzle has a solution that is
  /// equivalent to one in training, whichever cells are blank.
  static func split(_ puzzle: SudokuBoard, solution: SudokuBoard) -> Split {
    let code =
      puzzle.side == 4 ? puzzle.canonical4(solution: solution) : solution.symmetryInvariantHash
    return SplitMix64.mixed(code) % 10 == 0 ? .heldOut : .train
  }

  /// A grid with its solution as a question.
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
