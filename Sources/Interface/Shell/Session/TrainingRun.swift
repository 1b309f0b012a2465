// A training run in a session: steps until it is done, told to stop or explodes; looks and saves now
// and then; puts the model in its place.

internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles
internal import Storage
internal import Training

/// A training run of the session's model.
struct TrainingRun {
  /// When to look, to save and to stop.
  struct Plan {
    let pause: Int?
    let goal: Goal?
    let evalEvery: Int?
    let evalCount: Int
    let saveEvery: Int?
    let output: String?
  }

  /// How the run ended.
  enum End {
    case done, stopped, reached
  }

  private let trainer: Trainer
  private var model: LoadedModel
  private let puzzle: any Puzzle
  private let plan: Plan
  private let session: Session
  /// Where the run began: steps and examples of the training that it goes on with.
  private let first: Int
  private let firstExamples: Int
  /// What the model said of its training then.
  private let before: JSON?
  private var recent = RecentSteps()
  private var evaluations: [(step: Int, exact: Double)] = []
  private var end = End.done
  private var seconds = 0.0
  /// The data set that is trained on and its held-out part, where the puzzle's own questions aren't.
  private var data: (train: DataSource, test: DataSource?, failure: DataFailure)?

  /// Says that the examples are a data set's.
  mutating func use(_ train: DataSource, test: DataSource?, _ failure: DataFailure) {
    data = (train, test, failure)
  }

  init(
    _ trainer: Trainer, _ model: LoadedModel, _ puzzle: any Puzzle, _ plan: Plan,
    in session: Session
  ) {
    self.trainer = trainer
    self.model = model
    self.puzzle = puzzle
    self.plan = plan
    self.session = session
    first = trainer.step
    firstExamples = trainer.examples
    before = model.training
  }

  /// Trains, and puts the model in the session's place.
  ///
  /// - Throws: `ShellError` if the loss explodes, with the last good weights in place.
  mutating func run() throws {
    let progress = Progress("train", total: trainer.recipe.steps, in: session)
    let started = Clock.now
    var good: Weights?
    end = trainer.recipe.steps > trainer.step ? .stopped : .done
    while true {
      if trainer.step >= trainer.recipe.steps {
        end = .done
        break
      }
      if Interrupt.isRequested || trainer.step - first >= plan.pause ?? .max { break }
      do {
        recent.add(try trainer.advance())
        if let error = data?.failure.error { throw error }
        if let why = recent.explosion { throw TrainingError(why) }
      } catch {
        progress.finish()
        throw stop(error, good)
      }
      if trainer.step % 100 == 0 { good = trainer.averaged() }
      if let every = plan.evalEvery, trainer.step % every == 0 { try look(progress) }
      if let every = plan.saveEvery, trainer.step % every == 0 { try save() }
      if plan.goal?.isReached(loss: recent.settledLoss, exact: evaluations.last?.exact) == true {
        end = .reached
        break
      }
      progress.report(trainer.step) { [recent, evaluations] in
        recent.details($0, evaluations.last?.exact)
      }
    }
    progress.finish()
    seconds = Clock.now - started
    finish()
    session.models.replace(by: model, cause: TrainCommand.name)
  }

  /// Asks held-out questions with the average of the weights.
  private mutating func look(_ progress: Progress) throws {
    var exam = Exam(puzzle: puzzle, count: plan.evalCount, seed: trainer.recipe.seed)
    if let data {
      guard let test = data.test else { return }
      exam = Exam(
        puzzle: puzzle, count: min(plan.evalCount, test.data.count), seed: exam.seed, data: test)
    }
    var effort = Effort(model.weights.configuration)
    effort.depth = trainer.recipe.depth
    (effort.cycles, effort.inner) = (trainer.recipe.cycles, trainer.recipe.inner)
    do {
      let (score, _) = try session.score(trainer.averaged(), exam, effort, title: nil)
      evaluations.append((trainer.step, score.exact))
    } catch let error as ShellError where error.code == .interrupted {
      // The loop sees it too, and keeps the last whole step.
    }
  }

  /// Writes the model as it stands, with what it needs to go on.
  private mutating func save() throws {
    guard let path = plan.output else { return }
    finish()
    try model.write(to: path, keepsTraining: true)
  }

  /// The model as the training leaves it.
  private mutating func finish() {
    model.weights = trainer.averaged()
    model.isUnsaved = true
    model.training = record()
    model.state = try? trainer.state()
  }

  /// What stands where the loss exploded: the last good weights, and why.
  private mutating func stop(_ error: any Error, _ good: Weights?) -> ShellError {
    let reason = "\(error)"
    guard let good, trainer.step > first else {
      return ShellError(
        .failure, reason, hint: "the weights are as before; a lower --rate may help")
    }
    model.weights = good
    model.isUnsaved = true
    model.training = record()
    model.state = nil
    session.models.replace(by: model, cause: TrainCommand.name)
    return ShellError(
      .failure, reason,
      hint: "the last good weights are in place ('undo' brings the old ones); try a lower --rate")
  }

  /// What the checkpoint says of its training: all runs so far added up, the deepest depth, and
  /// the last one's recipe.
  private func record() -> JSON {
    let done = before?["steps"]?.integer ?? 0
    let seen = before?["examples"]?.integer ?? 0
    return .object(
      [
        .init("steps", .integer(done + trainer.step - first)),
        .init("examples", .integer(seen + trainer.examples - firstExamples)),
      ]
        + trainer.recipe.members.map { member in
          let deepest = max(before?["depth"]?.integer ?? 0, trainer.recipe.depth)
          return member.key == "depth" ? .init("depth", .integer(deepest)) : member
        } + (data.map { [.init("data", .string($0.train.data.path))] } ?? []) + [
          .init(
            "puzzle",
            .object(
              puzzle.options.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
          .init("program", .string("trm " + version)),
        ])
  }

  /// What the run was like.
  func result() -> CommandResult {
    let step = trainer.step
    var fields = [
      Field("loss", .number(recent.loss)), Field("exact", .number(recent.exact)),
      Field("steps", .integer(step - first)), Field("examples", .integer(trainer.examples)),
      Field("interrupted", .bool(end == .stopped)), Field("reached", .bool(end == .reached)),
      Field("seconds", .number((seconds * 1e3).rounded() / 1e3)),
    ]
    if plan.evalEvery != nil {
      let rows = evaluations.map {
        Value.record([Field("step", .integer($0.step)), Field("exact", .number($0.exact))])
      }
      fields.append(Field("evaluations", .list(rows)))
    }
    let speed = Numbers.digits(Double(step - first) / max(seconds, 1e-9), significant: 3)
    let done =
      switch end {
      case .done: "trained \(step - first) steps"
      case .stopped: "stopped at step \(step)"
      case .reached: "reached \(plan.goal?.text ?? "") at step \(step)"
      }
    let line = StyledText("\(done): \(recent.summary), \(speed) steps/s")
    var result = CommandResult(fields) { [recent, evaluations] abilities in
      [line] + recent.chart(evaluations, abilities)
    }
    if end == .stopped && session.isInteractive {
      result.notes.append(
        "its weights are kept (train --resume goes on, undo brings the old ones back)")
    }
    return result
  }
}
