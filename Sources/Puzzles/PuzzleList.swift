// The list of all puzzles: to add one is to add its file and one line here.

/// What the list knows of a puzzle before it is made.
public struct PuzzleKind: Sendable {
  /// One option of a puzzle.
  public struct Option: Sendable, Equatable {
    /// Its name, as in checkpoints.
    public let name: String
    /// What it is where nobody sets it.
    public let standard: String
    /// What it means and what it can be, in one line.
    public let summary: String

    /// An option.
    public init(_ name: String, standard: String, summary: String) {
      self.name = name
      self.standard = standard
      self.summary = summary
    }
  }

  /// The puzzle's name, one lower-case word.
  public let name: String
  /// What it asks, in one line.
  public let summary: String
  /// All of its options.
  public let options: [Option]

  private let build: @Sendable ([String: String]) throws(PuzzleError) -> any Puzzle

  /// A kind of puzzle; `make` is only called with names of `options`.
  public init(
    name: String, summary: String, options: [Option],
    make: @escaping @Sendable ([String: String]) throws(PuzzleError) -> any Puzzle
  ) {
    self.name = name
    self.summary = summary
    self.options = options
    self.build = make
  }

  /// The puzzle with these options, the others as usual.
  ///
  /// - Throws: ``PuzzleError`` that names the option that is unknown or can't be so.
  public func make(options given: [String: String] = [:]) throws(PuzzleError) -> any Puzzle {
    let known = options.map(\.name)
    for unknown in given.keys.sorted() where !known.contains(unknown) {
      throw PuzzleError(
        "the puzzle '\(name)' has no option '\(unknown)'",
        hint: "it has " + known.joined(separator: ", "))
    }
    return try build(given)
  }
}

/// All puzzles there are.
public enum PuzzleList {
  /// The puzzles, in the order in which they are shown.
  public static let kinds: [PuzzleKind] = [
    Arithmetic.kind, DigitSum.kind, Sudoku.kind, Maze.kind,
  ]

  /// The puzzle of a name with its options; an option not given is as usual.
  ///
  /// - Throws: ``PuzzleError`` that names the puzzle or the option.
  public static func make(
    name: String, options: [String: String] = [:]
  ) throws(PuzzleError) -> any Puzzle {
    guard let kind = kinds.first(where: { $0.name == name }) else {
      throw PuzzleError(
        "there is no puzzle '\(name)'",
        hint: "the puzzles are " + kinds.map(\.name).joined(separator: ", "))
    }
    return try kind.make(options: options)
  }
}
