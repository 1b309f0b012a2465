// Which positions attend to which, on a line and in a grid.

extension Configuration {
  /// The number of kinds of heads that see different cells of a grid; 0 for a line.
  var gridKinds: Int { mixing != .attention || gridWidth == 0 ? 0 : gridBlock > 0 ? 3 : 4 }

  /// The most keys that a query after the prefix attends to.
  var keysOfQuery: Int {
    guard gridKinds > 0 else { return sequence }
    let longest = max(gridWidth, length / gridWidth)
    let seen = gridBlock > 0 ? max(longest, gridBlock * gridBlock) : min(gridReach + 1, longest)
    return prefix + seen
  }

  /// The keys that all queries of a head of a grid attend to, at most: position 0 and the prefix
  /// attend to all.
  var listedKeys: Int { sequence * (keysOfQuery + prefix + 1) }

  /// Whether in a head the query at position `query` attends to the key at position `key`: the
  /// definition, for the reference.
  ///
  /// Position 0 attends to all, and all attend to the prefix.
  package func attends(to key: Int, from query: Int, head: Int) -> Bool {
    if query == 0 || key < prefix { return true }
    guard gridWidth > 0 else { return window == 0 || abs(query - key) <= window }
    if query < prefix { return true }
    let (row, column) = cell(query)
    let (otherRow, otherColumn) = cell(key)
    if gridBlock > 0 {
      switch head % 3 {
      case 0: return row == otherRow
      case 1: return column == otherColumn
      default:
        return row / gridBlock == otherRow / gridBlock
          && column / gridBlock == otherColumn / gridBlock
      }
    }
    let (down, right) = (otherRow - row, otherColumn - column)
    let near = 0...gridReach
    return switch head % 4 {
    case 0: right == 0 && near.contains(-down)
    case 1: right == 0 && near.contains(down)
    case 2: down == 0 && near.contains(-right)
    default: down == 0 && near.contains(right)
    }
  }

  /// The keys that the query at position `query` attends to in a head of a grid, ascending.
  package func keys(of query: Int, head: Int) -> [Int] {
    if query == 0 || query < prefix { return Array(0..<sequence) }
    let (row, column) = cell(query)
    let rows: ClosedRange<Int>
    let columns: ClosedRange<Int>
    switch (gridBlock > 0, head % gridKinds) {
    case (true, 0): (rows, columns) = (row...row, 0...gridWidth - 1)
    case (true, 1): (rows, columns) = (0...length / gridWidth - 1, column...column)
    case (true, _):
      let (top, left) = (row / gridBlock * gridBlock, column / gridBlock * gridBlock)
      (rows, columns) = (top...top + gridBlock - 1, left...left + gridBlock - 1)
    case (_, 0): (rows, columns) = (max(row - gridReach, 0)...row, column...column)
    case (_, 1):
      (rows, columns) = (row...min(row + gridReach, length / gridWidth - 1), column...column)
    case (_, 2): (rows, columns) = (row...row, max(column - gridReach, 0)...column)
    case (_, _): (rows, columns) = (row...row, column...min(column + gridReach, gridWidth - 1))
    }
    return Array(0..<prefix)
      + rows.flatMap { row in columns.map { prefix + row * gridWidth + $0 } }
  }

  /// The row and column of a position after the prefix.
  private func cell(_ position: Int) -> (row: Int, column: Int) {
    ((position - prefix) / gridWidth, (position - prefix) % gridWidth)
  }
}
