// Which positions attend to which, on a line and in a grid.

extension Configuration {
  /// The number of kinds of heads that see different cells of a grid; 0 for a line.
  var gridKinds: Int { mixing != .attention || gridWidth == 0 ? 0 : gridBlock > 0 ? 3 : 4 }

  /// Whether in a head the query at position `query` attends to the key at position `key`.
  ///
  /// Position 0 attends to all, and all attend to the prefix.
  func attends(to key: Int, from query: Int, head: Int) -> Bool {
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

  /// The row and column of a position after the prefix.
  private func cell(_ position: Int) -> (row: Int, column: Int) {
    ((position - prefix) / gridWidth, (position - prefix) % gridWidth)
  }
}
