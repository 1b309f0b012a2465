// What a puzzle knows of a question's positions beside the answer. What is done with it is others'
// business.

/// A row of marks under a question, such as the digits that carry.
public struct Marks: Sendable, Equatable {
  /// What the marks mean, one lower-case word.
  public let name: String
  /// The mark of each marked position, counted from 0 in the question's tokens.
  public let at: [Int: Character]

  /// Marks of some positions.
  public init(_ name: String, at: [Int: Character]) {
    self.name = name
    self.at = at
  }

  /// The marked positions of a range, in order.
  public func positions(in range: Range<Int>) -> [Int] { at.keys.sorted().filter(range.contains) }
}

extension Puzzle {
  /// None.
  public func marks(of question: Question) -> [Marks] { [] }
}
