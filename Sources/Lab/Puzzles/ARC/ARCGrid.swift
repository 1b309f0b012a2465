// Grids of ten colors, and how a row of tokens holds one.

internal import Wording

/// A grid of up to 30 x 30 cells of the colors 0 to 9.
package struct ARCGrid: Equatable, Hashable, Sendable {
  /// The largest number of rows and of columns.
  package static let largest = 30

  /// The number of rows.
  package let rows: Int
  /// The number of columns.
  package let columns: Int
  /// The colors, row by row.
  package let cells: [UInt8]

  /// A grid from its parts; traps unless there are rows · columns colors below 10.
  package init(rows: Int, columns: Int, cells: [UInt8]) {
    precondition(
      rows * columns == cells.count && max(rows, columns) <= Self.largest
        && cells.allSatisfy { $0 < 10 }, "not a grid of ten colors")
    self.rows = rows
    self.columns = columns
    self.cells = cells
  }

  /// A grid from its rows; nil unless they are 1 to 30 rows of one length from 1 to 30 and colors
  /// from 0 to 9.
  package init?(_ rows: [[Int]]) {
    let columns = rows.first?.count ?? 0
    guard 1...Self.largest ~= rows.count, 1...Self.largest ~= columns,
      rows.allSatisfy({ $0.count == columns && $0.allSatisfy { 0...9 ~= $0 } })
    else { return nil }
    self.init(rows: rows.count, columns: columns, cells: rows.joined().map { UInt8($0) })
  }

  /// One color.
  package subscript(row: Int, column: Int) -> UInt8 { cells[row * columns + column] }

  /// The rows as a person types them: `012/340`.
  package var text: String {
    (0..<rows).map { row in
      cells[row * columns..<(row + 1) * columns].map { String($0) }.joined()
    }.joined(separator: "/")
  }

  /// Parses rows of digits separated by slashes, spaces or line breaks, or lists of numbers as JSON
  /// writes them: `[[0, 1], [2, 3]]`.
  ///
  /// - Throws: ``PuzzleError`` with the column of the error.
  package init(parsing text: String) throws(PuzzleError) {
    let rows = text.contains("[") ? try Self.lists(text) : try Self.lines(text)
    guard let first = rows.first, !first.isEmpty else {
      throw PuzzleError("there is no grid", hint: Self.hint)
    }
    guard let grid = ARCGrid(rows) else {
      let uneven = rows.first { $0.count != first.count }
      throw PuzzleError(
        uneven.map {
          "a row has \(counted($0.count, "cell")), the first has \(first.count)"
        } ?? "the grid has \(counted(rows.count, "row")) of \(counted(first.count, "cell"))",
        hint: uneven == nil ? "a grid has up to 30 x 30 cells" : Self.hint)
    }
    self = grid
  }

  private static let hint = "write rows of digits, 012/340, or [[0,1,2],[3,4,0]]"

  /// Rows of digits.
  private static func lines(_ text: String) throws(PuzzleError) -> [[Int]] {
    var rows: [[Int]] = [[]]
    for (column, character) in text.enumerated() {
      if character.isWhitespace || character == "/" {
        rows.append([])
      } else {
        rows[rows.count - 1].append(try color(String(character), column))
      }
    }
    return rows.filter { !$0.isEmpty }
  }

  /// A list of lists of numbers.
  private static func lists(_ text: String) throws(PuzzleError) -> [[Int]] {
    var rows: [[Int]] = []
    var depth = 0
    var number = ""
    for (column, character) in text.enumerated() {
      if character.isASCII, character.isNumber || character == "-" {
        number.append(character)
        continue
      }
      if !number.isEmpty {
        guard depth == 2 else {
          throw PuzzleError("a row isn't a list", column: column, hint: hint)
        }
        rows[rows.count - 1].append(try color(number, column - number.count))
        number = ""
      }
      switch character {
      case "[":
        depth += 1
        if depth == 2 { rows.append([]) }
      case "]": depth -= 1
      case ",": break
      case _ where character.isWhitespace: break
      default: throw PuzzleError("invalid '\(character)' in a grid", column: column, hint: hint)
      }
      guard 0...2 ~= depth else {
        throw PuzzleError("'\(character)' is one too many", column: column, hint: hint)
      }
    }
    guard depth == 0, number.isEmpty else { throw PuzzleError("a ']' is missing", hint: hint) }
    return rows
  }

  private static func color(_ text: String, _ column: Int) throws(PuzzleError) -> Int {
    guard let color = Int(text), 0...9 ~= color else {
      throw PuzzleError(
        "invalid color '\(text)'", column: column, hint: "the colors are 0 to 9")
    }
    return color
  }
}

