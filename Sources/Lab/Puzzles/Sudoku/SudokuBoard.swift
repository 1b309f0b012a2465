// A Sudoku grid with bit sets of the digits in its rows, columns and boxes, and filling of singles.

/// A 4 x 4 or 9 x 9 grid without contradictions.
///
/// A copy has 200 bytes and needs no allocation, so a search copies it for each guess.
struct SudokuBoard: Sendable {
  /// N, the number of cells in a row.
  let side: Int
  /// √N, the side of a box.
  let root: Int
  /// The digits 1 to N of N² cells in row order, 0 for a blank; the rest is unused.
  private(set) var cells = InlineArray<81, UInt8>(repeating: 0)
  /// The number of blanks.
  private(set) var blanks: Int
  /// The digits in each row, column and box; bit d - 1 is the digit d.
  private var rows = InlineArray<9, UInt16>(repeating: 0)
  private var columns = InlineArray<9, UInt16>(repeating: 0)
  private var boxes = InlineArray<9, UInt16>(repeating: 0)

  /// Creates an empty grid; `side` is 4 or 9.
  init(side: Int) {
    self.side = side
    root = side == 9 ? 3 : 2
    blanks = side * side
  }

  /// N².
  var count: Int { side * side }

  /// The set of all digits.
  var all: UInt16 { 1 << UInt16(side) &- 1 }

  /// The box of a cell.
  func box(_ row: Int, _ column: Int) -> Int { row / root * root + column / root }

  /// The digits that the cell's row, column and box don't have yet.
  func candidates(_ cell: Int) -> UInt16 {
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    return all & ~(rows[row] | columns[column] | boxes[box(row, column)])
  }

  /// Puts a candidate into a blank cell.
  mutating func place(_ digit: Int, at cell: Int) {
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    let bit: UInt16 = 1 << UInt16(digit - 1)
    cells[cell] = UInt8(digit)
    rows[row] |= bit
    columns[column] |= bit
    boxes[box(row, column)] |= bit
    blanks -= 1
  }

  /// Blanks a cell and returns its digit.
  @discardableResult
  mutating func clear(_ cell: Int) -> Int {
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    let digit = Int(cells[cell])
    let rest: UInt16 = ~(1 << UInt16(digit - 1))
    cells[cell] = 0
    rows[row] &= rest
    columns[column] &= rest
    boxes[box(row, column)] &= rest
    blanks += 1
    return digit
  }

  /// The cell at `place` in one of 3N units: rows, columns, then boxes.
  func cell(_ place: Int, of unit: Int) -> Int {
    if unit < side { return unit * side + place }
    if unit < 2 * side { return place * side + unit - side }
    let box = unit - 2 * side
    return (box / root * root + place / root) * side + box % root * root + place % root
  }

  /// Fills naked singles, blanks with a single candidate, until there are none.
  ///
  /// - Returns: false if a blank has no candidate.
  mutating func fillNakedSingles() -> Bool {
    var changed = true
    while changed && blanks > 0 {
      changed = false
      for cell in 0..<count where cells[cell] == 0 {
        let left = candidates(cell)
        if left == 0 { return false }
        if left & (left - 1) == 0 {
          place(left.trailingZeroBitCount + 1, at: cell)
          changed = true
        }
      }
    }
    return true
  }

  /// Fills naked and hidden singles (digits with a single place in a unit) until there are none.
  ///
  /// - Returns: false if a blank has no candidate or a digit no place in a unit.
  mutating func fillSingles() -> Bool {
    while true {
      guard fillNakedSingles() else { return false }
      if blanks == 0 { return true }
      var changed = false
      for unit in 0..<3 * side {
        var (once, twice, placed): (UInt16, UInt16, UInt16) = (0, 0, 0)
        for place in 0..<side {
          let cell = cell(place, of: unit)
          if cells[cell] != 0 {
            placed |= 1 << UInt16(cells[cell] - 1)
          } else {
            let left = candidates(cell)
            twice |= once & left
            once |= left
          }
        }
        if once | placed != all { return false }
        var single = once & ~twice
        while single != 0 {
          let bit = single & (~single &+ 1)
          single &= single - 1
          // An earlier digit of this unit may have been put there.
          guard let cell = place(for: bit, in: unit) else { return false }
          place(bit.trailingZeroBitCount + 1, at: cell)
          changed = true
        }
      }
      if !changed { return true }
    }
  }

  /// The first blank of a unit that has this digit as a candidate.
  private func place(for bit: UInt16, in unit: Int) -> Int? {
    for place in 0..<side {
      let cell = cell(place, of: unit)
      if cells[cell] == 0 && candidates(cell) & bit != 0 { return cell }
    }
    return nil
  }

  /// Whether `digit` is a naked or hidden single in a blank cell.
  func isSingle(_ digit: Int, at cell: Int) -> Bool {
    let bit: UInt16 = 1 << UInt16(digit - 1)
    if candidates(cell) == bit { return true }
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    return places(for: bit, in: row) == 1 || places(for: bit, in: side + column) == 1
      || places(for: bit, in: 2 * side + box(row, column)) == 1
  }

  /// The number of blanks in a unit that have this digit as a candidate.
  private func places(for bit: UInt16, in unit: Int) -> Int {
    var places = 0
    for place in 0..<side {
      let cell = cell(place, of: unit)
      if cells[cell] == 0 && candidates(cell) & bit != 0 { places += 1 }
    }
    return places
  }
}
