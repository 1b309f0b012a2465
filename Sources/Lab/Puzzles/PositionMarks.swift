// Annotations of a question's positions.

/// Marks of positions in a question, such as the digits that carry.
package struct PositionMarks: Sendable, Equatable {
  /// The meaning of the marks, one lower-case word.
  package let name: String
  /// The marks by position in the question's tokens.
  package let at: [Int: Character]

  /// Creates marks.
  package init(_ name: String, at: [Int: Character]) {
    self.name = name
    self.at = at
  }

  /// The marked positions in a range, in ascending order.
  package func positions(in range: Range<Int>) -> [Int] { at.keys.sorted().filter(range.contains) }
}

extension Puzzle {
  /// No marks.
  package func marks(of question: Question) -> [PositionMarks] { [] }
}
