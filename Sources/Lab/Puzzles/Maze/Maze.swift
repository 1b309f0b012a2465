// Mazes: the shortest way from S to G, in the tokens of the official data sets.

/// A square of walls with a start and a goal, between which the shortest way is to be drawn.
///
/// A question has N² tokens in row order, an answer as many: 0 is padding, 1 a wall, 2 free, 3 the
/// start, 4 the goal, 5 the way. The answer is the whole maze with its way, and every position is
/// labeled, as in Maze-Hard (arXiv:2510.04871), whose files and checkpoints fit size 30.
package struct Maze: Puzzle, Equatable {
  /// The cells of a row that mazes can have; of smaller ones too few differ to hold some out.
  package static let sides = 7...MazeBoard.largest

  /// N, the cells of a row.
  package let side: Int

  /// The share of inner walls that are opened: 0 leaves one way between any two cells.
  package let loops: Double

  /// The fewest steps from start to goal of generated questions.
  package let shortest: Int

  /// Mazes of one size.
  ///
  /// - Throws: ``PuzzleError`` that names the option that can't be so.
  package init(side: Int = 7, loops: Double = 0.1, shortest: Int = 6) throws(PuzzleError) {
    guard Self.sides.contains(side) else {
      throw PuzzleError("size can't be \(side)", hint: "give a number from 7 to 30")
    }
    guard (0...1).contains(loops) else {
      throw PuzzleError("loops can't be \(loops)", hint: "give a share from 0 to 1")
    }
    // Every maze has two rooms that are as far apart as opposite corners.
    let farthest = ((side - 1) / 2 - 1) * 4
    guard shortest >= 2, shortest <= farthest else {
      throw PuzzleError(
        "shortest can't be \(shortest)", hint: "give 2 to \(farthest) steps for size \(side)")
    }
    self.side = side
    self.loops = loops
    self.shortest = shortest
  }

  /// The tokens: their order is part of every checkpoint and never changes.
  enum Token {
    static let wall: Int32 = 1
    static let free: Int32 = 2
    static let start: Int32 = 3
    static let goal: Int32 = 4
    static let way: Int32 = 5
    static let characters: [Character] = ["\u{25AB}", "#", " ", "S", "G", "o"]
  }

  /// Padding, a wall, a free cell, the start, the goal, the way.
  package var vocabulary: [Character] { Token.characters }

  /// N².
  package var length: Int { side * side }

  /// All positions.
  package var answerRange: Range<Int> { 0..<length }

  /// N: a question and an answer are drawn as grids.
  package var gridWidth: Int? { side }

  /// Whether an answer is the question with a shortest way; of several each is right.
  package func check(_ answer: String, of question: Question) -> Bool {
    guard answer.count == length, let maze = Self.maze(question.tokens, side: side) else {
      return false
    }
    let distances = maze.board.distances(from: maze.start)
    let steps = Int(distances.steps[maze.goal])
    guard steps > 0 else { return false }
    // As many cells as a shortest way has between its ends, joined to the start one by one: there is
    // no room for anything else.
    var left = steps - 1
    var isWay = InlineArray<900, Bool>(repeating: false)
    for (cell, character) in answer.enumerated() {
      let was = question.tokens[cell]
      if character == Token.characters[Int(Token.way)] {
        guard was == Token.free else { return false }
        isWay[cell] = true
        left -= 1
      } else if character != Token.characters[Int(was)] {
        return false
      }
    }
    guard left == 0 else { return false }
    isWay[maze.start] = true
    isWay[maze.goal] = true
    var walked = MazeBoard(side: side)
    for cell in 0..<length { walked.isFree[cell] = isWay[cell] }
    return Int(walked.distances(from: maze.start).steps[maze.goal]) == steps
  }

  /// A maze with its ends.
  typealias Ends = (board: MazeBoard, start: Int, goal: Int)

  /// The maze that tokens show; nil without one start and one goal.
  static func maze(_ tokens: [Int32], side: Int) -> Ends? {
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
