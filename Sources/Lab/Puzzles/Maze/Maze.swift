// Mazes: the shortest path from S to G, in the encoding of the official data sets.

internal import Wording

/// Square mazes in which the shortest path from start to goal is to be found.
///
/// A question has N² tokens in row order, an answer as many: 0 is padding, 1 a wall, 2 free, 3 the
/// start, 4 the goal, 5 the path. The answer is the whole maze with the path, and every position is
/// labeled, as in Maze-Hard (arXiv:2510.04871), whose data sets and checkpoints have size 30.
package struct Maze: Puzzle, Equatable {
  /// The allowed values of ``side``; there are too few smaller mazes to hold some out.
  package static let sides = 7...MazeBoard.largest

  /// The largest value of ``hints``.
  private static let mostHints = 32

  /// N, the number of cells in a row.
  package let side: Int

  /// The fraction of inner walls that are opened; with 0, cells are joined by a single path.
  package let loops: Double

  /// The minimum length of the path in generated questions.
  package let shortest: Int

  /// The cells that a search goes in one supervision step, where each has a target of its own; 0 for
  /// none.
  package let hints: Int

  /// Creates mazes of one size.
  ///
  /// - Throws: ``PuzzleError`` naming the invalid option.
  package init(side: Int = 7, loops: Double = 0.1, shortest: Int = 6, hints: Int = 0)
    throws(PuzzleError)
  {
    guard Self.sides.contains(side) else {
      throw PuzzleError("invalid value '\(side)' for 'size'", hint: "give a number from 7 to 30")
    }
    guard (0...1).contains(loops) else {
      throw PuzzleError("invalid value '\(loops)' for 'loops'", hint: "give a fraction from 0 to 1")
    }
    // Every maze has two rooms at least as far apart as opposite corners.
    let farthest = ((side - 1) / 2 - 1) * 4
    guard shortest >= 1, shortest <= farthest else {
      throw PuzzleError(
        "invalid value '\(shortest)' for 'shortest'",
        hint: "give 1 to \(counted(farthest, "step")) for size \(side)")
    }
    guard (0...Self.mostHints).contains(hints) else {
      throw PuzzleError(
        "invalid value '\(hints)' for 'hints'", hint: "give a number from 0 to \(Self.mostHints)")
    }
    self.side = side
    self.hints = hints
    self.loops = loops
    self.shortest = shortest
  }

  /// The tokens; checkpoints depend on their order.
  enum Token {
    static let wall: Int32 = 1
    static let free: Int32 = 2
    static let start: Int32 = 3
    static let goal: Int32 = 4
    static let path: Int32 = 5
    static let characters: [Character] = ["\u{25AB}", "#", " ", "S", "G", "o"]
    /// With hints: the way back to the start goes up, right, down or left.
    static let arrows: [Character] = ["↑", "→", "↓", "←"]
    static func arrow(_ direction: Int) -> Int32 { path + 1 + Int32(direction) }
  }

  /// Padding, wall, free cell, start, goal, path; with hints four arrows.
  package var vocabulary: [Character] { Token.characters + (hints > 0 ? Token.arrows : []) }

  /// N².
  package var length: Int { side * side }

  /// All positions.
  package var answerRange: Range<Int> { 0..<length }

  /// N: questions and answers are grids.
  package var gridWidth: Int? { side }

  /// Walls, start and goal.
  package var givenTokens: Set<Int32> { [Token.wall, Token.start, Token.goal] }

  /// Whether an answer is the question with a shortest path; if there are several, each is right.
  package func check(_ answer: String, of question: Question) -> Bool {
    guard answer.count == length, let maze = Self.maze(question.tokens, side: side) else {
      return false
    }
    let distances = maze.board.distances(from: maze.start)
    let steps = Int(distances.steps[maze.goal])
    guard steps > 0 else { return false }
    // If the path has as many cells as a shortest path and connects start and goal through cells of
    // its own, it is a shortest path.
    var left = steps - 1
    var isOnPath = InlineArray<900, Bool>(repeating: false)
    for (cell, character) in answer.enumerated() {
      let was = question.tokens[cell]
      if character == Token.characters[Int(Token.path)] {
        guard was == Token.free else { return false }
        isOnPath[cell] = true
        left -= 1
      } else if character != Token.characters[Int(was)] {
        return false
      }
    }
    guard left == 0 else { return false }
    isOnPath[maze.start] = true
    isOnPath[maze.goal] = true
    var walked = MazeBoard(side: side)
    for cell in 0..<length { walked.isFree[cell] = isOnPath[cell] }
    return Int(walked.distances(from: maze.start).steps[maze.goal]) == steps
  }

  /// A maze with its start and goal.
  typealias Endpoints = (board: MazeBoard, start: Int, goal: Int)

  /// The maze in tokens; nil unless it has a start and a goal.
  static func maze(_ tokens: some Sequence<Int32>, side: Int) -> Endpoints? {
    var board = MazeBoard(side: side)
    var (start, goal): (Int?, Int?)
    for (cell, token) in tokens.enumerated() {
      board.isFree[cell] = token != Token.wall
      if token == Token.start { start = cell }
      if token == Token.goal { goal = cell }
    }
    guard let start, let goal else { return nil }
    return (board, start, goal)
  }
}
