// Hints: a breadth-first search, and the way back from the goal, as targets of the supervision steps.

extension Maze {
  /// Whether each supervision step has a target of its own.
  package var hasStepTargets: Bool { hints > 0 }

  /// Writes what a search has found after `step` supervision steps of ``hints`` cells each.
  ///
  /// A free cell d steps from the start gets an arrow towards it at time d. If the goal is D steps away, the
  /// path goes back from it: a cell of it is marked at time 2D - d. What a search that is faster by half would
  /// have found too is ignored. Doesn't allocate. Source: hints of neural algorithmic reasoning,
  /// arXiv:2205.15659.
  package func fillTargets(
    step: Int, tokens: UnsafePointer<Int32>, labels: UnsafePointer<Int32>,
    targets: UnsafeMutablePointer<Int32>
  ) -> Bool {
    let question = UnsafeBufferPointer(start: tokens, count: length)
    // A data set's question may have no start or no goal.
    guard hints > 0, let maze = Self.maze(question, side: side) else {
      targets.update(from: labels, count: length)
      return true
    }
    let distances = maze.board.distances(from: maze.start)
    let (time, soonest) = (step * hints, step * hints * 3 / 2)
    let farthest = Int(distances.steps[maze.goal])
    for cell in 0..<length {
      let steps = Int(distances.steps[cell])
      let (whole, token) = (labels[cell], tokens[cell])
      if whole < 0 || token != Token.free || steps <= 0 {
        targets[cell] = whole < 0 ? whole : token
      } else if whole == Token.path, soonest >= 2 * farthest - steps {
        targets[cell] = time >= 2 * farthest - steps ? whole : Question.ignored
      } else if soonest >= steps {
        targets[cell] =
          time >= steps ? label(cell, token, maze.board, distances) : Question.ignored
      } else {
        targets[cell] = token
      }
    }
    return time >= 2 * farthest - 1
  }

  /// The label of a cell that is not on the path: with hints, free cells point back to the start.
  func label(_ cell: Int, _ token: Int32, _ board: MazeBoard, _ distances: MazeBoard.Distances)
    -> Int32
  {
    guard hints > 0, token == Token.free, distances.steps[cell] > 0 else { return token }
    return Token.arrow(board.parent(of: cell, distances))
  }

  /// Tokens without arrows: those cells are free.
  static func withoutArrows(_ token: Int32) -> Int32 {
    token > Token.path && token <= Token.path + 4 ? Token.free : token
  }

  /// The whole maze with the path, without arrows.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    precondition(tokens.count == length, "decode needs one token for each position")
    return String(characters(of: tokens.lazy.map(Self.withoutArrows)))
  }

  /// All cells; with hints those of the path, since other free cells can have one of several arrows.
  package func answerPositions(in tokens: [Int32]) -> [Int] {
    hints > 0 ? tokens.indices.filter { tokens[$0] == Token.path } : Array(answerRange)
  }

  /// The cells of a wrong answer that differ from the labels, wherever arrows point.
  package func wrongPositions(_ tokens: [Int32], of question: Question) -> Set<Int> {
    wrongPositions(tokens, of: question, reading: Self.withoutArrows)
  }
}
