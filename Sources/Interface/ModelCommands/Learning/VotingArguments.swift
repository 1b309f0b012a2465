// Votes on augmented tests, as options of `eval`.

internal import ARCTasks
internal import ArgumentParser
internal import Checkpoints
internal import CommandCore
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Storage
internal import Training
internal import Wording
internal import Workbench

/// `--vote`, `--predictions` and `--submission`.
struct VotingArguments: ParsableArguments {
  @Flag(help: "Undo the augmentations of ARC's tests and vote on the answers.") var vote = false
  @Option(
    help: "With --vote: count the answers in this .npz file (preds, q_halt_logits) instead.",
    completion: .file())
  var predictions: String?
  @Option(
    help: "With --vote: write the two best answers to each test to FILE, as competitions take it.",
    completion: .file())
  var submission: String?

  /// Checks that they are used together, and that the submission can be written, before any work.
  ///
  /// - Throws: `Diagnostic` and `FileError` naming the option or the file.
  func check(force: Bool) throws {
    if let other = predictions != nil ? "--predictions" : submission != nil ? "--submission" : nil,
      !vote
    {
      throw Diagnostic(
        .usage, "'\(other)' needs '--vote'", about: .option(other), hint: "help eval")
    }
    if let submission { try AtomicFile.requireReplaceable(submission, force: force) }
  }

  /// The votes on the tests of a data set.
  ///
  /// - Throws: `Diagnostic` and `FileError` where there are no such tests, or if it was interrupted
  ///   before the end of the first batch.
  func result(
    _ questions: EvaluationSetArguments, _ output: RowOutput, _ inference: InferenceOptions,
    _ workbench: ModelWorkbench
  ) throws -> CommandResult {
    guard let folder = questions.data else {
      throw Diagnostic(
        .usage, "--vote needs a data set of augmented tests", about: .option("--vote"),
        hint: "--data DIR says where it is")
    }
    var ballot = try ARCBallot(folder)
    var (ms, notes) = (Double?.none, [String]())
    if let predictions {
      try ballot.add(predictions: predictions, of: PuzzleDataset(folder, part: "test"))
    } else {
      let set = try questions.set(on: workbench, default: 1000, train: false, by: [])
      let weights = try workbench.requireModel().weights
      let (score, seconds) = try output.write(of: set.puzzle, doubt: workbench.doubt) { rows in
        try workbench.score(weights, set, inference, keepsPart: true) { first, asked, runs in
          try rows(first, asked, runs)
          for (question, run) in zip(asked, runs) {
            try ballot.add(
              puzzle: question.puzzle, input: question.tokens, answer: run.tokens, halt: run.halt)
          }
        }
      }
      ms = seconds * 1e3 / Double(max(score.asked, 1))
      if score.asked < set.count {
        notes.append("interrupted after \(score.asked) of \(counted(set.count, "question"))")
      }
    }
    let score = ballot.score
    var result = VoteReport(score, votes: ballot.votes.count, ms: ms).result
    if let submission {
      try AtomicFile.write(score.submission.text + "\n", to: submission)
      result.fields.append(Field("submission", .string(submission)))
      notes.append("wrote the two best answers to each test to \(submission)")
    }
    result.notes += notes
    return result
  }
}
