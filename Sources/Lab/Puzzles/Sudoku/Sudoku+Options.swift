// Sudoku's options as text, for checkpoints and command lines.

extension Sudoku {
  /// Sudoku's entry in the list of puzzles.
  package static let kind = PuzzleKind(
    name: "sudoku", summary: "4 x 4 or 9 x 9 grids with a unique solution",
    writing: """
      All cells, row by row, on one line or on several: digits, and ., 0, _, *, ? or X for blanks. \
      Spaces and grid lines are ignored, as are comments, titles and borders in files. Rows may be \
      fields between commas or lists. A grid can be pasted at the prompt.

        ask 53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79
        ask @grid.txt
      """,
    undrawn: """
      Training never draws numbers of blanks outside 'blanks', other grades than 'grade', or grids \
      with several solutions or none. Above 58 blanks it draws forms of a few known grids, and none \
      above 62.
      """,
    options: [
      .init("size", defaultValue: "9", summary: "the number of cells in a row (4 or 9)"),
      .init(
        "blanks", defaultValue: "30..50",
        summary: "the number of blanks in generated grids, a number or a range"),
      .init(
        "grade", defaultValue: "any",
        summary: "any, easy (naked singles suffice), medium (hidden singles are needed) or "
          + "hard (neither suffices)"),
    ],
    make: { (options) throws(PuzzleError) -> any Puzzle in try Sudoku(options: options) })

  /// All options, as accepted by ``init(options:)``.
  package var options: [String: String] {
    [
      "size": String(side), "blanks": "\(blanks.lowerBound)..\(blanks.upperBound)",
      "grade": grade?.rawValue ?? "any",
    ]
  }

  /// Sudoku with options as text; missing ones have defaults, unknown ones are ignored.
  ///
  /// - Throws: ``PuzzleError`` naming the invalid option.
  package init(options: [String: String]) throws(PuzzleError) {
    let size = options["size"] ?? "9"
    guard let side = Int(size) else {
      throw PuzzleError("invalid value '\(size)' for 'size'", hint: "give 4 or 9")
    }
    var grade: SudokuGrade?
    if let text = options["grade"], text != "any" {
      guard let known = SudokuGrade(rawValue: text) else {
        throw PuzzleError(
          "invalid value '\(text)' for 'grade'", hint: "give any, easy, medium or hard")
      }
      grade = known
    }
    try self.init(
      side: side, blanks: try options["blanks"].map(Self.range), grade: grade)
  }

  /// `30`, or `30..40`.
  private static func range(_ text: String) throws(PuzzleError) -> ClosedRange<Int> {
    let wrong = PuzzleError(
      "invalid value '\(text)' for 'blanks'", hint: "give a number, or a range such as 30..40")
    let dots = text.firstIndex(of: ".") ?? text.endIndex
    guard let first = Int(text[..<dots]) else { throw wrong }
    if dots == text.endIndex { return first...first }
    guard text[dots...].hasPrefix(".."), let last = Int(text[dots...].dropFirst(2)), first <= last
    else { throw wrong }
    return first...last
  }

  /// The default number of blanks in generated questions.
  static func usualBlanks(side: Int, _ grade: SudokuGrade?) -> ClosedRange<Int> {
    if side == 4 { return grade == .hard ? 9...11 : 4...10 }
    return switch grade {
    case nil: 30...50
    case .easy: 30...40
    case .medium: 41...50
    case .hard: 50...55
    }
  }

  /// The possible numbers of blanks in generated grids.
  ///
  /// There are too few inequivalent 4 x 4 grids with fewer blanks or with four givens to hold some
  /// out.
  static func possibleBlanks(side: Int) -> ClosedRange<Int> { side == 4 ? 4...11 : 0...62 }

  /// The minimum number of blanks with which grids of a grade are frequent enough to generate.
  static func fewestBlanks(side: Int, _ grade: SudokuGrade?) -> Int {
    switch grade {
    case nil, .easy: possibleBlanks(side: side).lowerBound
    case .medium: side == 4 ? 6 : 30
    case .hard: side == 4 ? 8 : 45
    }
  }
}
