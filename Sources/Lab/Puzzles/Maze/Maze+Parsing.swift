// Mazes as a person types them: a line a row, or all rows in one.

extension Maze {
  /// Reads N rows of N cells: `#` a wall, a space or `.` free, S the start, G the goal.
  ///
  /// Rows may stand in lines of their own, or behind each other in one line; a `.` for a free cell
  /// keeps blanks at a line's end from getting lost.
  ///
  /// - Throws: ``PuzzleError`` that names the row and column of what can't be read.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    let cells = try cells(text)
    var tokens = [Int32](repeating: Token.free, count: length)
    var (start, goal): (Int?, Int?)
    for (cell, read) in cells.enumerated() {
      let place = "row \(cell / side + 1), column \(cell % side + 1)"
      guard let token = Self.token(read.character) else {
        throw PuzzleError(
          "\(place): '\(read.character)' is no cell of a maze", column: read.column,
          hint: "# is a wall, a space or . is free, S the start, G the goal")
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
    return question(
      maze, distances, split: Self.split(maze.board),
      note: ways == 0
        ? "no way leads from S to G"
        : ways > 1 ? "several ways are as short; any of them counts" : nil)
  }

  /// A maze with an answer that is to be learned: the same cells, some of the free ones `o`.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let question = try parse(text)
    let way = Token.characters[Int(Token.way)]
    var labels = question.tokens
    for (cell, read) in try cells(answer).enumerated() {
      let token = read.character == way ? Token.way : Self.token(read.character)
      guard token == labels[cell] || token == Token.way && labels[cell] == Token.free else {
        throw PuzzleError(
          "the answer's row \(cell / side + 1), column \(cell % side + 1) is "
            + "'\(read.character)', not the question's", hint: "only free cells can become o")
      }
      labels[cell] = token ?? Token.way
    }
    return Question(
      text: question.text, tokens: question.tokens, labels: labels,
      answer: String(characters(of: labels)), split: question.split,
      properties: question.properties)
  }

  /// A cell as it was typed, and where it stood.
  private typealias Cell = (character: Character, column: Int)

  private static func token(_ character: Character) -> Int32? {
    switch character {
    case "#": Token.wall
    case " ", ".": Token.free
    case "S", "s": Token.start
    case "G", "g": Token.goal
    default: nil
    }
  }

  /// The N² cells of a text: of one line, or of N lines.
  private func cells(_ text: String) throws(PuzzleError) -> [Cell] {
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
    let hint = "type \(side) rows of \(side) cells: # . S G"
    if lines.count <= 1 {
      let cells = lines.first ?? []
      guard cells.count == length else {
        throw PuzzleError("there are \(cells.count) of \(length) cells", hint: hint)
      }
      return cells
    }
    guard lines.count == side else {
      throw PuzzleError("there are \(lines.count) of \(side) rows", hint: hint)
    }
    var cells: [Cell] = []
    for (row, line) in lines.enumerated() {
      // What a terminal or an editor adds or takes away at a line's end is no cell.
      var line = line
      while line.count > side, line.last?.character == " " { line.removeLast() }
      guard line.count <= side else {
        throw PuzzleError(
          "row \(row + 1) has \(line.count) of \(side) cells", column: line[side].column, hint: hint
        )
      }
      let end = line.last.map { $0.column + 1 } ?? 0
      while line.count < side { line.append((" ", end)) }
      cells += line
    }
    return cells
  }
}
