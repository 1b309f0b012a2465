// Symmetries of grids and permutations of colors, as the names of augmented puzzles give them.

/// One of the eight symmetries of a square and a permutation of the colors.
///
/// `007bbfb7|||t3|||0426153798` names the puzzle 007bbfb7 with symmetry 3, in which color c becomes
/// the c-th digit. Source: the official data builder.
package struct ARCTransform: Equatable, Hashable, Sendable {
  /// The symmetry: 0 none, 1 to 3 as many quarter turns counterclockwise, 4 left and right swapped,
  /// 5 top and bottom swapped, 6 transposed, 7 transposed along the other diagonal.
  package let symmetry: Int
  /// What each color becomes.
  package let colors: [UInt8]

  /// The one that changes nothing.
  package static let identity = ARCTransform(symmetry: 0, colors: Array(0...9))

  /// A transform from its parts; traps unless the symmetry is 0 to 7 and the colors a permutation.
  package init(symmetry: Int, colors: [UInt8]) {
    precondition(0...7 ~= symmetry && colors.sorted() == Array(0...9), "not a transform")
    self.symmetry = symmetry
    self.colors = colors
  }

  /// What parts the name of a puzzle from those of its transform.
  package static let separator = "|||"

  /// The puzzle and the transform in a name; a name that gives none has the identity.
  package static func parse(_ name: String) -> (puzzle: String, transform: ARCTransform) {
    let parts = name.split(separator: Self.separator, omittingEmptySubsequences: false)
    guard parts.count >= 3,
      let symmetry = parts[parts.count - 2].dropFirst().first?.wholeNumberValue,
      parts[parts.count - 2].first == "t", parts[parts.count - 2].count == 2, symmetry < 8
    else { return (name, .identity) }
    let colors = parts[parts.count - 1].compactMap { $0.wholeNumberValue.map { UInt8($0) } }
    guard colors.count == parts[parts.count - 1].count, colors.sorted() == Array(0...9) else {
      return (name, .identity)
    }
    return (String(parts[0]), ARCTransform(symmetry: symmetry, colors: colors))
  }

  /// The name of a puzzle under this transform; its own under the identity.
  package func name(of puzzle: String) -> String {
    self == .identity
      ? puzzle
      : [puzzle, "t\(symmetry)", colors.map { String($0) }.joined()]
        .joined(separator: Self.separator)
  }

  /// The transformed grid: colors first, then the symmetry.
  package func callAsFunction(_ grid: ARCGrid) -> ARCGrid {
    Self.turned(grid, symmetry) { colors[Int($0)] }
  }

  /// The grid of which this is the transformed one.
  package func inverse(_ grid: ARCGrid) -> ARCGrid {
    var original = [UInt8](repeating: 0, count: 10)
    for (color, other) in colors.enumerated() { original[Int(other)] = UInt8(color) }
    return Self.turned(grid, [0, 3, 2, 1, 4, 5, 6, 7][symmetry]) { original[Int($0)] }
  }

  private static func turned(
    _ grid: ARCGrid, _ symmetry: Int, _ color: (UInt8) -> UInt8
  ) -> ARCGrid {
    let isTurned = [1, 3, 6, 7].contains(symmetry)
    let (rows, columns) = isTurned ? (grid.columns, grid.rows) : (grid.rows, grid.columns)
    let (lastRow, lastColumn) = (grid.rows - 1, grid.columns - 1)
    let cells = (0..<rows).flatMap { row in
      (0..<columns).map { column in
        let source =
          switch symmetry {
          case 1: (column, lastColumn - row)
          case 2: (lastRow - row, lastColumn - column)
          case 3: (lastRow - column, row)
          case 4: (row, lastColumn - column)
          case 5: (lastRow - row, column)
          case 6: (column, row)
          case 7: (lastRow - column, lastColumn - row)
          default: (row, column)
          }
        return color(grid[source.0, source.1])
      }
    }
    return ARCGrid(rows: rows, columns: columns, cells: cells)
  }
}
