// A question of any puzzle, as text and as tokens.

/// The split of a question.
package enum Split: String, Sendable, CaseIterable {
  /// Questions for training.
  case train
  /// Questions for evaluation, never used in training.
  case heldOut
}

/// A question with its answer.
package struct Question: Sendable, Equatable {
  /// The label of positions that are ignored.
  package static let ignored: Int32 = -100

  /// The question in its canonical spelling.
  package let text: String

  /// The input of the network: (L).
  package let tokens: [Int32]

  /// The target of the network: (L), tokens or ``ignored``.
  package let labels: [Int32]

  /// A right answer as text; nil if unknown.
  package let answer: String?

  /// The split of the question.
  package let split: Split

  /// Properties by which evaluations can be broken down.
  package internal(set) var properties: [Property]

  /// The row of the puzzle embedding, if the network has several.
  package let puzzle: Int32

  /// A note for the user, such as that there is no answer.
  package let note: String?

  /// Whether only ``answer`` is right, even if the puzzle accepts others: its author expects it.
  package private(set) var isExpected = false

  /// Creates a question with one label for each token.
  package init(
    text: String, tokens: [Int32], labels: [Int32], answer: String?, split: Split,
    properties: [Property] = [], puzzle: Int32 = 0, note: String? = nil
  ) {
    precondition(tokens.count == labels.count, "a question has one label for each token")
    self.text = text
    self.tokens = tokens
    self.labels = labels
    self.answer = answer
    self.split = split
    self.properties = properties
    self.puzzle = puzzle
    self.note = note
  }

  /// The same question with no right answer but its own.
  package var expected: Question {
    var question = self
    question.isExpected = true
    return question
  }

  /// The range from the first labeled position to the last; all positions if none is labeled.
  package var asked: Range<Int> {
    guard let first = labels.firstIndex(where: { $0 >= 0 }),
      let last = labels.lastIndex(where: { $0 >= 0 })
    else { return labels.indices }
    return first..<last + 1
  }

  /// Whether tokens (L) equal the labels at every labeled position, as evaluations count.
  package func matchesLabels(_ tokens: some Sequence<Int32>) -> Bool {
    zip(labels, tokens).allSatisfy { $0 < 0 || $0 == $1 }
  }

  /// A named property, such as `length 4`.
  package struct Property: Sendable, Hashable {
    /// The name, one lower-case word.
    package let name: String
    /// The value.
    package let value: Value

    /// Creates a property.
    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// A number or a word; numbers sort before words.
  package enum Value: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// A number, sorted by size.
    case number(Int)
    /// A word, sorted by spelling.
    case word(String)

    /// The number or word as text.
    package var description: String {
      switch self {
      case .number(let number): String(number)
      case .word(let word): word
      }
    }
  }
}
