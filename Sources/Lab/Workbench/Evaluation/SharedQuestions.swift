// Questions that several models take, each in the layout of its own puzzle.

internal import Language
internal import Network
package import Puzzles

extension Puzzle {
  /// Whether a model of this puzzle takes the tokens of a model of another one as they are.
  package func sharesTokens(with other: any Puzzle) -> Bool {
    guard length == other.length else { return false }
    return canGenerate && other.canGenerate
      ? name == other.name && vocabulary == other.vocabulary
      : vocabulary.count == other.vocabulary.count
  }

  /// Another puzzle's question by its text, with the same right answer; nil if it can't be read.
  func reading(_ question: Question) -> Question? { try? read(question) }

  private func read(_ question: Question) throws(PuzzleError) -> Question {
    guard let answer = question.answer else { return try parse(question.text) }
    let read = try self.question(question.text, answer: answer)
    return question.isExpected ? read.expected : read
  }
}

extension ModelWorkbench {
  /// Counts the questions of a set that each of its readers can't read, and those that all can.
  ///
  /// - Throws: `Diagnostic` if it was interrupted.
  package func readings(of set: EvaluationSet) throws -> (unread: [Int], shared: Int) {
    var generator = SeededGenerator(seed: set.seed)
    var unread = [Int](repeating: 0, count: set.readers.count)
    var shared = 0
    for number in 0..<set.count {
      try checkInterruption()
      guard let question = try set.originals(number..<number + 1, &generator).first else { break }
      var isShared = true
      for (index, reader) in set.readers.enumerated() where reader.reading(question) == nil {
        unread[index] += 1
        isShared = false
      }
      if isShared { shared += 1 }
    }
    return (unread, shared)
  }
}
