// Hard kinds of grids: by number of blanks, from none on, and by grade.

extension Sudoku {
  /// A kind of grids.
  private struct HardFamily {
    let kind: HardKind
    let blanks: ClosedRange<Int>
    var grade: SudokuGrade?
  }

  /// The kinds, those with the fewest blanks first.
  ///
  /// Naked singles suffice for 4 x 4 grids with a unique solution, so those have no grades.
  private var hardFamilies: [HardFamily] {
    let bins: [ClosedRange<Int>] =
      side == 4
      ? [0...0, 1...3, 4...6, 7...9, 10...11, 12...12]
      : [
        0...0, 1...2, 3...10, 11...20, 21...30, 31...40, 41...50, 51...55, 56...60,
        61...Self.possibleBlanks(side: 9).upperBound,
      ]
    let byBlanks = bins.map { bin in
      let range =
        bin.count == 1 ? "\(bin.lowerBound)" : "\(bin.lowerBound) to \(bin.upperBound)"
      return HardFamily(
        kind: HardKind("\(range) blanks", "grids with that many blanks"), blanks: bin)
    }
    let byGrade = (side == 4 ? [] : SudokuGrade.allCases).map { grade in
      let blanks = Self.usualBlanks(side: side, grade)
      return HardFamily(
        kind: HardKind(
          "grade \(grade.rawValue)",
          "grids of that grade with \(blanks.lowerBound) to \(blanks.upperBound) blanks"),
        blanks: blanks, grade: grade)
    }
    return byBlanks + byGrade
  }

  /// The kinds by number of blanks, and those by grade.
  package var hardKinds: [HardKind] { hardFamilies.map(\.kind) }

  /// A grid of a hard kind; nil if 400 tries found none in the split.
  package func hardQuestion(_ kind: Int, split: Split, draw: UInt64) -> Question? {
    hardPuzzle(kind, split: split, draw: draw).map {
      question($0.0, solution: $0.solution, split: split)
    }
  }

  /// Writes the tokens and labels of the same question.
  package func fillHard(
    _ kind: Int, split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) -> Bool {
    guard let (puzzle, solution) = hardPuzzle(kind, split: split, draw: draw) else { return false }
    write(puzzle, solution: solution, tokens: tokens, labels: labels)
    return true
  }

  private func hardPuzzle(
    _ kind: Int, split: Split, draw: UInt64
  ) -> (SudokuBoard, solution: SudokuBoard)? {
    let family = hardFamilies[kind]
    var random = SplitMix64(seed: draw)
    let target = random.within(family.blanks)
    for _ in 0..<400 {
      let (puzzle, solution) = dug(to: target, split: split, &random)
      if puzzle.blanks == target, Self.split(puzzle, solution: solution) == split,
        family.grade == nil || family.grade == puzzle.grade
      {
        return (puzzle, solution)
      }
    }
    return nil
  }
}
