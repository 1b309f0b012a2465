// Mazes' options as text, to and from checkpoints and command lines.

extension Maze {
  /// The mazes' line in the list of puzzles.
  package static let kind = PuzzleKind(
    name: "maze", summary: "the shortest way through a square of walls",
    options: [
      .init("size", standard: "7", summary: "the cells of a row, 7 to 30"),
      .init(
        "loops", standard: "0.1", summary: "the share of inner walls opened; 0: one way only"),
      .init("shortest", standard: "6", summary: "the fewest steps of a generated maze's way"),
    ],
    make: { (options) throws(PuzzleError) -> any Puzzle in try Maze(options: options) })

  /// All options, as ``init(options:)`` takes them.
  package var options: [String: String] {
    ["size": String(side), "loops": "\(loops)", "shortest": String(shortest)]
  }

  /// Mazes with options as text; those left out are as usual, unknown ones are not looked at.
  ///
  /// - Throws: ``PuzzleError`` that names the option that can't be so.
  package init(options: [String: String]) throws(PuzzleError) {
    func number(_ name: String, _ standard: Int) throws(PuzzleError) -> Int {
      guard let text = options[name] else { return standard }
      guard let number = Int(text) else {
        throw PuzzleError("\(name) can't be '\(text)'", hint: "give a whole number")
      }
      return number
    }
    let loops = options["loops"] ?? "0.1"
    guard let share = Double(loops) else {
      throw PuzzleError("loops can't be '\(loops)'", hint: "give a share from 0 to 1")
    }
    try self.init(
      side: try number("size", 7), loops: share, shortest: try number("shortest", 6))
  }
}
