// Solving grids: counting solutions, random full grids, and grading.

/// The difficulty of a Sudoku, by the techniques that solve it.
package enum SudokuGrade: String, Sendable, CaseIterable {
  /// Naked singles suffice: some cell always has a single candidate.
  case easy
  /// Hidden singles are needed: a digit with a single place in a row, column or box.
  case medium
  /// Singles don't suffice.
  case hard
}

/// The result of a search.
struct SudokuSearch: Sendable {
  /// The number of solutions found, up to the limit.
  var count = 0
  /// The first solution.
  var first: SudokuBoard?
  /// The number of guesses left.
  var budget: Int

  /// Whether the search ran out of guesses.
  var isTruncated: Bool { budget < 0 }
}

extension SudokuBoard {
  /// Searches for up to `limit` solutions, with at most `budget` guesses.
  func solutions(upTo limit: Int, budget: Int = .max) -> SudokuSearch {
    var search = SudokuSearch(budget: budget)
    var board = self
    board.search(limit, &search)
    return search
  }

  private mutating func search(_ limit: Int, _ search: inout SudokuSearch) {
    guard fillSingles() else { return }
    guard blanks > 0 else {
      search.count += 1
      if search.first == nil { search.first = self }
      return
    }
    let cell = mostConstrainedBlank()
    var left = candidates(cell)
    while left != 0 && search.count < limit {
      search.budget -= 1
      if search.isTruncated { return }
      var guess = self
      guess.place(left.trailingZeroBitCount + 1, at: cell)
      guess.search(limit, &search)
      left &= left - 1
    }
  }

  /// The blank with the fewest candidates; of several, the first from `start` on.
  private func mostConstrainedBlank(from start: Int = 0) -> Int {
    var (best, fewest) = (0, side + 1)
    for step in 0..<count {
      let cell = start + step < count ? start + step : start + step - count
      guard cells[cell] == 0 else { continue }
      let left = candidates(cell).nonzeroBitCount
      if left < fewest { (best, fewest) = (cell, left) }
      // No blank has fewer after the singles are filled.
      if left <= 2 { break }
    }
    return best
  }

  /// Whether the grid has any solution.
  var isSolvable: Bool { solutions(upTo: 1).count == 1 }

  /// The grade of a grid with a unique solution.
  var grade: SudokuGrade {
    var board = self
    if board.fillNakedSingles() && board.blanks == 0 { return .easy }
    return board.fillSingles() && board.blanks == 0 ? .medium : .hard
  }

  /// A random full grid.
  static func full(side: Int, _ random: inout SplitMix64) -> SudokuBoard {
    var board = SudokuBoard(side: side)
    // Any first row can be completed; filling it first saves guesses.
    var digits = InlineArray<9, UInt8>(repeating: 0)
    for place in 0..<side {
      let other = random.below(place + 1)
      digits[place] = digits[other]
      digits[other] = UInt8(place + 1)
    }
    for column in 0..<side { board.place(Int(digits[column]), at: column) }
    let isFilled = board.fillRandomly(&random)
    precondition(isFilled, "every first row can be completed")
    return board
  }

  private mutating func fillRandomly(_ random: inout SplitMix64) -> Bool {
    guard fillSingles() else { return false }
    guard blanks > 0 else { return true }
    let cell = mostConstrainedBlank(from: random.below(count))
    var left = candidates(cell)
    while left != 0 {
      var skipped = random.below(left.nonzeroBitCount)
      var rest = left
      while skipped > 0 {
        rest &= rest - 1
        skipped -= 1
      }
      let digit = rest.trailingZeroBitCount + 1
      var guess = self
      guess.place(digit, at: cell)
      if guess.fillRandomly(&random) {
        self = guess
        return true
      }
      left &= ~(1 << UInt16(digit - 1))
    }
    return false
  }

  /// Blanks cells of a full grid in random order while the solution stays unique.
  ///
  /// Stops at `target` blanks or when no more cells can be blanked.
  mutating func dig(to target: Int, _ random: inout SplitMix64) {
    var order = InlineArray<81, UInt8>(repeating: 0)
    for place in 0..<count {
      let other = random.below(place + 1)
      order[place] = order[other]
      order[other] = UInt8(place)
    }
    for place in 0..<count {
      if blanks >= target { return }
      let cell = Int(order[place])
      if cells[cell] == 0 { continue }
      let digit = clear(cell)
      if !isForced(digit, at: cell) { self.place(digit, at: cell) }
    }
  }

  /// Whether the cell has this digit in every solution.
  private func isForced(_ digit: Int, at cell: Int) -> Bool {
    if isSingle(digit, at: cell) { return true }
    var left = candidates(cell) & ~(1 << UInt16(digit - 1))
    while left != 0 {
      var guess = self
      guess.place(left.trailingZeroBitCount + 1, at: cell)
      if guess.isSolvable { return false }
      left &= left - 1
    }
    return true
  }
}
