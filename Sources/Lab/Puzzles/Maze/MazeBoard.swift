// A grid of walls and free cells, with breadth-first search. Doesn't allocate, for use in training.

/// A maze of up to 30 x 30 cells.
struct MazeBoard: Sendable {
  /// The maximum number of cells in a row.
  static let largest = 30

  /// N, the number of cells in a row.
  let side: Int
  /// Whether each of the N² cells in row order is free; the rest is unused.
  var isFree = InlineArray<900, Bool>(repeating: false)

  /// Creates a grid of walls.
  init(side: Int) { self.side = side }

  /// N².
  var count: Int { side * side }

  /// The cell `step` cells above, right of, below or left of a cell; nil beyond the edge.
  func neighbor(_ direction: Int, of cell: Int, step: Int = 1) -> Int? {
    let (row, column) = cell.quotientAndRemainder(dividingBy: side)
    switch direction {
    case 0: return row >= step ? cell - step * side : nil
    case 1: return column + step < side ? cell + step : nil
    case 2: return row + step < side ? cell + step * side : nil
    default: return column >= step ? cell - step : nil
    }
  }

  /// The distances of all cells from a start.
  struct Distances {
    /// The distance of each cell in steps; -1 if it can't be reached.
    fileprivate(set) var steps = InlineArray<900, Int16>(repeating: -1)
    /// The number of shortest paths to each cell, at most 2.
    fileprivate(set) var ways = InlineArray<900, UInt8>(repeating: 0)
    /// The reachable cells, nearest first.
    fileprivate(set) var order = InlineArray<900, Int16>(repeating: 0)
    /// The number of reachable cells.
    fileprivate(set) var reached = 0
  }

  /// The distances of all cells from a free cell, by breadth-first search.
  func distances(from start: Int) -> Distances {
    var found = Distances()
    found.steps[start] = 0
    found.ways[start] = 1
    found.order[0] = Int16(start)
    found.reached = 1
    var next = 0
    while next < found.reached {
      let cell = Int(found.order[next])
      next += 1
      for direction in 0..<4 {
        guard let other = neighbor(direction, of: cell), isFree[other] else { continue }
        if found.steps[other] < 0 {
          found.steps[other] = found.steps[cell] + 1
          found.order[found.reached] = Int16(other)
          found.reached += 1
        }
        if found.steps[other] == found.steps[cell] + 1 {
          found.ways[other] = min(2, found.ways[other] + found.ways[cell])
        }
      }
    }
    return found
  }

  /// The cells on one of the shortest paths to a reachable goal, without both ends.
  ///
  /// `distances` are those from the start.
  func path(to goal: Int, _ distances: Distances) -> InlineArray<900, Bool> {
    var path = InlineArray<900, Bool>(repeating: false)
    var cell = goal
    while distances.steps[cell] > 1 {
      cell = neighbor(parent(of: cell, distances), of: cell) ?? cell
      path[cell] = true
    }
    return path
  }

  /// The direction of the first neighbor of a reachable cell that is one step nearer to the start.
  func parent(of cell: Int, _ distances: Distances) -> Int {
    for direction in 0..<4 {
      if let other = neighbor(direction, of: cell), isFree[other],
        distances.steps[other] == distances.steps[cell] - 1
      {
        return direction
      }
    }
    preconditionFailure("the start has no parent")
  }

  /// A random maze.
  ///
  /// Rooms at odd rows and columns are joined by a depth-first spanning tree; then a fraction
  /// `loops` of the walls between rooms is opened.
  static func carved(side: Int, loops: Double, _ random: inout SplitMix64) -> MazeBoard {
    var board = MazeBoard(side: side)
    let rooms = (side - 1) / 2
    var trail = InlineArray<225, Int16>(repeating: 0)
    let first = board.room(random.below(rooms * rooms))
    board.isFree[first] = true
    trail[0] = Int16(first)
    var length = 1
    while length > 0 {
      let cell = Int(trail[length - 1])
      var open = InlineArray<4, Int>(repeating: 0)
      var count = 0
      for direction in 0..<4 {
        if let other = board.nextRoom(direction, of: cell), !board.isFree[other] {
          open[count] = direction
          count += 1
        }
      }
      guard count > 0, let other = board.nextRoom(open[random.below(count)], of: cell) else {
        length -= 1
        continue
      }
      board.isFree[(cell + other) / 2] = true
      board.isFree[other] = true
      trail[length] = Int16(other)
      length += 1
    }
    guard loops > 0 else { return board }
    for number in 0..<rooms * rooms {
      let cell = board.room(number)
      for direction in 1...2 {
        guard let other = board.nextRoom(direction, of: cell), !board.isFree[(cell + other) / 2]
        else { continue }
        if random.unit() < loops { board.isFree[(cell + other) / 2] = true }
      }
    }
    return board
  }

  /// The cell of a room with an index in row order.
  private func room(_ number: Int) -> Int {
    let rooms = (side - 1) / 2
    return (number / rooms * 2 + 1) * side + number % rooms * 2 + 1
  }

  /// The room two cells further, within the outer wall.
  private func nextRoom(_ direction: Int, of cell: Int) -> Int? {
    guard let other = neighbor(direction, of: cell, step: 2) else { return nil }
    let (row, column) = other.quotientAndRemainder(dividingBy: side)
    return row > 0 && column > 0 && row < side - 1 && column < side - 1 ? other : nil
  }

  /// A hash of the walls that is invariant under rotation and reflection.
  ///
  /// It is the sum of the hashes of the eight symmetric views.
  var symmetryInvariantHash: UInt64 {
    var sum: UInt64 = 0
    for view in 0..<8 {
      var code: UInt64 = 0
      for row in 0..<side {
        var line: UInt64 = 0
        for column in 0..<side {
          let (r, c) = view & 1 == 0 ? (row, column) : (column, row)
          let y = view & 2 == 0 ? r : side - 1 - r
          let x = view & 4 == 0 ? c : side - 1 - c
          line = line << 1 | (isFree[y * side + x] ? 1 : 0)
        }
        code = SplitMix64.mixed(code ^ line &+ 0x9E37_79B9_7F4A_7C15)
      }
      sum &+= code
    }
    return sum
  }
}
