// What votes on augmented tests make of the tasks of ARC.

package import ARCTasks
internal import Drawing
internal import Wording

/// The result of `eval --vote`.
package struct VoteReport: Sendable {
  private let score: ARCScore
  private let votes: Int
  /// Seconds a question took; nil for predictions that were read.
  private let ms: Double?

  /// A report of a score of so many answers.
  package init(_ score: ARCScore, votes: Int, ms: Double?) {
    (self.score, self.votes, self.ms) = (score, votes, ms)
  }

  /// The names, values and meanings of pass@K.
  private var passes: [(name: String, value: Double)] {
    zip(ARCScore.counts, score.passes).map { ("pass@\($0)", $1) }
  }

  /// The report as a result with one row per task.
  package var result: CommandResult {
    CommandResult(
      passes.map { Field($0.name, .number($0.value)) } + [
        Field("tasks", .integer(score.tasks.count)), Field("votes", .integer(votes)),
        Field("ms", .optional(ms)),
        Field(
          "by-task",
          .list(
            score.tasks.map { task in
              .record(
                [
                  Field("task", .string(task.name)), Field("tests", .integer(task.tests)),
                  Field("unanswered", .integer(task.unanswered)),
                ]
                  + zip(ARCScore.counts, task.right).map {
                    Field("right@\($0)", .integer($1))
                  })
            })),
      ], table: "by-task"
    ) { lines($0) }
  }

  /// The most tasks that are listed at a prompt.
  private static let mostListed = 30

  private func lines(_ capabilities: TerminalCapabilities) -> [StyledText] {
    let shown = passes.map { "\($0.name) \(NumberFormat.decimals($0.value, places: 3))" }
    var lines = [
      StyledText(shown.joined(separator: "   "), .strong),
      StyledText(
        counted(score.tasks.count, "task") + ", " + counted(votes, "answer")
          + (ms.map { ", \(NumberFormat.digits($0, significant: 3)) ms each" } ?? ""), .dim),
    ]
    var table = Table(
      [.init("task"), .init("tests", .right)]
        + ARCScore.counts.prefix(3).map { .init("right@\($0)", .right) } + [
          .init("unanswered", .right)
        ])
    for task in score.tasks.prefix(Self.mostListed) {
      table.add(
        [StyledText(task.name), StyledText(String(task.tests))]
          + task.right.prefix(3).map {
            StyledText(String($0), $0 == task.tests ? .good : .plain)
          } + [StyledText(task.unanswered > 0 ? String(task.unanswered) : "")])
    }
    lines += [StyledText()] + table.lines(width: capabilities.width)
    if score.tasks.count > Self.mostListed {
      lines.append(
        StyledText(
          "\(score.tasks.count - Self.mostListed) more; --json lists all", .dim))
    }
    return lines
  }
}
