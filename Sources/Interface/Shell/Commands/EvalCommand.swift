// eval: how often the model is right on questions that no training saw.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles
internal import Storage
internal import Training

/// `eval`.
struct EvalCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measure the model on held-out questions.",
    discussion: """
      Exact: the whole answer is right. Accuracy: the share of right tokens. Where halt or tolerance \
      lets runs stop early, each question is asked to the full depth too, and the steps saved and \
      the answers changed are told. With --breadth or --noise it is told what the pick gained and \
      lost against a single run without noise. --by breaks the scores down by what the puzzle says of its \
      questions (arithmetic: operator, length, chain, signs); with --by-depth each line has the share of \
      right answers after 1, 2, 4 and up to 64 steps too. Halting: the share of questions of which \
      the halting head says rightly whether the answer is right. --data asks the examples of a data \
      set in the official form, in order; a folder that holds train and test stands for test, or \
      with --train for train. All figures are as the official evaluation defines them: accuracy is \
      the mean over questions of their share of right tokens.
      """)
  static let examples = [
    "eval --count 100", "eval --count 100 --by-depth", "eval --count 100 --halt on",
    "eval --count 50 --breadth 4 --noise 0.3 --pick vote",
    "eval --count 200 --by operator --by chain --by-depth",
  ]
  static let fields: KeyValuePairs = [
    "exact": "the share of whole answers that are right",
    "accuracy": "the mean share of a question's tokens that are right",
    "halting": "the share of questions of which the halting head is right",
    "count": "questions asked",
    "low": "where the 95 % interval of exact begins", "high": "where it ends",
    "steps": "mean supervision steps", "ms": "milliseconds a question",
    "saved": "where runs can stop early: the share of steps saved",
    "changed": "answers that are not those of the full depth",
    "lost": "of those, right answers that became wrong", "gained": "wrong ones that became right",
    "single": "with breadth or noise: exact of a single run without noise",
    "pick-changed": "answers that are not those of that run",
    "pick-lost": "of those, right answers that became wrong",
    "pick-gained": "wrong ones that became right",
    "by-depth": "with --by-depth: exact after each step",
    "by":
      "with --by: property, value, exact, low, high, accuracy and count, with --by-depth depth-1, depth-2, ...",
  ]

  @Option(
    parsing: .unconditional, help: "Questions; 1000 if left out, or with --data all.")
  var count: Int?
  @Option(help: "A data set in the official form.", completion: .directory) var data: String?
  @Option(parsing: .unconditional, help: "The seed; the setting's if left out.") var seed: UInt64?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for this evaluation, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Flag(help: "Ask training questions instead of held-out ones.") var train = false
  @Flag(help: "Show the share of right answers after each step.") var byDepth = false
  @Option(
    parsing: .unconditionalSingleValue,
    help: "Break the scores down by a property of the questions; repeatable.",
    completion: .list(["operator", "length", "chain", "signs"]))
  var by: [String] = []
  @OptionGroup var effort: EffortOptions

  mutating func run(in session: Session) throws -> CommandResult {
    let effort = try effort.effort(in: session)
    let exam = try session.exam(
      of: data, count: count, standard: 1000, train: train, seed: seed, option: option, by: by,
      hint: "leave out --option, --by and --seed")
    let (score, seconds) = try session.score(
      try session.requireModel().weights, exam, effort, byDepth: byDepth)
    if option.isEmpty && !train && data == nil && !effort.isWide {
      remember(score, effort, session)
    }
    return EvalReport(
      score: score, effort: effort, seconds: seconds, showsDepth: byDepth
    ).result
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
}
