// Grids with more blanks than digging reaches: some that are known, in all their equivalent forms.

extension Sudoku {
  /// The maximum number of blanks that is reached by blanking cells of random grids.
  static let mostDug = 58

  /// Grids with unique solutions, found by a long search that gives two digits back and blanks others.
  ///
  /// Each has 9! · 6⁸ · 2 equivalent forms, all in the same split.
  static let sparse: [(board: SudokuBoard, solution: SudokuBoard, split: Split)] = texts.map {
    text in
    var board = SudokuBoard(side: 9)
    for (cell, character) in text.utf8.enumerated() where character != 46 {
      board.place(Int(character) - 48, at: cell)
    }
    guard let solution = board.solutions(upTo: 1).first else {
      preconditionFailure("every grid has a solution")
    }
    return (board, solution, split(board, solution: solution))
  }

  /// A random form of a sparse grid of a split, with digits given back until `target` are blank.
  static func sparse(
    split: Split, blanks target: Int, _ random: inout SplitMix64
  ) -> (SudokuBoard, solution: SudokuBoard) {
    let known = sparse.filter { $0.split == split && $0.board.blanks >= target }
    let chosen = known[random.below(known.count)]
    let form = SudokuBoard.Form(&random)
    var board = chosen.board.rearranged(form)
    let solution = chosen.solution.rearranged(form)
    while board.blanks > target {
      let cell = random.below(81)
      if board.cells[cell] == 0 { board.place(Int(solution.cells[cell]), at: cell) }
    }
    return (board, solution)
  }

  /// The grids: with 62 blanks for training, with 62 and 61 held out.
  private static let texts: [String] = [
    ".....4......1...5...2...8....1......5.82.67.......3..4...8......9.......74..5.6..",
    "..9...2..2.....1....6.3.......85....6..........3.2...5........38421.....1.....7..",
    "......6...9..4........5.27.7..9....3.2........5..6...4..48..1....6.........1..5..",
    "..1...9.......468..3........4...........27..4.7...9..3...8.....1.9.3....2.....8..",
    ".7.9...5..2....8...9.71.........81...3..6......7......5......3....2....91...4....",
    "..7..........81.4.....4..2753...........6...9..1...6..........4...135....9......2",
    ".9.1.8....6....2..7..4.....2..........4.....5..5....6...8..91......67.........7.2",
    "............5.64..837..........7....45......3..2..91...49..1......3............56",
    "8....32.19.5.............3..4...6..8..65...........14....2..59..7...8............",
    "....2.84.2..63...............5..91.6.4........3.....2...7.........35....1.4...7..",
    "3.....7.89....256.............1........87....4.......3.58...........4..2.2...6..1",
    "..9..8.35....67...........92....3.....1...4..6........8.....7..4..1..26..5.......",
    ".9......3.....2..5.42..........948....61....45..............72....5....81..9.....",
    ".9.....2.3..7........4..8...8.5..4..........1..1...7....4..1.......9..8.5..23....",
    "..6.9.....8......3...7..81..3...6.2.1..5...7.2..........4......7.....4.......8..6",
    ".....7..5.9.8...3.8.2...4..1....3...5.6.4..........1..............92.5..37.......",
    "...4..6...........3......19....5.....57..6.......8.92....1..486.........9.57.....",
    ".4..2.6......1......9....4.....8..97...2........5...3.1.....8....43..5..3..9.....",
    "...4.68..5...2...9..........3..58........9....16....4.6.......8....1.3.2..9......",
    ".4......3....264..7..........537......6..82...........2....1.....9.....7...4...65",
    ".6...53..7......9......48......97.51..8...........6..48...6.2....2.....5.........",
    "...1..9...7..9...8.2...4......32........8......3....4...6....3....2.....9...75..6",
    "41........36...9.......8.......17.....4....25.....3..6..5.4.6.....32..........8.9",
    ".3.7....5..6....1....4.8...56.....4.2.......9...9...3..4..21...8.........7....8..",
    "7.........65...7......9..2..4......6....5.9..8..4.7........5.89....16....12......",
    "........1.4.6..2...97.........51.6.2.8.....7....2...9.5.63.........57.4..........",
    "....3.4.....2...8..7...9.6..4.31..........2..5..........3.5....9.2..6.5..8..4....",
    ".2.6.......9.4....83.2...475....8.....1.........9....3....1.6...9.4...........5.1",
    ".76....8....2.19..3..........3..........7.2..4...5...8.9..16...82...9...........7",
    "8........9...3.18..6...4...7.....5.......2...2.3..5..4..6....3...59............92",
  ]
}

extension SudokuBoard {
  /// A rearrangement under which a 9 x 9 grid stays valid.
  struct Form {
    fileprivate let rows, columns, digits: [Int]
    fileprivate let isTransposed: Bool

    /// A random one: lines within bands, bands and digits permuted, perhaps transposed.
    init(_ random: inout SplitMix64) {
      func shuffled(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for place in 1..<count { order.swapAt(place, random.below(place + 1)) }
        return order
      }
      func lines() -> [Int] { shuffled(3).flatMap { band in shuffled(3).map { band * 3 + $0 } } }
      (rows, columns, digits) = (lines(), lines(), shuffled(9))
      isTransposed = random.coin()
    }
  }

  /// The 9 x 9 grid in another form.
  func rearranged(_ form: Form) -> SudokuBoard {
    var other = SudokuBoard(side: 9)
    for row in 0..<9 {
      for column in 0..<9 {
        let (r, c) = (form.rows[row], form.columns[column])
        let digit = Int(cells[form.isTransposed ? c * 9 + r : r * 9 + c])
        if digit > 0 { other.place(form.digits[digit - 1] + 1, at: row * 9 + column) }
      }
    }
    return other
  }
}