// MARK: Tokens

extension ARCGrid {
  /// Padding, the end of a row or of all rows, then the ten colors.
  package enum Token {
    /// Padding.
    package static let padding: Int32 = 0
    /// The row below the last one, and the column after the last one.
    package static let end: Int32 = 1
    /// Color 0.
    package static let first: Int32 = 2
  }

  /// The grid in 30 x 30 tokens, from a row and a column on.
  ///
  /// Source: the official data builder (`build_arc_dataset.py`).
  package func tokens(row top: Int = 0, column left: Int = 0) -> [Int32] {
    let side = Self.largest
    var tokens = [Int32](repeating: Token.padding, count: side * side)
    for row in 0..<rows {
      for column in 0..<columns {
        tokens[(top + row) * side + left + column] = Token.first + Int32(self[row, column])
      }
      if left + columns < side { tokens[(top + row) * side + left + columns] = Token.end }
    }
    if top + rows < side {
      for column in 0..<columns { tokens[(top + rows) * side + left + column] = Token.end }
    }
    return tokens
  }

  /// Where a grid lies in 30 x 30 tokens.
  package struct Place: Equatable, Sendable {
    /// Its rows.
    package let rows: Range<Int>
    /// Its columns.
    package let columns: Range<Int>

    /// A place from its rows and columns.
    package init(rows: Range<Int>, columns: Range<Int>) {
      (self.rows, self.columns) = (rows, columns)
    }

    /// The positions of its cells, row by row.
    package var positions: [Int] {
      rows.flatMap { row in columns.map { row * ARCGrid.largest + $0 } }
    }
  }

  /// The largest rectangle of colors whose upper left corner is the first color, row by row; nil if
  /// there are no colors.
  ///
  /// With a corner at the first token, as in test sets, this is what the official evaluator crops an
  /// answer to: of all heights, the one with the largest area.
  package static func place(in tokens: some RandomAccessCollection<Int32>) -> Place? {
    let side = largest
    let tokens = Array(tokens)
    guard tokens.count == side * side, let corner = tokens.firstIndex(where: isColor) else {
      return nil
    }
    let (top, left) = (corner / side, corner % side)
    var (width, best) = (side - left, (rows: 0, columns: 0))
    for row in top..<side {
      let colors = tokens[row * side + left..<row * side + left + width].prefix(while: isColor)
      width = colors.count
      let height = row - top + 1
      if width * height > best.rows * best.columns { best = (height, width) }
      if width == 0 { break }
    }
    return Place(rows: top..<top + best.rows, columns: left..<left + best.columns)
  }

  /// The grid in 30 x 30 tokens; nil if they hold none.
  package init?(in tokens: some RandomAccessCollection<Int32>) {
    guard let place = Self.place(in: tokens) else { return nil }
    let all = Array(tokens)
    self.init(
      rows: place.rows.count, columns: place.columns.count,
      cells: place.positions.map { UInt8(all[$0] - Token.first) })
  }

  private static func isColor(_ token: Int32) -> Bool {
    Token.first..<Token.first + 10 ~= token
  }
}
