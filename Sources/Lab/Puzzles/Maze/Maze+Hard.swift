// Hard kinds of mazes: by length of the path, from one step on, by share of walls, by number of shortest
// paths, and smaller ones.

extension Maze {
  /// A kind of mazes.
  private struct HardFamily {
    let kind: HardKind
    /// The lengths of the path.
    let steps: ClosedRange<Int>
    /// The number of shortest paths; 2 stands for several.
    var ways: ClosedRange<UInt8> = 1...1
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
    let several = [50, 40, 25, 10].map { percent in
      HardFamily(
        kind: HardKind(
          "several ways, \(percent)% walls", "the same, with several shortest paths"),
        steps: 2...900, ways: 2...2
      ) { maze, random in .scattered(side: maze.side, share: Double(percent) / 100, &random) }
    }
    let smaller = (5..<min(side, 10)).map { small in
      HardFamily(
        kind: HardKind("\(small) x \(small)", "with walls around, as where it is typed"),
        steps: 1...900, ways: 1...2
      ) { maze, random in
        let share = 0.1 + 0.4 * random.unit()
        return MazeBoard.scattered(side: maze.side, inner: small, share: share, &random)
      }
    }
    return byLength
      + carved.map { name, summary, loops in
        // With all walls open, hardly any path is the only shortest one.
        HardFamily(
          kind: HardKind(name, summary), steps: 1...900, ways: 1...(loops == 1 ? 2 : 1)
        ) { maze, random in
          .carved(side: maze.side, loops: loops, &random)
        }
      } + scattered + several + smaller
  }

  /// The number of rooms in a row.
  private var rooms: Int { (side - 1) / 2 }

  /// The kinds by length of the path, by share of walls, by number of shortest paths and by size.
  package var hardKinds: [HardKind] { hardFamilies.map(\.kind) }

  /// A maze of a hard kind; nil if 1000 tries found none in the split.
  package func hardQuestion(_ kind: Int, split: Split, draw: UInt64) -> Question? {
    let family = hardFamilies[kind]
    var random = SplitMix64(seed: draw)
    for _ in 0..<1000 {
      let board = family.board(self, &random)
      guard Self.split(board) == split,
        let maze = Self.endpoints(on: board, family.steps, ways: family.ways, &random)
      else { continue }
      return question(maze, board.distances(from: maze.start), split: split)
    }
    return nil
  }
}

extension MazeBoard {
  /// A maze whose inner cells are walls at random; its first `inner` rows and columns, if it is
  /// smaller than its board.
  fileprivate static func scattered(
    side: Int, inner: Int? = nil, share: Double, _ random: inout SplitMix64
  ) -> MazeBoard {
    let inner = inner ?? side
    var board = MazeBoard(side: side)
    for row in 1..<inner - 1 {
      for column in 1..<inner - 1 where random.unit() >= share {
        board.isFree[row * side + column] = true
      }
    }
    return board
  }
}
