// The questions that models are measured on.

internal import Language
package import Network
package import Puzzles
package import Training
internal import Wording

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
  /// The questions of a file, asked in order in place of both.
  package var list: [Question]?
  /// The same with questions that are asked in parts among them; nil if there are none.
  package var parts: [ExpressionEvaluation.Item]?
  /// Other models' puzzles, if only questions are asked that all of them can read.
  package var readers: [any Puzzle] = []
  /// The puzzle of the model that is asked, if it isn't ``puzzle``.
  package var target: (any Puzzle)?

  package init(
    puzzle: any Puzzle, count: Int, seed: UInt64, split: Split = .heldOut, names: [String] = [],
    data: DataSource? = nil, list: [Question]? = nil
  ) {
    self.puzzle = puzzle
    self.count = count
    self.seed = seed
    self.split = split
    self.names = names
    self.data = data
    self.list = list
  }

  /// Some of the questions, as the model that is asked takes them; `generator` makes them one after
  /// the other.
  package func questions(_ range: Range<Int>, _ generator: inout SeededGenerator) throws
    -> [Question]
  {
    let questions = try originals(range, &generator)
    guard !readers.isEmpty else { return questions }
    return questions.compactMap { question in
      guard readers.allSatisfy({ $0.reading(question) != nil }) else { return nil }
      guard let target else { return question }
      return target.reading(question)
    }
  }

  /// The same as the model in memory takes them, whoever else can read them.
  package func originals(_ range: Range<Int>, _ generator: inout SeededGenerator) throws
    -> [Question]
  {
    if let list { return Array(list[range]) }
    if let data { return try range.map { try data.question($0) } }
    return range.map { _ in puzzle.generate(split: split, using: &generator) }
  }

  /// The puzzle that decides which answers are right, where it isn't the labels alone: of a person's
  /// own questions, of those that models read in different ways, and where labels hold more than the
  /// answer.
  package var judge: (any Puzzle)? {
    list != nil || !readers.isEmpty || puzzle.hasStepTargets ? target ?? puzzle : nil
  }

  /// The questions of a file whose right answer isn't known; of other sets they aren't counted.
  package var unknown: Int { list?.count { $0.answer == nil } ?? 0 }

  /// A remark about those questions; nil if there are none.
  package var unknownNote: String? {
    guard unknown > 0 else { return nil }
    return "no answer is known to \(unknown) of \(counted(count, "question")), which don't count"
  }

  /// Checks that right answers can be counted.
  ///
  /// - Throws: `Diagnostic` if no question has a known answer.
  package func requireAnswers() throws {
    guard unknown < count || count == 0 else {
      throw Diagnostic(
        .data, "no answer is known to any of \(counted(count, "question"))",
        about: .option("--file"),
        hint: "write QUESTION<TAB>ANSWER lines")
    }
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
