// One question of any puzzle, as text and as tokens. It doesn't know which puzzle it belongs to.

/// The two parts of all questions: what training may see, and what it never sees.
package enum Split: String, Sendable, CaseIterable, Codable {
  /// Questions that training is made of.
  case train
  /// Questions kept back for evaluation.
  case heldOut
}

/// A question with its answer.
package struct Question: Sendable, Equatable {
  /// The label of a position where nothing is asked.
  package static let ignored: Int32 = -100

  /// The question in its one canonical spelling.
  package let text: String

  /// What the network reads, one token a position.
  package let tokens: [Int32]

  /// What the network should answer, one token a position, or ``ignored``.
  package let labels: [Int32]

  /// The right answer as text, if there is only one.
  package let answer: String?

  /// The part of all questions that this one belongs to.
  package let split: Split

  /// What an evaluation can be broken down by, in the puzzle's own order.
  package let properties: [Property]

  /// The puzzle embedding that it is asked with, where the network has more than one.
  package let puzzle: Int32

  /// What whoever asks it should know, such as that it has no answer.
  package let note: String?

  /// A question of equally many tokens and labels.
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

  /// From the first position that is asked to the last.
  package var asked: Range<Int> {
    let first = labels.firstIndex { $0 >= 0 } ?? 0
    return first..<(labels.lastIndex { $0 >= 0 } ?? first - 1) + 1
  }

  /// One named trait, such as `length 4`.
  package struct Property: Sendable, Hashable {
    /// What is told, one lower-case word.
    package let name: String
    /// How it is for this question.
    package let value: Value

    /// A trait.
    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// What a trait is: a number or a word; numbers sort before words.
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
