// The list of all puzzles. A new puzzle needs its file and an entry in `PuzzleList.kinds`.

/// A kind of puzzle: its name, its options and how to create one.
package struct PuzzleKind: Sendable {
  /// One option of a puzzle.
  package struct Option: Sendable, Equatable {
    /// The name, as in checkpoints.
    package let name: String
    /// The default, as text.
    package let defaultValue: String
    /// The meaning and the allowed values, in one line.
    package let summary: String

    /// Creates an option.
    package init(_ name: String, defaultValue: String, summary: String) {
      self.name = name
      self.defaultValue = defaultValue
      self.summary = summary
    }
  }

  /// The puzzle's name, one lower-case word.
  package let name: String
  /// A description in one line.
  package let summary: String
  /// How a question is written: paragraphs, each on a line; indented lines stay as they are.
  package let writing: String
  /// The questions that training doesn't draw, or hardly ever, in a paragraph.
  package let undrawn: String
  /// All options.
  package let options: [Option]

  private let build: @Sendable ([String: String]) throws(PuzzleError) -> any Puzzle

  /// Creates a kind; `make` is only called with names in `options`.
  package init(
    name: String, summary: String, writing: String = "", undrawn: String = "", options: [Option],
    make: @escaping @Sendable ([String: String]) throws(PuzzleError) -> any Puzzle
  ) {
    self.name = name
    self.summary = summary
    self.writing = writing
    self.undrawn = undrawn
    self.options = options
    self.build = make
  }

  /// Creates a puzzle with these options, and defaults for others.
  ///
  /// - Throws: ``PuzzleError`` naming the unknown or invalid option.
  package func make(options given: [String: String] = [:]) throws(PuzzleError) -> any Puzzle {
    let known = options.map(\.name)
    for unknown in given.keys.sorted() where !known.contains(unknown) {
      throw PuzzleError(
        "unknown option '\(unknown)' for puzzle '\(name)'",
        hint: "the options are " + known.joined(separator: ", "))
    }
    return try build(given)
  }
}

/// All puzzles.
package enum PuzzleList {
  /// The puzzles, in display order.
  package static let kinds: [PuzzleKind] = [
    Arithmetic.kind, DigitSum.kind, Sudoku.kind, Maze.kind, ARC.kind,
  ]

  /// Creates a puzzle by name, with defaults for missing options.
  ///
  /// - Throws: ``PuzzleError`` naming the unknown puzzle or the invalid option.
  package static func make(
    name: String, options: [String: String] = [:]
  ) throws(PuzzleError) -> any Puzzle {
    guard let kind = kinds.first(where: { $0.name == name }) else {
      throw PuzzleError(
        "unknown puzzle '\(name)'",
        hint: "the puzzles are " + kinds.map(\.name).joined(separator: ", "))
    }
    return try kind.make(options: options)
  }
}
