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
    guard hints > 0 else {
      targets.update(from: labels, count: length)
      return true
    }
    var board = MazeBoard(side: side)
    var (start, goal) = (0, 0)
    for cell in 0..<length {
      board.isFree[cell] = tokens[cell] != Token.wall
      if tokens[cell] == Token.start { start = cell }
      if tokens[cell] == Token.goal { goal = cell }
    }
    let distances = board.distances(from: start)
    let (time, soonest) = (step * hints, step * hints * 3 / 2)
    let farthest = Int(distances.steps[goal])
    for cell in 0..<length {
      let steps = Int(distances.steps[cell])
      let (label, token) = (labels[cell], tokens[cell])
      if label < 0 || token != Token.free || steps <= 0 {
        targets[cell] = label < 0 ? label : token
      } else if label == Token.path, soonest >= 2 * farthest - steps {
        targets[cell] = time >= 2 * farthest - steps ? label : Question.ignored
      } else if soonest >= steps {
        targets[cell] =
          time >= steps ? Token.arrow(board.parent(of: cell, distances)) : Question.ignored
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

  /// The cells of a wrong answer that differ from the labels, wherever arrows point.
  package func wrongPositions(_ tokens: [Int32], of question: Question) -> Set<Int> {
    if verdict(of: tokens, for: question) == true { return [] }
    return Set(
      tokens.indices.filter {
        question.labels[$0] >= 0
          && Self.withoutArrows(tokens[$0]) != Self.withoutArrows(question.labels[$0])
      })
  }
}
