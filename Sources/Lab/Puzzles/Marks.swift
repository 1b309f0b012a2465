// What a puzzle knows of a question's positions beside the answer. What is done with it is others'
// business.

/// A row of marks under a question, such as the digits that carry.
package struct Marks: Sendable, Equatable {
  /// What the marks mean, one lower-case word.
  package let name: String
  /// The mark of each marked position, counted from 0 in the question's tokens.
  package let at: [Int: Character]

  /// Marks of some positions.
  package init(_ name: String, at: [Int: Character]) {
    self.name = name
    self.at = at
  }

  /// The marked positions of a range, in order.
  package func positions(in range: Range<Int>) -> [Int] { at.keys.sorted().filter(range.contains) }
}

extension Puzzle {
  /// None.
  package func marks(of question: Question) -> [Marks] { [] }
}
