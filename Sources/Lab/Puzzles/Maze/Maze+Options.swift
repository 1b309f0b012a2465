// Mazes' options as text, for checkpoints and command lines.

extension Maze {
  /// The mazes' entry in the list of puzzles.
  package static let kind = PuzzleKind(
    name: "maze", summary: "the shortest path through a square maze",
    writing: """
      All cells, row by row, on one line or on several: #, X, 1 or █ for walls, a space, ., 0 or _ \
      for free cells, S for the start and G for the goal. A maze can be pasted at the prompt. A smaller one gets walls \
      at its right and below; for larger ones give the model their size. In the answer, o marks \
      the path.

        load maze-15 --option size=21

        ask @maze.txt
      """,
    undrawn: """
      Training never draws paths shorter than 'shortest', mazes with several shortest paths or none, \
      open edges, or walls in other places than between rooms at every second cell; with --hard \
      it also scatters walls at random, and draws several shortest paths and smaller mazes.
      """,
    options: [
      .init("size", defaultValue: "7", summary: "the number of cells in a row (7 to 30)"),
      .init(
        "loops", defaultValue: "0.1",
        summary: "the fraction of inner walls opened; 0 for a single path"),
      .init(
        "shortest", defaultValue: "6", summary: "the minimum length of a generated maze's path"),
      .init(
        "hints", defaultValue: "0",
        summary: "cells that a search goes in a step, as targets of the steps (0 to 32)"),
    ],
    make: { (options) throws(PuzzleError) -> any Puzzle in try Maze(options: options) })

  /// All options, as accepted by ``init(options:)``.
  package var options: [String: String] {
    [
      "size": String(side), "loops": "\(loops)", "shortest": String(shortest),
      "hints": String(hints),
    ]
  }

  /// Mazes with options as text; missing ones have defaults, unknown ones are ignored.
  ///
  /// - Throws: ``PuzzleError`` naming the invalid option.
  package init(options: [String: String]) throws(PuzzleError) {
    func number(_ name: String, _ defaultValue: Int) throws(PuzzleError) -> Int {
      guard let text = options[name] else { return defaultValue }
      guard let number = Int(text) else {
        throw PuzzleError("invalid value '\(text)' for '\(name)'", hint: "give an integer")
      }
      return number
    }
    let loops = options["loops"] ?? "0.1"
    guard let share = Double(loops) else {
      throw PuzzleError("invalid value '\(loops)' for 'loops'", hint: "give a fraction from 0 to 1")
    }
    try self.init(
      side: try number("size", 7), loops: share, shortest: try number("shortest", 6),
      hints: try number("hints", 0))
  }
}
