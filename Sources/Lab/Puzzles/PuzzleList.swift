// The list of all puzzles: to add one is to add its file and one line here.

/// What the list knows of a puzzle before it is made.
package struct PuzzleKind: Sendable {
  /// One option of a puzzle.
  package struct Option: Sendable, Equatable {
    /// Its name, as in checkpoints.
    package let name: String
    /// What it is where nobody sets it.
    package let standard: String
    /// What it means and what it can be, in one line.
    package let summary: String

    /// An option.
    package init(_ name: String, standard: String, summary: String) {
      self.name = name
      self.standard = standard
      self.summary = summary
    }
  }

  /// The puzzle's name, one lower-case word.
  package let name: String
  /// What it asks, in one line.
  package let summary: String
  /// All of its options.
  package let options: [Option]

  private let build: @Sendable ([String: String]) throws(PuzzleError) -> any Puzzle

  /// A kind of puzzle; `make` is only called with names of `options`.
  package init(
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
  package func make(options given: [String: String] = [:]) throws(PuzzleError) -> any Puzzle {
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
package enum PuzzleList {
  /// The puzzles, in the order in which they are shown.
  package static let kinds: [PuzzleKind] = [
    Arithmetic.kind, DigitSum.kind, Sudoku.kind, Maze.kind,
  ]

  /// The puzzle of a name with its options; an option not given is as usual.
  ///
  /// - Throws: ``PuzzleError`` that names the puzzle or the option.
  package static func make(
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
