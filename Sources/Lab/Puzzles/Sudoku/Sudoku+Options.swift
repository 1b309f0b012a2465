// Sudoku's options as text, to and from checkpoints and command lines.

extension Sudoku {
  /// Sudoku's line in the list of puzzles.
  package static let kind = PuzzleKind(
    name: "sudoku", summary: "grids of 4 x 4 or 9 x 9 cells with one solution",
    options: [
      .init("size", standard: "9", summary: "the cells of a row, 4 or 9"),
      .init(
        "blanks", standard: "30..50",
        summary: "how many cells generated grids leave blank: a number or a range"),
      .init(
        "grade", standard: "any",
        summary: "any; easy: a cell with one candidate is always left; medium: or a digit with one "
          + "place; hard: neither will do"),
    ],
    make: { (options) throws(PuzzleError) -> any Puzzle in try Sudoku(options: options) })

  /// All options, as ``init(options:)`` takes them.
  package var options: [String: String] {
    [
      "size": String(side), "blanks": "\(blanks.lowerBound)..\(blanks.upperBound)",
      "grade": grade?.rawValue ?? "any",
    ]
  }

  /// Sudoku with options as text; those left out are as usual, unknown ones are not looked at.
  ///
  /// - Throws: ``PuzzleError`` that names the option that can't be so.
  package init(options: [String: String]) throws(PuzzleError) {
    let size = options["size"] ?? "9"
    guard let side = Int(size) else {
      throw PuzzleError("size can't be '\(size)'", hint: "give 4 or 9")
    }
    var grade: SudokuGrade?
    if let text = options["grade"], text != "any" {
      guard let known = SudokuGrade(rawValue: text) else {
        throw PuzzleError("grade can't be '\(text)'", hint: "give any, easy, medium or hard")
      }
      grade = known
    }
    try self.init(
      side: side, blanks: try options["blanks"].map(Self.range), grade: grade)
  }

  /// `30`, or `30..40`.
  private static func range(_ text: String) throws(PuzzleError) -> ClosedRange<Int> {
    let wrong = PuzzleError(
      "blanks can't be '\(text)'", hint: "give a number, or a range such as 30..40")
    let dots = text.firstIndex(of: ".") ?? text.endIndex
    guard let first = Int(text[..<dots]) else { throw wrong }
    if dots == text.endIndex { return first...first }
    guard text[dots...].hasPrefix(".."), let last = Int(text[dots...].dropFirst(2)), first <= last
    else { throw wrong }
    return first...last
  }

  /// How many blanks generated questions have where nobody says.
  static func usualBlanks(side: Int, _ grade: SudokuGrade?) -> ClosedRange<Int> {
    if side == 4 { return grade == .hard ? 9...11 : 4...10 }
    return switch grade {
    case nil: 30...50
    case .easy: 30...40
    case .medium: 41...50
    case .hard: 50...55
    }
  }

  /// The numbers of blanks that generated grids can have.
  ///
  /// More are hardly reached by chance. Of 4 x 4 grids with fewer, or with four givens, there are so
  /// few but for disguises that none might be held out.
  static func possibleBlanks(side: Int) -> ClosedRange<Int> { side == 4 ? 4...11 : 1...58 }

  /// The fewest blanks with which grids of a grade are found within a few hundred.
  static func fewestBlanks(side: Int, _ grade: SudokuGrade?) -> Int {
    switch grade {
    case nil, .easy: possibleBlanks(side: side).lowerBound
    case .medium: side == 4 ? 6 : 30
    case .hard: side == 4 ? 8 : 45
    }
  }
}
