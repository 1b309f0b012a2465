// Mazes from a number: carved by chance, with two ends that one shortest way joins. Allocates nothing.

extension Maze {
  /// The question that the number `draw` stands for in one split.
  package func generate(split: Split, draw: UInt64) -> Question {
    let maze = maze(split: split, draw: draw)
    return question(maze, maze.board.distances(from: maze.start), split: split)
  }

  /// Writes the tokens and labels of the question that `draw` stands for, without allocating.
  package func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    let maze = maze(split: split, draw: draw)
    let path = maze.board.path(to: maze.goal, maze.board.distances(from: maze.start))
    for cell in 0..<length {
      let token = Self.token(cell, maze)
      tokens[cell] = token
      labels[cell] = path[cell] ? Token.way : token
    }
  }

  /// The maze that the number `draw` stands for in one split: one shortest way leads from end to end,
  /// of ``shortest`` steps or more, unless 1000 mazes in a row have none so long.
  func maze(split: Split, draw: UInt64) -> Ends {
    var draws = Draws(seed: draw)
    var tries = 1000
    while true {
      let board = MazeBoard.carved(side: side, loops: loops, &draws)
      guard Self.split(board) == split else { continue }
      tries -= 1
      // Two steps straight on are the one shortest way in every maze.
      let least = tries > 0 ? shortest : 2
      // A few starts: a maze with many loops may have none with a goal.
      for _ in 0..<4 {
        let start = board.free(draws.below(board.freeCount))
        let distances = board.distances(from: start)
        var goals = 0
        for place in 0..<distances.reached {
          if distances.isGoal(Int(distances.order[place]), least) { goals += 1 }
        }
        guard goals > 0 else { continue }
        var chosen = draws.below(goals)
        for place in 0..<distances.reached {
          let cell = Int(distances.order[place])
          guard distances.isGoal(cell, least) else { continue }
          if chosen == 0 { return (board, start, cell) }
          chosen -= 1
        }
      }
    }
  }

  /// One in ten mazes is held out, with all that it becomes by turning and mirroring, wherever its
  /// ends are.
  static func split(_ board: MazeBoard) -> Split {
    Draws.mixed(board.viewless) % 10 == 0 ? .heldOut : .train
  }

  /// The token of a cell in the question.
  private static func token(_ cell: Int, _ maze: Ends) -> Int32 {
    cell == maze.start
      ? Token.start
      : cell == maze.goal ? Token.goal : maze.board.isFree[cell] ? Token.free : Token.wall
  }

  /// A maze whose goal can be reached as a question, with one of its shortest ways as answer.
  func question(
    _ maze: Ends, _ distances: MazeBoard.Distances, split: Split, note: String? = nil
  ) -> Question {
    let path = maze.board.path(to: maze.goal, distances)
    let tokens = (0..<length).map { Self.token($0, maze) }
    let isReached = distances.steps[maze.goal] > 0
    let labels = tokens.enumerated().map { cell, token in
      isReached ? path[cell] ? Token.way : token : Question.ignored
    }
    return Question(
      text: String(characters(of: tokens)), tokens: tokens, labels: labels,
      answer: isReached ? String(characters(of: labels)) : nil, split: split,
      properties: isReached ? [.init("path", .number(Int(distances.steps[maze.goal])))] : [],
      note: note)
  }
}

extension MazeBoard.Distances {
  /// Whether one shortest way leads to a cell, of so many steps or more.
  func isGoal(_ cell: Int, _ least: Int) -> Bool { steps[cell] >= least && ways[cell] == 1 }
}

extension MazeBoard {
  /// How many cells are free.
  var freeCount: Int {
    var free = 0
    for cell in 0..<count where isFree[cell] { free += 1 }
    return free
  }

  /// The free cell of a number, counted from 0 in row order.
  func free(_ number: Int) -> Int {
    var left = number
    for cell in 0..<count where isFree[cell] {
      if left == 0 { return cell }
      left -= 1
    }
    preconditionFailure("there are not so many free cells")
  }
}
