// The cells of a Sudoku in the text forms that programs and people write.

internal import Wording

extension Sudoku {
  /// The digit of a cell, 0 for a blank, and its column in the text.
  typealias Cell = (digit: Int, column: Int)

  /// The N² cells of a text.
  ///
  /// - Throws: ``PuzzleError`` with what is wrong with the text read as plain rows of cells.
  func cells(_ text: String) throws(PuzzleError) -> [Cell] {
    do throws(PuzzleError) {
      return try plainCells(text)
    } catch {
      guard let cells = decoratedCells(text) else { throw error }
      return cells
    }
  }

  /// The cells of a text with nothing but cells, white space and grid lines.
  private func plainCells(_ text: String) throws(PuzzleError) -> [Cell] {
    var cells: [Cell] = []
    var lines: [(number: Int, count: Int)] = []
    var number = 1
    for (column, character) in text.enumerated() {
      if character.isNewline { number += 1 }
      if Self.isFrame(character) { continue }
      guard let digit = digit(character) else {
        let row = lines.last?.number == number ? lines.count : lines.count + 1
        let place = lines.last?.number == number ? lines[lines.count - 1].count + 1 : 1
        let isOneLine = number == 1 && cells.count >= side
        throw PuzzleError(
          "row \(isOneLine ? cells.count / side + 1 : row), column "
            + "\(isOneLine ? cells.count % side + 1 : place): invalid cell '\(character)'",
          column: column, hint: "use 1 to \(side), or . for a blank")
      }
      if lines.last?.number != number { lines.append((number, 0)) }
      lines[lines.count - 1].count += 1
      cells.append((digit, column))
    }
    guard cells.count == length else {
      let bad = lines.count == side ? lines.firstIndex { $0.count != side } : nil
      throw PuzzleError(
        bad.map {
          "row \($0 + 1) has \(counted(lines[$0].count, "cell")); this puzzle needs \(side)"
        }
          ?? "got \(counted(cells.count, "cell")); this puzzle needs \(length)",
        hint: "type \(counted(length, "cell")), row by row: a digit, or . for a blank")
    }
    return cells
  }

  /// The cells of a text with comments, titles, borders, separators or brackets; nil if what is
  /// left
  /// isn't a grid.
  private func decoratedCells(_ text: String) -> [Cell]? {
    var lines: [[(character: Character, column: Int)]] = [[]]
    for (column, character) in text.enumerated() {
      if character.isNewline {
        lines.append([])
      } else if !"[](){}\"'".contains(character) {
        lines[lines.count - 1].append((character, column))
      }
    }
    lines = lines.map(Self.withoutComment).filter { !Self.isTitle($0) && !Self.isBorder($0) }
    for parse in [fields, dotted, dashed] {
      if let cells = parse(lines), cells.count == length { return cells }
    }
    return nil
  }

  /// A line's characters with their columns in the text.
  private typealias Line = [(character: Character, column: Int)]

  /// N lines of N fields between commas, semicolons or tabs; an empty field is a blank.
  private func fields(_ lines: [Line]) -> [Cell]? {
    var cells: [Cell] = []
    for line in lines where !line.allSatisfy({ $0.character.isWhitespace && $0.character != "\t" })
    {
      guard let separator = line.first(where: { ",;\t".contains($0.character) })?.character else {
        return nil
      }
      var fields = line.split(omittingEmptySubsequences: false) { $0.character == separator }
      // A list's rows end with a comma.
      if fields.count == side + 1, fields.last?.isEmpty == true { fields.removeLast() }
      guard fields.count == side else { return nil }
      for field in fields {
        let content = field.filter { !$0.character.isWhitespace }
        guard content.count <= 1 else { return nil }
        guard let digit = content.first.map({ digit($0.character) }) ?? 0 else { return nil }
        cells.append((digit, content.first?.column ?? field.startIndex))
      }
    }
    return cells
  }

  /// Cells with grid lines between them.
  private func dotted(_ lines: [Line]) -> [Cell]? {
    var cells: [Cell] = []
    for (character, column) in lines.joined() where !Self.isFrame(character) && character != ";" {
      guard let digit = digit(character) else { return nil }
      cells.append((digit, column))
    }
    return cells
  }

  /// Cells with `-` for blanks.
  private func dashed(_ lines: [Line]) -> [Cell]? {
    dotted(lines.map { $0.map { ($0.character == "-" ? "." : $0.character, $0.column) } })
  }

  /// A cell's digit, 0 for a blank; nil if it isn't a cell.
  private func digit(_ character: Character) -> Int? {
    if ".0_*?X".contains(character) { return 0 }
    guard character.isASCII, let digit = character.wholeNumberValue, digit <= side else {
      return nil
    }
    return digit
  }

  /// Whether a character is ignored: white space and grid lines.
  private static func isFrame(_ character: Character) -> Bool {
    character.isWhitespace || "|-+=,".contains(character)
      || character.unicodeScalars.allSatisfy { (0x2500...0x257F).contains($0.value) }
  }

  /// A line up to `#` or `//`.
  private static func withoutComment(_ line: Line) -> Line {
    let end = line.indices.first {
      line[$0].character == "#"
        || line[$0].character == "/" && $0 + 1 < line.count && line[$0 + 1].character == "/"
    }
    return Array(line[..<(end ?? line.count)])
  }

  /// Whether a line has words.
  private static func isTitle(_ line: Line) -> Bool {
    line.contains { $0.character.isLetter && $0.character != "X" }
  }

  /// Whether a line is a border: nothing but grid lines and `*`, and three dashes or more.
  private static func isBorder(_ line: Line) -> Bool {
    line.count { "-=─━═".contains($0.character) } >= 3
      && line.allSatisfy { isFrame($0.character) || $0.character == "*" }
  }
}
