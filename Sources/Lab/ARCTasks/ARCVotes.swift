// Votes on the answers to augmented versions of a test, as the official evaluator counts them.

internal import Platform
package import Puzzles

/// Answers to tests of tasks, each undone to the original task's colors and orientation.
///
/// Answers are ranked by how often they were given, then by their mean halting probability. Source: the
/// official evaluator (`evaluators/arc.py`).
package struct ARCVotes: Sendable {
  /// An answer with its votes; a nil grid is an answer without any color.
  package struct Candidate: Equatable, Sendable {
    /// The answer in the original task.
    package let grid: ARCGrid?
    /// How often it was given.
    package internal(set) var votes: Int
    /// The sum of its halting probabilities.
    var sum: Double
    /// The mean halting probability.
    package var probability: Double { sum / Double(votes) }
  }

  private struct Test: Hashable {
    let task: String
    let input: ARCGrid?
  }

  private var candidates: [Test: [Candidate]] = [:]
  /// The number of answers counted.
  package private(set) var count = 0

  /// No votes.
  package init() {}

  /// Counts an answer of 900 tokens to a question of 900 tokens about the puzzle called `name`, which
  /// may be an augmented one.
  package mutating func add(name: String, input: [Int32], answer: [Int32], halt: Float) {
    let (task, transform) = ARCTransform.parse(name)
    let test = Test(task: task, input: Self.cropped(input).map(transform.inverse))
    let grid = Self.cropped(answer).map(transform.inverse)
    let p = 1 / (1 + exp(-Double(halt)))
    var list = candidates[test] ?? []
    if let index = list.firstIndex(where: { $0.grid == grid }) {
      list[index].votes += 1
      list[index].sum += p
    } else {
      list.append(Candidate(grid: grid, votes: 1, sum: p))
    }
    candidates[test] = list
    count += 1
  }

  /// The answers to a test of a task, the best first; those with as many votes and the same mean stay
  /// in the order in which they came.
  package func ranking(task: String, input: ARCGrid) -> [Candidate] {
    let list = candidates[Test(task: task, input: input)] ?? []
    return list.enumerated().sorted { one, other in
      let (a, b) = (one.element, other.element)
      if a.votes != b.votes { return a.votes > b.votes }
      return a.probability == b.probability
        ? one.offset < other.offset : a.probability > b.probability
    }.map(\.element)
  }

  /// The grid in the corner of tokens, as the official evaluator crops it.
  private static func cropped(_ tokens: [Int32]) -> ARCGrid? {
    guard let place = ARCGrid.place(in: tokens), place.rows.lowerBound == 0,
      place.columns.lowerBound == 0
    else { return nil }
    return ARCGrid(in: tokens)
  }
}
