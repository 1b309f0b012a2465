// What votes make of the tests of tasks: pass@K, and the file that competitions take.

package import Puzzles
package import Storage

/// How many tests are right among the best K answers.
package struct ARCScore: Sendable {
  /// One task.
  package struct Task: Sendable {
    /// Its name.
    package let name: String
    /// The number of its tests.
    package let tests: Int
    /// The tests that are right among the best K answers, for each K.
    package let right: [Int]
    /// The tests that have no answers.
    package let unanswered: Int
  }

  /// The numbers of answers that are looked at.
  package static let counts = [1, 2, 5, 10, 100, 1000]
  /// The number of answers that a submission has.
  package static let attempts = 2

  /// The tasks in their order.
  package let tasks: [Task]
  /// The submission, as JSON.
  package let submission: JSON

  /// The score of votes on tasks whose outputs are known.
  ///
  /// Tests without a known output are never right.
  package init(_ votes: ARCVotes, on tasks: [ARCTask]) {
    var scored: [Task] = []
    var members: [JSON.Member] = []
    for task in tasks {
      var right = [Int](repeating: 0, count: Self.counts.count)
      var attempts: [JSON] = []
      var unanswered = 0
      for test in task.tests {
        let ranking = votes.ranking(task: task.name, input: test.input)
        guard let best = ranking.first else {
          unanswered += 1
          continue
        }
        for (index, count) in Self.counts.enumerated()
        where test.output != nil
          && ranking.prefix(count).contains(where: { $0.grid == test.output })
        {
          right[index] += 1
        }
        // Fewer answers than attempts repeat the best one.
        attempts.append(
          .object(
            (0..<Self.attempts).map { index in
              let grid = index < ranking.count ? ranking[index].grid : best.grid
              return JSON.Member("attempt_\(index + 1)", Self.json(grid))
            }))
      }
      members.append(JSON.Member(task.name, .array(attempts)))
      scored.append(
        Task(name: task.name, tests: task.tests.count, right: right, unanswered: unanswered))
    }
    self.tasks = scored
    submission = .object(members)
  }

  /// pass@K for each of ``counts``: the mean over tasks of the share of their tests that are right.
  package var passes: [Double] {
    Self.counts.indices.map { index in
      tasks.reduce(0) { $0 + Double($1.right[index]) / Double(max($1.tests, 1)) }
        / Double(max(tasks.count, 1))
    }
  }

  /// A grid as competitions write it.
  package static func json(_ grid: ARCGrid?) -> JSON {
    .array(
      (0..<(grid?.rows ?? 0)).map { row in
        .array((0..<(grid?.columns ?? 0)).map { .integer(Int(grid?[row, $0] ?? 0)) })
      })
  }
}
