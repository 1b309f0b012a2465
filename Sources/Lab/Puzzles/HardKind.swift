// Named kinds of hard questions, which evaluations ask one by one and trainings can draw.

/// A named kind of hard questions of a puzzle.
package struct HardKind: Sendable, Hashable {
  /// The name, as shown in tables.
  package let name: String
  /// What its questions are, in a phrase.
  package let summary: String

  /// The property of a question that has the name of its kind.
  package static let property = "kind"

  /// Creates a kind.
  package init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

extension Puzzle {
  /// None.
  package var hardKinds: [HardKind] { [] }

  /// Nil: there are no kinds.
  package func hardQuestion(_ kind: Int, split: Split, draw: UInt64) -> Question? { nil }

  /// Copies ``hardQuestion(_:split:draw:)``.
  package func fillHard(
    _ kind: Int, split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) -> Bool {
    guard let question = hardQuestion(kind, split: split, draw: draw) else { return false }
    for position in 0..<length {
      tokens[position] = question.tokens[position]
      labels[position] = question.labels[position]
    }
    return true
  }

  /// Up to `count` different questions of a kind; fewer if the split seems to have no more.
  ///
  /// It has no more if 1000 draws in a row, or 20 times as many as there are questions so far, found
  /// none that is new. The same seed gives the same questions; `continues` is asked before each
  /// draw, and nil is returned where it says no.
  package func hardQuestions(
    _ kind: Int, count: Int, split: Split, seed: UInt64, while continues: () -> Bool = { true }
  ) -> [Question]? {
    var random = SplitMix64(seed: SplitMix64.mixed(seed) ^ UInt64(kind + 1))
    var questions: [Question] = []
    var seen: Set<[Int32]> = []
    var (missed, absent) = (0, 0)
    let name = hardKinds[kind].name
    while questions.count < count && missed < max(1000, 20 * questions.count) && absent < 20 {
      guard continues() else { return nil }
      guard let question = hardQuestion(kind, split: split, draw: random.next()) else {
        // A draw already tries often, and gives up only where such questions are rare.
        absent += 1
        continue
      }
      absent = 0
      missed += 1
      guard seen.insert(question.tokens).inserted else { continue }
      questions.append(question.with(Question.Property(HardKind.property, .word(name))))
      missed = 0
    }
    return questions
  }
}

extension Question {
  /// The same question with one more property.
  package func with(_ property: Property) -> Question {
    var question = self
    question.properties.append(property)
    return question
  }

  /// The name of the hard kind that it was drawn from; nil if it wasn't.
  package var hardKind: String? {
    for property in properties where property.name == HardKind.property {
      return property.value.description
    }
    return nil
  }
}
