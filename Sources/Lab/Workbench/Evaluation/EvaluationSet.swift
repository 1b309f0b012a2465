// The questions that models are measured on.

internal import Language
package import Network
package import Puzzles

/// A fixed set of questions for comparing models.
package struct EvaluationSet {
  package let puzzle: any Puzzle
  package let count: Int
  package let seed: UInt64
  package var split = Split.heldOut
  /// The properties that scores are broken down by.
  package var names: [String] = []
  /// The data set whose examples are asked in order, in place of what the puzzle generates.
  package var data: DataSource?

  package init(
    puzzle: any Puzzle, count: Int, seed: UInt64, split: Split = .heldOut, names: [String] = [],
    data: DataSource? = nil
  ) {
    self.puzzle = puzzle
    self.count = count
    self.seed = seed
    self.split = split
    self.names = names
    self.data = data
  }

  /// Some of the questions; `generator` makes them one after the other.
  package func questions(_ range: Range<Int>, _ generator: inout SeededGenerator) throws
    -> [Question]
  {
    if let data { return try range.map { try data.question($0) } }
    return range.map { _ in puzzle.generate(split: split, using: &generator) }
  }
}

extension Puzzle {
  /// The names of what its questions can be broken down by.
  package var propertyNames: [String] {
    var names: [String] = []
    for draw in 0..<16 as Range<UInt64> {
      for property in generate(split: .train, draw: draw).properties
      where !names.contains(property.name) {
        names.append(property.name)
      }
    }
    return names
  }

  /// Checks the names of properties to group scores by.
  ///
  /// - Throws: `Diagnostic` listing the valid names.
  package func requireProperties(_ names: [String]) throws {
    let known = propertyNames
    for name in names where !known.contains(name) {
      throw Diagnostic(
        .usage, "the puzzle's questions have no property '\(name)'",
        hint: known.isEmpty
          ? "they have none" : "they have \(known.joined(separator: ", "))")
    }
  }
}

/// The number of questions that was typed.
///
/// - Throws: `Diagnostic` if the count is out of range.
package func requireCount(_ count: Int) throws -> Int {
  guard count >= 1 && count <= 10_000_000 else {
    throw Diagnostic(
      .usage, "invalid number of questions '\(count)'", about: .option("--count"),
      hint: "1 to 10000000")
  }
  return count
}
