// Training questions with a share of hard ones, and how much of each kind is drawn.

internal import Network
package import Puzzles
internal import Wording

/// A training's examples: a puzzle's own training questions, a share of them from its hard kinds.
///
/// No question is held out.
package final class HardExamples {
  package let puzzle: any Puzzle
  /// The share of examples that is drawn from the hard kinds.
  private let share: Double
  /// The probability of each of the puzzle's hard kinds; even until they are measured.
  package private(set) var weights: [Double]

  /// Examples of which `share` is drawn evenly from the hard kinds.
  ///
  /// - Throws: `TrainingError` if the puzzle has none.
  package init(_ puzzle: any Puzzle, share: Double) throws(TrainingError) {
    let count = puzzle.hardKinds.count
    guard count > 0 else {
      throw TrainingError("the puzzle '\(puzzle.name)' has no hard kinds")
    }
    self.puzzle = puzzle
    self.share = share
    weights = [Double](repeating: 1 / Double(count), count: count)
  }

  /// Draws an example: of a hard kind if the first number is below the share.
  ///
  /// If many tries find no question of the kind, an ordinary one is drawn.
  package var source: ExampleSource {
    { [self] generator, tokens, labels in
      if generator.uniform() < share {
        let kind = kind(at: generator.uniform())
        if puzzle.fillHard(
          kind, split: .train, draw: generator.next(), tokens: tokens, labels: labels)
        {
          return 0
        }
      }
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
  }

  /// The kind at a position in 0..<1.
  private func kind(at place: Double) -> Int {
    var end = 0.0
    for (kind, weight) in weights.enumerated() {
      end += weight
      if place < end { return kind }
    }
    return weights.count - 1
  }

  /// Up to `count` training questions of each kind, which the seed and the step determine.
  package func questions(_ count: Int, seed: UInt64, step: Int) -> [Question] {
    weights.indices.flatMap { kind in
      puzzle.hardQuestions(
        kind, count: count, split: .train, seed: seed &+ UInt64(step) &* 0x9E37_79B9_7F4A_7C15)
        ?? []
    }
  }

  /// Draws kinds in proportion to their wrong answers: (wrong + 1/2) / (count + 1), made to add up
  /// to 1.
  ///
  /// The half keeps a little of the kinds that are right. Kinds without questions get nothing; if
  /// none has any, the weights stay as they are.
  package func weigh(_ scores: [(wrong: Int, count: Int)]) {
    precondition(scores.count == weights.count, "one score for each kind")
    let shares = scores.map {
      $0.count == 0 ? 0 : (Double($0.wrong) + 0.5) / (Double($0.count) + 1)
    }
    let sum = shares.reduce(0, +)
    guard sum > 0 else { return }
    weights = shares.map { $0 / sum }
  }

  /// Continues with the weights of a saved training.
  ///
  /// - Throws: `TrainingError` if they are of another puzzle.
  package func resume(_ saved: [Double]) throws(TrainingError) {
    guard saved.count == weights.count else {
      throw TrainingError(
        "the saved training has weights of \(counted(saved.count, "hard kind")); "
          + "the puzzle has \(weights.count)")
    }
    weights = saved
  }
}
