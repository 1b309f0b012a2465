// Hard kinds of mazes: by length of the path, from one step on, and by share of walls.

extension Maze {
  /// A kind of mazes.
  private struct HardFamily {
    let kind: HardKind
    /// The lengths of the path.
    let steps: ClosedRange<Int>
    /// Makes the walls.
    let board: @Sendable (Maze, inout SplitMix64) -> MazeBoard
  }

  /// Lengths of paths, up to the longest in the largest mazes.
  private static let lengths: [ClosedRange<Int>] = [
    1...1, 2...2, 3...3, 4...5, 6...8, 9...12, 13...20, 21...40, 41...80, 81...160, 161...400,
  ]

  /// The kinds by length of the path, then those by walls, the most open ones last.
  private var hardFamilies: [HardFamily] {
    // The rooms of a maze are at most joined in one row.
    let longest = 2 * (rooms * rooms - 1)
    let byLength = Self.lengths.filter { $0.lowerBound <= longest }.map { steps in
      let range =
        steps.count == 1
        ? "\(steps.lowerBound)" : "\(steps.lowerBound) to \(min(steps.upperBound, longest))"
      return HardFamily(
        kind: HardKind(
          "path of \(range) step\(steps == 1...1 ? "" : "s")", "the puzzle's own share of loops"),
        steps: steps
      ) { maze, random in .carved(side: maze.side, loops: maze.loops, &random) }
    }
    let carved: [(String, String, Double)] = [
      ("no loops", "one path between any two cells", 0),
      ("half of the walls open", "many loops", 0.5),
      ("all walls open", "nothing but pillars between the rooms", 1),
    ]
    let scattered = [40, 25, 10].map { percent in
      HardFamily(
        kind: HardKind("scattered walls, \(percent)%", "each inner cell is a wall at random"),
        steps: 1...900
      ) { maze, random in .scattered(side: maze.side, share: Double(percent) / 100, &random) }
    }
    return byLength
      + carved.map { name, summary, loops in
        HardFamily(kind: HardKind(name, summary), steps: 1...900) { maze, random in
          .carved(side: maze.side, loops: loops, &random)
        }
      } + scattered
  }

  /// The number of rooms in a row.
  private var rooms: Int { (side - 1) / 2 }

  /// The kinds by length of the path, and those by share of walls.
  package var hardKinds: [HardKind] { hardFamilies.map(\.kind) }

  /// A maze of a hard kind; nil if 1000 tries found none in the split.
  package func hardQuestion(_ kind: Int, split: Split, draw: UInt64) -> Question? {
    let family = hardFamilies[kind]
    var random = SplitMix64(seed: draw)
    for _ in 0..<1000 {
      let board = family.board(self, &random)
      guard Self.split(board) == split,
        let maze = Self.endpoints(on: board, family.steps, &random)
      else { continue }
      return question(maze, board.distances(from: maze.start), split: split)
    }
    return nil
  }
}

extension MazeBoard {
  /// A maze whose inner cells are walls at random.
  fileprivate static func scattered(
    side: Int, share: Double, _ random: inout SplitMix64
  ) -> MazeBoard {
    var board = MazeBoard(side: side)
    for row in 1..<side - 1 {
      for column in 1..<side - 1 where random.unit() >= share {
        board.isFree[row * side + column] = true
      }
    }
    return board
  }
}
