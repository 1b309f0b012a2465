// Generating mazes of one split from a number, with a unique shortest path. Doesn't allocate.

extension Maze {
  /// The question number `draw` of a split.
  package func generate(split: Split, draw: UInt64) -> Question {
    let maze = maze(split: split, draw: draw)
    return question(maze, maze.board.distances(from: maze.start), split: split)
  }

  /// Writes the tokens and labels of the same question, without allocating.
  package func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    let maze = maze(split: split, draw: draw)
    let distances = maze.board.distances(from: maze.start)
    let path = maze.board.path(to: maze.goal, distances)
    for cell in 0..<length {
      let token = Self.token(cell, maze)
      tokens[cell] = token
      labels[cell] = path[cell] ? Token.path : label(cell, token, maze.board, distances)
    }
  }

  /// The maze number `draw` of a split.
  ///
  /// Its endpoints have a unique shortest path of ``shortest`` steps or more, unless 1000 mazes in
  /// a row have none that long.
  func maze(split: Split, draw: UInt64) -> Endpoints {
    var random = SplitMix64(seed: draw)
    var tries = 1000
    while true {
      let board = MazeBoard.carved(side: side, loops: loops, &random)
      guard Self.split(board) == split else { continue }
      tries -= 1
      // Every maze has two cells with a unique shortest path of two steps.
      let least = tries > 0 ? shortest : min(2, shortest)
      if let maze = Self.endpoints(on: board, least...900, &random) { return maze }
    }
  }

  /// A start and a goal with a path of some length, and so many shortest ones (2 for several); nil if
  /// four starts have none.
  ///
  /// Several starts are tried: in a maze with many loops one may have no goal.
  static func endpoints(
    on board: MazeBoard, _ steps: ClosedRange<Int>, ways: ClosedRange<UInt8> = 1...1,
    _ random: inout SplitMix64
  ) -> Endpoints? {
    let free = board.freeCount
    guard free > 1 else { return nil }
    for _ in 0..<4 {
      let start = board.free(random.below(free))
      let distances = board.distances(from: start)
      var goals = 0
      for place in 0..<distances.reached {
        if distances.isGoal(Int(distances.order[place]), steps, ways) { goals += 1 }
      }
      guard goals > 0 else { continue }
      var chosen = random.below(goals)
      for place in 0..<distances.reached {
        let cell = Int(distances.order[place])
        guard distances.isGoal(cell, steps, ways) else { continue }
        if chosen == 0 { return (board, start, cell) }
        chosen -= 1
      }
    }
    return nil
  }

  /// The split of a maze: a tenth is held out.
  ///
  /// Rotations, reflections and other endpoints don't change it.
  static func split(_ board: MazeBoard) -> Split {
    SplitMix64.mixed(board.symmetryInvariantHash) % 10 == 0 ? .heldOut : .train
  }

  /// The token of a cell in a question.
  private static func token(_ cell: Int, _ maze: Endpoints) -> Int32 {
    cell == maze.start
      ? Token.start
      : cell == maze.goal ? Token.goal : maze.board.isFree[cell] ? Token.free : Token.wall
  }

  /// A maze as a question, with one of its shortest paths as the answer; without a path, no answer.
  func question(
    _ maze: Endpoints, _ distances: MazeBoard.Distances, split: Split, note: String? = nil
  ) -> Question {
    let path = maze.board.path(to: maze.goal, distances)
    let tokens = (0..<length).map { Self.token($0, maze) }
    let isReached = distances.steps[maze.goal] > 0
    let labels = tokens.enumerated().map { cell, token in
      isReached
        ? path[cell] ? Token.path : label(cell, token, maze.board, distances) : Question.ignored
    }
    return Question(
      text: String(characters(of: tokens)), tokens: tokens, labels: labels,
      answer: isReached ? decode(labels) : nil, split: split,
      properties: isReached ? [.init("path", .number(Int(distances.steps[maze.goal])))] : [],
      note: note)
  }
}

extension MazeBoard.Distances {
  /// Whether a cell has a path of some length, and so many shortest ones.
  func isGoal(
    _ cell: Int, _ lengths: ClosedRange<Int>, _ counts: ClosedRange<UInt8>
  ) -> Bool {
    counts.contains(ways[cell]) && lengths.contains(Int(steps[cell]))
  }
}

extension MazeBoard {
  /// The number of free cells.
  var freeCount: Int {
    var free = 0
    for cell in 0..<count where isFree[cell] { free += 1 }
    return free
  }

  /// The free cell with an index, in row order.
  func free(_ number: Int) -> Int {
    var left = number
    for cell in 0..<count where isFree[cell] {
      if left == 0 { return cell }
      left -= 1
    }
    preconditionFailure("the index is out of bounds")
  }
}
