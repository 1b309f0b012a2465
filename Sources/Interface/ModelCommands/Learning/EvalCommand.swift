// eval: how often the model is right on questions that no training saw.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Storage
internal import Training
internal import Workbench

/// `eval`.
struct EvalCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measure the model on held-out questions.",
    discussion: """
      Asks 1000 questions, or --count. Exact: the whole answer is right. Accuracy: the mean over questions of their share of \
      right tokens. Halting: the share of questions where the halting head is right about the \
      answer. All are defined as in the official evaluation.

      If halt or tolerance lets runs stop early, each question is also run to the full depth, \
      and the steps saved and the answers changed are shown. With --breadth or --noise it shows \
      what the selection gained and lost against a single run without noise. --by breaks the \
      scores down by a property of the questions (arithmetic: operator, length, chain, signs); \
      with --by-depth each line also has the share of right answers after 1, 2, 4 and up to 64 \
      steps. --data asks the examples of a data set in the official format, in order; a folder \
      that holds train and test stands for test, or with --train for train.

      --file asks your own questions: one per line, as 'help PUZZLE' has it, or \
      QUESTION<TAB>ANSWER; - is standard input. Blank lines and lines that begin with # are \
      left out. An answer in the file is the only right one; without it, an answer is right as \
      'ask' has it, and questions whose right answer isn't known are counted apart. Questions \
      with several operators are asked in parts, as 'ask' does; p and steps are then those of \
      all parts.

      --hard asks 200 questions of each hard kind of the puzzle, or N ('help PUZZLE' lists them), \
      held out as all others are, and shows the worst kinds first. \
      'train' with --hard or --mine draws from the same kinds.

      --vote is for ARC: the answers to the examples of --data, which are augmented versions of tests, \
      are turned back and counted, as in the official evaluation: the answer given most often is the \
      first, of several the one with the greatest mean halting probability. It shows pass@K, the mean \
      over tasks of the share of tests with the right answer among the first K, needs the data set's \
      identifiers.json and test_puzzles.json, and writes a --submission.

      --out writes a row per question to a .csv, .tsv or .jsonl file, with the columns \(columns); \
      with --hard, kind before them. \
      'right' and 'p' are as 'ask' has them. Ctrl-C writes the rows so far.
      """)
  static let examples = [
    "eval --count 100", "eval --count 100 --by-depth", "eval --count 100 --halt on",
    "eval --count 50 --breadth 4 --noise 0.1 --pick halt",
    "eval --count 200 --by operator --by chain --by-depth",
    "eval --hard 20", "eval --hard 20 --by-depth --out kinds.csv",
    "eval --count 100 --out rows.csv", "eval --count 100 --out rows.csv --force",
  ]
  static let fields: KeyValuePairs = [
    "exact": "the share of whole answers that are right",
    "accuracy": "the mean share of a question's tokens that are right",
    "halting": "the share of questions where the halting head is right",
    "count": "questions with a known answer", "unknown": "questions without one",
    "interrupted": "whether Ctrl-C stopped it",
    "low": "lower end of the 95% interval of exact", "high": "upper end",
    "steps": "mean supervision steps", "ms": "milliseconds a question",
    "without-hold": "if givens are held: exact of the answers as the network gave them",
    "held": "and answers in which it had changed givens",
    "saved": "if runs can stop early: the share of steps saved",
    "changed": "answers that differ from those at full depth",
    "lost": "right answers that became wrong", "gained": "wrong ones that became right",
    "single": "with breadth or noise: exact of a single run without noise",
    "pick-changed": "answers that differ from that run's",
    "pick-lost": "right answers that became wrong",
    "pick-gained": "wrong ones that became right",
    "by-depth": "with --by-depth: exact after each step",
    "parts": "with questions in parts: how many there were of each on average",
    "wrong-parts": "and the parts with a wrong answer",
    "worst": "with --hard: the kind with the smallest share of right answers",
    "kinds":
      "and each kind's kind, count, right, exact, low, high, and a wrong answer's question, answer and truth",
    "pass@1": "with --vote: the share of right first answers",
    "pass@2": "among the first two", "pass@5": "five", "pass@10": "ten", "pass@100": "a hundred",
    "pass@1000": "a thousand", "tasks": "and the tasks", "votes": "the answers that were counted",
    "by-task": "and each task's task, tests, unanswered and right@1 to right@1000",
    "submission": "with --submission: the file",
    "out": "with --out: the file", "rows": "and its rows",
    "by":
      "with --by: property, value, exact, low, high, accuracy and count, with --by-depth depth-1, depth-2, ...",
  ]

  @OptionGroup var questions: EvaluationSetArguments
  @Flag(help: "Use training questions instead of held-out ones.") var train = false
  @Flag(help: "Show the share of right answers after each step.") var byDepth = false
  @Option(
    parsing: .unconditionalSingleValue,
    help: "Break the scores down by a property of the questions; repeatable.",
    completion: .list(["operator", "length", "chain", "signs"]))
  var by: [String] = []
  @Flag(help: "Ask questions of each hard kind, and show the worst kinds first.") var hard = false
  @Argument(help: ArgumentHelp("With --hard: questions of each kind.", valueName: "N")) var each:
    Int?
  @OptionGroup var voting: VotingArguments
  @OptionGroup var output: RowOutput
  @OptionGroup var inference: InferenceArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let inference = try inference.inferenceOptions(on: workbench)
    try output.check(against: questions.file, others: voting.submission != nil)
    try voting.check(force: output.force)
    if voting.vote { return try voting.result(questions, output, inference, workbench) }
    if hard { return try hardResult(inference, workbench) }
    if let each {
      throw Diagnostic(
        .usage, "unexpected argument '\(each)'", about: .argument("\(each)"),
        hint: "--count \(each), or --hard \(each)")
    }
    let set = try questions.set(
      on: workbench, default: 1000, train: train, by: by, takesParts: true)
    if let parts = set.parts { return try partsResult(parts, inference, workbench) }
    let weights = try workbench.requireModel().weights
    let (score, seconds) = try output.write(of: set.puzzle, doubt: workbench.doubt) {
      [byDepth] answered in
      try workbench.score(
        weights, set, inference, byDepth: byDepth, keepsPart: true, answered: answered)
    }
    if score.count == set.count && questions.isOwn && !train && !inference.usesRollouts {
      remember(score, inference, workbench)
    }
    let report = EvaluationReport(
      score: score, inference: inference, seconds: seconds, showsDepth: byDepth)
    return output.noted(
      report.result.interrupted(after: score.asked, of: set.count), score.asked, of: set.count)
  }

  /// The score on questions of which some are asked in parts.
  private func partsResult(
    _ items: [ExpressionEvaluation.Item], _ inference: InferenceOptions,
    _ workbench: ModelWorkbench
  ) throws -> CommandResult {
    if let other = !by.isEmpty ? "--by" : byDepth ? "--by-depth" : nil {
      throw Diagnostic(
        .usage, "\(other) can't be used with questions in parts", about: .option(other),
        hint: "leave it out, or 'set parts off' to refuse such questions")
    }
    var index = 0
    let (score, seconds) = try output.write(columns: PartsEvaluationReport.columns) { rows in
      try workbench.scoreParts(items, inference) { answered in
        for one in answered {
          try rows.write(PartsEvaluationReport.row(index, one, doubt: workbench.doubt))
          index += 1
        }
      }
    }
    let report = PartsEvaluationReport(score, seconds: seconds)
    return output.noted(
      report.result.interrupted(after: score.asked, of: items.count), score.asked, of: items.count)
  }

  /// The scores on the hard kinds.
  private func hardResult(
    _ inference: InferenceOptions, _ workbench: ModelWorkbench
  ) throws -> CommandResult {
    let others = [
      ("--data", questions.data != nil), ("--file", questions.file != nil), ("--by", !by.isEmpty),
      ("--count", each != nil && questions.count != nil),
    ].filter(\.1).map(\.0)
    if let other = others.first {
      throw Diagnostic(
        .usage, "\(others.joined(separator: ", ")) can't be used with --hard",
        about: .option(other),
        hint: other == "--count" ? "give one number" : "the hard kinds are the puzzle's own")
    }
    let hard = try workbench.hardSet(
      each: each ?? questions.count ?? 200, train: train, seed: questions.seed,
      option: questions.option)
    let found = try output.write(
      of: hard.set.puzzle, doubt: workbench.doubt, isHard: true
    ) { [byDepth] answered in
      try workbench.score(hard, inference, byDepth: byDepth, answered: answered)
    }
    let report = HardReport(
      found.kinds, of: hard, all: found.all, inference: inference, seconds: found.seconds,
      showsDepth: byDepth)
    var result = report.result.interrupted(after: found.all.asked, of: hard.set.count)
    result.notes += hard.notes
    return output.noted(result, found.all.asked, of: hard.set.count)
  }

  private static let columns = EvaluationRow.columns.map(\.key).joined(separator: ", ")

  /// Writes the score on the model's own held-out questions into what a checkpoint will say of it.
  private func remember(
    _ score: Evaluation, _ inference: InferenceOptions, _ workbench: ModelWorkbench
  ) {
    let scores = JSON.object([
      .init("exact", .float(score.exact)), .init("accuracy", .float(score.accuracy)),
      .init("count", .integer(score.count)), .init("depth", .integer(inference.depth)),
    ])
    let known = workbench.model?.training?.members ?? []
    let training = JSON.object(
      known.filter { $0.key != "scores" } + [.init("scores", scores)])
    workbench.models.update { $0.training = training }
  }
}
