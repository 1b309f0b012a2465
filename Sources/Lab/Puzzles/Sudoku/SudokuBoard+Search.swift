// Searching a grid: all of its solutions up to a number, a random one, and how hard it is.

/// What a Sudoku takes to be solved without guessing.
package enum SudokuGrade: String, Sendable, CaseIterable {
  /// Each step fills a cell that has one candidate left.
  case easy
  /// Some steps fill the one place that a digit has left in a row, column or box.
  case medium
  /// Somewhere neither is left, and two digits must be compared or tried.
  case hard
}

/// What a search found.
struct SudokuSearch: Sendable {
  /// Solutions found, at most as many as were looked for.
  var count = 0
  /// The first of them.
  var first: SudokuBoard?
  /// Guesses that may still be made.
  var budget: Int

  /// Whether the search ended before it had seen everything.
  var isCut: Bool { budget < 0 }
}

extension SudokuBoard {
  /// Looks for up to `limit` solutions, with at most `budget` guesses.
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
    let cell = tightest()
    var left = candidates(cell)
    while left != 0 && search.count < limit {
      search.budget -= 1
      if search.isCut { return }
      var guess = self
      guess.place(left.trailingZeroBitCount + 1, at: cell)
      guess.search(limit, &search)
      left &= left - 1
    }
  }

  /// The blank with the fewest candidates; among equals the first from `start` on.
  private func tightest(from start: Int = 0) -> Int {
    var (best, fewest) = (0, side + 1)
    for step in 0..<count {
      let cell = start + step < count ? start + step : start + step - count
      guard cells[cell] == 0 else { continue }
      let left = candidates(cell).nonzeroBitCount
      if left < fewest { (best, fewest) = (cell, left) }
      // No blank has fewer once the singles are filled.
      if left <= 2 { break }
    }
    return best
  }

  /// Whether the grid has any solution.
  var isSolvable: Bool { solutions(upTo: 1).count == 1 }

  /// How hard a grid with one solution is.
  var grade: SudokuGrade {
    var board = self
    if board.fillNakedSingles() && board.blanks == 0 { return .easy }
    return board.fillSingles() && board.blanks == 0 ? .medium : .hard
  }

  /// A full grid by chance.
  static func full(side: Int, _ draws: inout Draws) -> SudokuBoard {
    var board = SudokuBoard(side: side)
    // The first row's order is free; it saves the search its widest guesses.
    var digits = InlineArray<9, UInt8>(repeating: 0)
    for place in 0..<side {
      let other = draws.below(place + 1)
      digits[place] = digits[other]
      digits[other] = UInt8(place + 1)
    }
    for column in 0..<side { board.place(Int(digits[column]), at: column) }
    let isFilled = board.fillByChance(&draws)
    precondition(isFilled, "every first row can be completed")
    return board
  }

  private mutating func fillByChance(_ draws: inout Draws) -> Bool {
    guard fillSingles() else { return false }
    guard blanks > 0 else { return true }
    let cell = tightest(from: draws.below(count))
    var left = candidates(cell)
    while left != 0 {
      var skipped = draws.below(left.nonzeroBitCount)
      var rest = left
      while skipped > 0 {
        rest &= rest - 1
        skipped -= 1
      }
      let digit = rest.trailingZeroBitCount + 1
      var guess = self
      guess.place(digit, at: cell)
      if guess.fillByChance(&draws) {
        self = guess
        return true
      }
      left &= ~(1 << UInt16(digit - 1))
    }
    return false
  }

  /// Blanks cells of a full grid in a random order, as long as it keeps one solution, until there
  /// are `target` blanks or no other cell can go.
  mutating func dig(to target: Int, _ draws: inout Draws) {
    var order = InlineArray<81, UInt8>(repeating: 0)
    for place in 0..<count {
      let other = draws.below(place + 1)
      order[place] = order[other]
      order[other] = UInt8(place)
    }
    for place in 0..<count {
      if blanks >= target { return }
      let cell = Int(order[place])
      let digit = clear(cell)
      if !isForced(digit, at: cell) { self.place(digit, at: cell) }
    }
  }

  /// Whether no solution has another digit here than the one of the only solution so far.
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
