// eval: how often the model is right on questions that no training saw.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles
internal import Training

/// `eval`.
struct EvalCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measure the model on held-out questions.",
    discussion: """
      Exact: the whole answer is right. Accuracy: the share of right tokens. Where halt or tolerance \
      lets runs stop early, each question is asked to the full depth too, and the steps saved and \
      the answers changed are told.
      """)
  static let examples = [
    "eval --count 100", "eval --count 100 --by-depth", "eval --count 100 --halt on",
  ]
  static let fields: KeyValuePairs = [
    "exact": "the share of whole answers that are right",
    "accuracy": "the share of tokens that are right", "count": "questions asked",
    "low": "where the 95 % interval of exact begins", "high": "where it ends",
    "steps": "mean supervision steps", "ms": "milliseconds a question",
    "saved": "where runs can stop early: the share of steps saved",
    "changed": "answers that are not those of the full depth",
    "lost": "of those, right answers that became wrong", "gained": "wrong ones that became right",
    "by-depth": "with --by-depth: exact after each step",
  ]

  @Option(parsing: .unconditional, help: "Questions.") var count = 1000
  @Option(parsing: .unconditional, help: "The seed; the setting's if left out.") var seed: UInt64?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for this evaluation, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Flag(help: "Ask training questions instead of held-out ones.") var train = false
  @Flag(help: "Show the share of right answers after each step.") var byDepth = false
  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    let puzzle = try session.puzzle(changing: option)
    let effort = try effort.effort(in: session)
    let exam = Exam(
      puzzle: puzzle, count: try requireCount(count), seed: seed ?? session.settings.seed,
      split: train ? .train : .heldOut)
    let (score, seconds) = try session.score(
      try session.requireModel().weights, exam, effort, byDepth: byDepth)
    if option.isEmpty && !train { remember(score, effort, session) }
    return result(score, seconds: seconds, session)
  }

  /// Writes the score on the model's own held-out questions into what a checkpoint will say of it.
  private func remember(_ score: Evaluation, _ effort: Effort, _ session: Session) {
    let scores = JSON.object([
      .init("exact", .float(score.exact)), .init("accuracy", .float(score.accuracy)),
      .init("count", .integer(score.count)), .init("depth", .integer(effort.depth)),
    ])
    let known = session.model?.training?.members ?? []
    let training = JSON.object(
      known.filter { $0.key != "scores" } + [.init("scores", scores)])
    session.models.update { $0.training = training }
  }

  private func result(
    _ score: Evaluation, seconds: Double, _ session: Session
  ) -> CommandResult {
    let interval = score.interval
    let each = seconds * 1e3 / Double(score.count)
    var fields = [
      Field("exact", .number(score.exact)), Field("accuracy", .number(score.accuracy)),
      Field("count", .integer(score.count)), Field("low", .number(interval.lowerBound)),
      Field("high", .number(interval.upperBound)), Field("steps", .number(score.steps)),
      Field("ms", .number((each * 1e3).rounded() / 1e3)),
    ]
    if let saving = score.saving {
      fields += [
        Field("saved", .number(saving.share)), Field("changed", .integer(saving.changed)),
        Field("lost", .integer(saving.lost)), Field("gained", .integer(saving.gained)),
      ]
    }
    let byDepth = byDepth ? score.exactByDepth : []
    if !byDepth.isEmpty {
      let rows = byDepth.enumerated().map { index, share in
        Value.record([Field("depth", .integer(index + 1)), Field("exact", .number(share))])
      }
      fields.append(Field("by-depth", .list(rows)))
    }
    return CommandResult(fields, table: byDepth.isEmpty ? nil : "by-depth") { abilities in
      func digits(_ value: Double, _ count: Int = 4) -> String {
        Numbers.digits(value, significant: count)
      }
      let details =
        " (95%: \(digits(interval.lowerBound)) to \(digits(interval.upperBound)))"
        + "  accuracy \(digits(score.accuracy))  \(score.count) questions"
        + "  \(digits(score.steps, 3)) steps  \(digits(each, 3)) ms each"
      let line = StyledText("exact \(digits(score.exact))", .strong) + StyledText(details)
      var lines = [line]
      if let saving = score.saving {
        lines.append(
          StyledText(
            "stopping early saved \(Numbers.decimals(saving.share * 100, places: 1))% of the steps "
              + "and changed \(saving.changed) answers: \(saving.lost) lost, "
              + "\(saving.gained) gained"))
      }
      guard !byDepth.isEmpty else { return lines }
      var table = Table([.init("depth", .right), .init("exact", .right), .init("")])
      for (index, share) in byDepth.enumerated() {
        table.add([
          StyledText(String(index + 1)), StyledText(Numbers.decimals(share, places: 4)),
          Bar(share: share, width: 40).text(abilities),
        ])
      }
      return lines + table.lines(width: abilities.width)
    }
  }
}
