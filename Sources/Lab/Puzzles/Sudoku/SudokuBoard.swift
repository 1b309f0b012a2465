// A Sudoku grid with what its rows, columns and boxes already hold, as bits. It knows the rules and
// the moves that follow from one look; searching is in another file.

/// A grid of 4 x 4 or 9 x 9 cells without a contradiction between any two of them.
///
/// A value: a copy is 200 bytes and no allocation, so a search keeps one for each guess.
struct SudokuBoard: Sendable {
  /// N, the cells of a row.
  let side: Int
  /// √N, the cells of a box's row.
  let root: Int
  /// The digits 1 to N of N² cells in row order, 0 for a blank; the rest isn't used.
  private(set) var cells = InlineArray<81, UInt8>(repeating: 0)
  /// The blanks.
  private(set) var blanks: Int
  /// The digits of each row, column and box: bit d - 1 for the digit d.
  private var rows = InlineArray<9, UInt16>(repeating: 0)
  private var columns = InlineArray<9, UInt16>(repeating: 0)
  private var boxes = InlineArray<9, UInt16>(repeating: 0)

  /// An empty grid; `side` is 4 or 9.
  init(side: Int) {
    self.side = side
    root = side == 9 ? 3 : 2
    blanks = side * side
  }

  /// N².
  var count: Int { side * side }

  /// All N digits.
  var all: UInt16 { 1 << UInt16(side) &- 1 }

  /// The box of a cell.
  func box(_ row: Int, _ column: Int) -> Int { row / root * root + column / root }

  /// The digits that no row, column or box of the cell holds yet.
  func candidates(_ cell: Int) -> UInt16 {
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    return all & ~(rows[row] | columns[column] | boxes[box(row, column)])
  }

  /// Writes a digit that is a candidate of a blank cell.
  mutating func place(_ digit: Int, at cell: Int) {
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    let bit: UInt16 = 1 << UInt16(digit - 1)
    cells[cell] = UInt8(digit)
    rows[row] |= bit
    columns[column] |= bit
    boxes[box(row, column)] |= bit
    blanks -= 1
  }

  /// Makes a cell blank again; returns its digit.
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

  /// The `place`th cell of one of 3N units: the rows, then the columns, then the boxes.
  func cell(_ place: Int, of unit: Int) -> Int {
    if unit < side { return unit * side + place }
    if unit < 2 * side { return place * side + unit - side }
    let box = unit - 2 * side
    return (box / root * root + place / root) * side + box % root * root + place % root
  }

  /// Fills every blank that has one candidate, again and again.
  ///
  /// - Returns: false if a blank has none.
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

  /// Fills every blank that follows from a cell's one candidate or a digit's one place in a unit.
  ///
  /// - Returns: false if a blank has no candidate or a unit no place for a digit.
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
          // An earlier digit of this unit may have taken the place.
          guard let cell = place(for: bit, in: unit) else { return false }
          place(bit.trailingZeroBitCount + 1, at: cell)
          changed = true
        }
      }
      if !changed { return true }
    }
  }

  /// The first blank of a unit that has this digit among its candidates.
  private func place(for bit: UInt16, in unit: Int) -> Int? {
    for place in 0..<side {
      let cell = cell(place, of: unit)
      if cells[cell] == 0 && candidates(cell) & bit != 0 { return cell }
    }
    return nil
  }

  /// Whether another digit than `digit` in this blank cell would leave a unit without a place for
  /// `digit`, or the cell has no other candidate.
  func isSingle(_ digit: Int, at cell: Int) -> Bool {
    let bit: UInt16 = 1 << UInt16(digit - 1)
    if candidates(cell) == bit { return true }
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    return places(for: bit, in: row) == 1 || places(for: bit, in: side + column) == 1
      || places(for: bit, in: 2 * side + box(row, column)) == 1
  }

  /// How many blanks of a unit have this digit among their candidates.
  private func places(for bit: UInt16, in unit: Int) -> Int {
    var places = 0
    for place in 0..<side {
      let cell = cell(place, of: unit)
      if cells[cell] == 0 && candidates(cell) & bit != 0 { places += 1 }
    }
    return places
  }
}
