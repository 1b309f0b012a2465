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
    discussion: "Exact: the whole answer is right. Accuracy: the share of right tokens.")
  static let examples = ["eval --count 100", "eval --count 100 --by-depth"]

  @Option(help: "Questions.") var count = 1000
  @Option(help: "The seed; the setting's if left out.") var seed: UInt64?
  @Option(help: "An option of the puzzle for this evaluation, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Flag(help: "Ask training questions instead of held-out ones.") var train = false
  @Flag(help: "Show the share of right answers after each step.") var byDepth = false
  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    guard count >= 1 && count <= 10_000_000 else {
      throw ShellError(.usage, "--count can't be \(count)", hint: "1 to 10000000")
    }
    let puzzle = try session.puzzle(changing: option)
    let effort = try effort.effort(in: session)
    var generator = SeededGenerator(seed: seed ?? session.settings.seed)
    let batch = 64
    let engine = try session.engine(capacity: min(batch, count))
    let progress = Progress("eval", total: count, in: session)
    let started = Clock.now
    var score = Evaluation(depth: effort.depth)
    for start in stride(from: 0, to: count, by: batch) {
      let part = (start..<min(start + batch, count)).map { _ in
        puzzle.generate(split: train ? .train : .heldOut, using: &generator)
      }
      let isDone = try score.add(part, [engine], effort, recordsDepth: byDepth) {
        !Interrupt.isRequested
      }
      guard isDone else {
        progress.finish()
        throw ShellError(.interrupted, "interrupted after \(score.count) questions")
      }
      progress.report(score.count) { "exact \(Numbers.decimals(score.exact, places: 3))" }
    }
    progress.finish()
    if option.isEmpty && !train { remember(score, effort, session) }
    return result(score, seconds: Clock.now - started, session)
  }

  /// Writes the score on the model's own held-out questions into what a checkpoint will say of it.
  private func remember(_ score: Evaluation, _ effort: Effort, _ session: Session) {
    let scores = JSON.object([
      .init("exact", .float(score.exact)), .init("accuracy", .float(score.accuracy)),
      .init("count", .integer(score.count)), .init("depth", .integer(effort.depth)),
    ])
    let known = session.model?.training?.members ?? []
    session.model?.training = .object(
      known.filter { $0.key != "scores" } + [.init("scores", scores)])
  }

  private func result(
    _ score: Evaluation, seconds: Double, _ session: Session
  ) -> CommandResult {
    let digits = 4
    let interval = score.interval
    var result = CommandResult([
      Field("exact", .number(score.exact)), Field("accuracy", .number(score.accuracy)),
      Field("count", .integer(score.count)), Field("low", .number(interval.lowerBound)),
      Field("high", .number(interval.upperBound)), Field("steps", .number(score.steps)),
      Field("ms", .number((seconds * 1e6 / Double(score.count)).rounded() / 1e3)),
    ])
    let exact = Numbers.digits(score.exact, significant: digits)
    let low = Numbers.digits(interval.lowerBound, significant: digits)
    let high = Numbers.digits(interval.upperBound, significant: digits)
    let speed = Numbers.digits(seconds * 1e3 / Double(score.count), significant: 3)
    result.lines = [
      StyledText("exact \(exact)", .strong)
        + StyledText(
          " (95%: \(low) to \(high))  accuracy \(Numbers.digits(score.accuracy, significant: digits))"
            + "  \(score.count) questions  \(Numbers.digits(score.steps, significant: 3)) steps"
            + "  \(speed) ms each")
    ]
    if byDepth {
      var table = Table([.init("depth", .right), .init("exact", .right), .init("")])
      for (index, share) in score.exactByDepth.enumerated() {
        table.add([
          StyledText(String(index + 1)), StyledText(Numbers.decimals(share, places: 4)),
          Bar(share: share, width: 40).text(session.output.results.abilities),
        ])
      }
      result.lines += table.lines(width: session.output.results.abilities.width)
      result.fields.append(Field("by-depth", .list(score.exactByDepth.map { .number($0) })))
    }
    return result
  }
}
