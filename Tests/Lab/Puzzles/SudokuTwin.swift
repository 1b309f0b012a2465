// A plain reference solver for Sudoku, and the symmetries of grids.

import Puzzles

/// Up to `limit` solutions of a grid: tries each digit, in the order of `order`, in the first blank
/// with the fewest candidates.
func plainSolutions(
  _ text: String, side: Int, limit: Int = 2, order: ([Int]) -> [Int] = { $0 }
) -> [String] {
  var cells = text.map { $0.wholeNumberValue ?? 0 }
  var found: [String] = []
  let root = side == 9 ? 3 : 2
  let neighbors = cells.indices.map { cell in
    cells.indices.filter { other in
      let (row, column, r, c) = (cell / side, cell % side, other / side, other % side)
      return other != cell
        && (r == row || c == column || r / root == row / root && c / root == column / root)
    }
  }
  func search() {
    var (best, digits) = (-1, [Int]())
    for cell in cells.indices where cells[cell] == 0 {
      var taken = 0
      for other in neighbors[cell] { taken |= 1 << cells[other] }
      let left = (1...side).filter { taken & 1 << $0 == 0 }
      if best < 0 || left.count < digits.count { (best, digits) = (cell, left) }
    }
    guard best >= 0 else {
      found.append(cells.map(String.init).joined())
      return
    }
    for digit in order(digits) where found.count < limit {
      cells[best] = digit
      search()
      cells[best] = 0
    }
  }
  search()
  return found
}

/// A random equivalent grid: digits renamed, lines permuted, perhaps transposed.
func disguised(_ text: String, side: Int, by generator: inout some RandomNumberGenerator) -> String
{
  let root = side == 9 ? 3 : 2
  var lines: [Int] {
    (0..<root).shuffled(using: &generator).flatMap { band in
      (0..<root).shuffled(using: &generator).map { band * root + $0 }
    }
  }
  let (rows, columns) = (lines, lines)
  let names = (1...side).shuffled(using: &generator)
  let isTransposed = Bool.random(using: &generator)
  let cells = Array(text)
  var result = ""
  for row in 0..<side {
    for column in 0..<side {
      let (r, c) = (rows[row], columns[column])
      let cell = cells[isTransposed ? c * side + r : r * side + c]
      result += cell.wholeNumberValue.map { String(names[$0 - 1]) } ?? String(cell)
    }
  }
  return result
}

/// A reproducible random generator.
struct Chance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
