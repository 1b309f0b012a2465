// Parsing of mazes: one row a line, or all rows in one line.

internal import Wording

extension Maze {
  /// Parses N rows of N cells: `#`, `X`, `1` or `█` is a wall; a space, `.`, `0` or `_` is free; S
  /// is
  /// the start, G the goal.
  ///
  /// Rows are on lines of their own or all in one line. Missing cells at the end of a row are free.
  /// A maze with fewer rows, or of fewer cells that are a square, gets walls at its right and below.
  ///
  /// - Throws: ``PuzzleError`` naming the row and column of the error.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    let (cells, isPadded) = try cells(text)
    var tokens = [Int32](repeating: Token.free, count: length)
    var (start, goal): (Int?, Int?)
    for (cell, read) in cells.enumerated() {
      let place = "row \(cell / side + 1), column \(cell % side + 1)"
      guard let token = Self.token(read.character) else {
        throw PuzzleError(
          "\(place): invalid cell '\(read.character)'", column: read.column,
          hint: "use # for walls, space or . for free cells, S for the start, G for the goal")
      }
      tokens[cell] = token
      let other = token == Token.start ? start : token == Token.goal ? goal : nil
      if let other {
        throw PuzzleError(
          "\(place): a second \(read.character.uppercased()); the first is in row "
            + "\(other / side + 1), column \(other % side + 1)",
          column: read.column, hint: "a maze has one start S and one goal G")
      }
      if token == Token.start { start = cell }
      if token == Token.goal { goal = cell }
    }
    guard start != nil, goal != nil, let maze = Self.maze(tokens, side: side) else {
      throw PuzzleError(
        start == nil ? "the maze has no start S" : "the maze has no goal G",
        hint: "a maze has one start S and one goal G")
    }
    let distances = maze.board.distances(from: maze.start)
    let ways = distances.ways[maze.goal]
    let notes = [
      isPadded ? "walls were added to make it \(side) x \(side)" : nil,
      ways == 0
        ? "there is no path from S to G"
        : ways > 1 ? "several paths are shortest; any of them is right" : nil,
    ].compactMap { $0 }
    return question(
      maze, distances, split: Self.split(maze.board),
      note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }

  /// A maze with a given answer: the same cells, with `o` in some of the free ones.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let question = try parse(text)
    let path = Token.characters[Int(Token.path)]
    // With hints, other free cells keep their arrows.
    var labels = question.labels.enumerated().map { cell, label in
      label < 0 || label == Token.path ? question.tokens[cell] : label
    }
    for (cell, read) in try cells(answer).cells.enumerated() {
      let token = read.character == path ? Token.path : Self.token(read.character)
      let was = question.tokens[cell]
      guard token == was || token == Token.path && was == Token.free else {
        throw PuzzleError(
          "row \(cell / side + 1), column \(cell % side + 1) of the answer is "
            + "'\(read.character)', unlike the question", hint: "change only free cells, to o")
      }
      if token == Token.path { labels[cell] = Token.path }
    }
    return Question(
      text: question.text, tokens: question.tokens, labels: labels,
      answer: decode(labels), split: question.split,
      properties: question.properties)
  }

  /// A character and its column in the text.
  private typealias Cell = (character: Character, column: Int)

  private static func token(_ character: Character) -> Int32? {
    switch character {
    case "#", "X", "1", "█", "■", "▓": Token.wall
    case " ", ".", "0", "_", "·": Token.free
    case "S", "s": Token.start
    case "G", "g": Token.goal
    default: nil
    }
  }

  /// The smallest maze that is read.
  private static let smallest = 3

  /// The N² cells of a text of one line or several, and whether walls were added.
  private func cells(
    _ text: String
  ) throws(PuzzleError) -> (cells: [Cell], isPadded: Bool) {
    var lines: [[Cell]] = [[]]
    for (column, character) in text.enumerated() {
      if character.isNewline {
        lines.append([])
      } else {
        lines[lines.count - 1].append((character, column))
      }
    }
    while lines.last?.allSatisfy({ $0.character.isWhitespace }) == true { lines.removeLast() }
    while lines.first?.allSatisfy({ $0.character.isWhitespace }) == true { lines.removeFirst() }
    if lines.count == 1, let cells = lines.first, let width = Self.side(of: cells.count),
      width < side
    {
      lines = stride(from: 0, to: cells.count, by: width).map {
        Array(cells[$0..<$0 + width])
      }
    }
    let hint = hint(for: lines.count == 1 ? Self.side(of: lines[0].count) : lines.count)
    if lines.count <= 1 {
      let cells = lines.first ?? []
      guard cells.count == length else {
        throw PuzzleError(
          "got \(counted(cells.count, "cell")); this puzzle needs \(length)", hint: hint)
      }
      return (cells, false)
    }
    guard (Self.smallest...side).contains(lines.count) else {
      throw PuzzleError("got \(counted(lines.count, "row")); this puzzle needs \(side)", hint: hint)
    }
    let isPadded = lines.count < side
    let width = isPadded ? min(lines.map(\.count).max() ?? 0, side) : side
    var cells: [Cell] = []
    for (row, line) in lines.enumerated() {
      // Trailing spaces may be added or removed by a terminal or an editor.
      var line = line
      while line.count > side, line.last?.character == " " { line.removeLast() }
      guard line.count <= side else {
        throw PuzzleError(
          "row \(row + 1) has \(counted(line.count, "cell")); this puzzle needs \(side)",
          column: line[side].column, hint: hint
        )
      }
      let end = line.last.map { $0.column + 1 } ?? 0
      while line.count < side { line.append((line.count < width ? " " : "#", end)) }
      cells += line
    }
    while cells.count < length { cells.append(("#", text.count)) }
    return (cells, isPadded)
  }

  /// What to type instead of a maze with so many rows, if it is one.
  private func hint(for rows: Int?) -> String {
    if let rows, rows > side, Self.sides.contains(rows) {
      return "load a model for larger mazes: load FILE --option size=\(rows)"
    }
    return "type \(counted(side, "row")) of \(counted(side, "cell")): # . S G"
  }

  /// The rows of a square maze of so many cells that is smaller than the puzzle's own; nil if there is
  /// none.
  private static func side(of count: Int) -> Int? {
    (smallest...MazeBoard.largest).first { $0 * $0 == count }
  }
}
