// A training run: steps until it is done, interrupted or explodes; evaluates and saves now
// and then; puts the model in its place.

internal import Checkpoints
internal import Language
internal import Network
internal import Platform
package import Puzzles
internal import Records
internal import Storage
package import Training

/// A training run of the session's model.
package struct TrainingRun {
  /// When to evaluate, save and stop.
  package struct Plan {
    package let pause: Int?
    package let goal: TrainingGoal?
    package let evalEvery: Int?
    package let evalCount: Int
    package let saveEvery: Int?
    package let output: String?

    package init(
      pause: Int?, goal: TrainingGoal?, evalEvery: Int?, evalCount: Int, saveEvery: Int?,
      output: String?
    ) {
      self.pause = pause
      self.goal = goal
      self.evalEvery = evalEvery
      self.evalCount = evalCount
      self.saveEvery = saveEvery
      self.output = output
    }
  }

  /// Where a run began: steps and examples of the training it resumes, and what the model said of
  /// it.
  private struct Origin {
    let step: Int
    let examples: Int
    let training: JSON?
  }

  private let trainer: Trainer
  private var model: LoadedModel
  private let puzzle: any Puzzle
  private let plan: Plan
  private let hard: HardExamples?
  private let workbench: ModelWorkbench
  private let origin: Origin
  private var record: TrainingRecord
  /// The data set that is trained on and its held-out part, where the puzzle's own questions
  /// aren't.
  private var data: (train: DataSource, test: DataSource?, failure: DataFailure)?

  /// Says that the examples are a data set's.
  package mutating func use(_ train: DataSource, test: DataSource?, _ failure: DataFailure) {
    data = (train, test, failure)
  }

  package init(
    _ trainer: Trainer, _ model: LoadedModel, _ puzzle: any Puzzle, _ plan: Plan,
    hard: HardExamples? = nil, on workbench: ModelWorkbench
  ) {
    self.trainer = trainer
    self.model = model
    self.puzzle = puzzle
    self.plan = plan
    self.hard = hard
    self.workbench = workbench
    origin = Origin(step: trainer.step, examples: trainer.examples, training: model.training)
    record = TrainingRecord(firstStep: trainer.step)
  }

  /// Trains, and puts the model in the session's place.
  ///
  /// - Throws: `Diagnostic` if the loss explodes, with the last good weights in place.
  package mutating func run() throws -> TrainingRecord {
    let progress = workbench.reporter.beginProgress("train", total: trainer.configuration.steps)
    let timer = ContinuousTimer()
    var good: Weights?
    Interrupt.noteUnsavedWeights()
    record.end = trainer.configuration.steps > trainer.step ? .stopped : .done
    while true {
      if trainer.step >= trainer.configuration.steps {
        record.end = .done
        break
      }
      if !workbench.goesOn() || trainer.step - origin.step >= plan.pause ?? .max { break }
      if let hard, trainer.isMiningDue, try !mine(hard) { break }
      do {
        record.progress.add(try trainer.advance())
        if let error = data?.failure.error { throw error }
        if let why = record.progress.explosion { throw TrainingError(why) }
      } catch {
        progress.finish()
        throw stop(error, good)
      }
      if trainer.step % 100 == 0 { good = trainer.averagedWeights() }
      if let every = plan.evalEvery, trainer.step % every == 0 { try look(progress) }
      if let every = plan.saveEvery, trainer.step % every == 0 { save() }
      if plan.goal?.isReached(
        loss: record.progress.settledLoss, exact: record.evaluations.last?.exact) == true
      {
        record.end = .reached
        break
      }
      progress.report(trainer.step) {
        .training(record.progress, heldOut: record.evaluations.last?.exact)
      }
    }
    progress.finish()
    finish()
    workbench.models.replace(by: model, cause: "train")
    record.seconds = timer.seconds
    record.lastStep = trainer.step
    record.examples = trainer.examples
    return record
  }

  /// Measures the hard kinds and tells which are drawn more; false if it was interrupted.
  private mutating func mine(_ hard: HardExamples) throws -> Bool {
    guard let mined = try workbench.mine(hard, trainer) else { return false }
    record.mined.append(mined)
    workbench.reporter.note(mined.summary)
    return true
  }

  /// Asks held-out questions with the average of the weights.
  private mutating func look(_ progress: any ProgressReporter) throws {
    var set = EvaluationSet(puzzle: puzzle, count: plan.evalCount, seed: trainer.configuration.seed)
    if let data {
      guard let test = data.test else { return }
      set = EvaluationSet(
        puzzle: puzzle, count: min(plan.evalCount, test.data.count), seed: set.seed, data: test)
    }
    var inference = InferenceOptions(model.weights.configuration)
    inference.depth = trainer.configuration.depth
    (inference.cycles, inference.inner) = (
      trainer.configuration.cycles, trainer.configuration.inner
    )
    do {
      let (score, _) = try workbench.score(trainer.averagedWeights(), set, inference, title: nil)
      record.evaluations.append((trainer.step, score.exact))
    } catch let error as Diagnostic where error.code == .interrupted {
      // The loop also checks this, and keeps the last complete step.
    }
  }

  /// Saves the model with the state to resume from; a failure is told and doesn't end the training.
  private mutating func save() {
    guard let path = plan.output else { return }
    finish()
    do {
      try model.write(to: path, keepsTraining: true)
      record.saveFailure = nil
    } catch {
      let failure = Diagnostic(error)
      // The same failure again is no news.
      if record.saveFailure?.message != failure.message {
        workbench.reporter.note("\(failure.message); the training continues (step \(trainer.step))")
      }
      record.saveFailure = failure
    }
  }

  /// The model as the training leaves it.
  private mutating func finish() {
    model.weights = trainer.averagedWeights()
    model.isUnsaved = true
    model.training = metadata()
    var state = try? trainer.state()
    state?.hardWeights = hard?.weights ?? []
    model.state = state
  }

  /// Restores the last good weights after the loss exploded, and returns the error.
  private mutating func stop(_ error: any Error, _ good: Weights?) -> Diagnostic {
    let reason = "\(error)"
    guard let good, trainer.step > origin.step else {
      return Diagnostic(
        .failure, reason, hint: "the weights are unchanged; try a lower --lr")
    }
    model.weights = good
    model.isUnsaved = true
    model.training = metadata()
    model.state = nil
    workbench.models.replace(by: model, cause: "train")
    return Diagnostic(
      .failure, reason,
      hint: "the last good weights were kept ('undo' restores the old ones); try a lower --lr")
  }

  /// The checkpoint's training metadata: totals over all runs so far, the deepest depth, and
  /// the last one's configuration.
  private func metadata() -> JSON {
    let done = origin.training?["steps"]?.integer ?? 0
    let seen = origin.training?["examples"]?.integer ?? 0
    return .object(
      [
        .init("steps", .integer(done + trainer.step - origin.step)),
        .init("examples", .integer(seen + trainer.examples - origin.examples)),
      ]
        + trainer.configuration.members.map { member in
          let deepest = max(origin.training?["depth"]?.integer ?? 0, trainer.configuration.depth)
          return member.key == "depth" ? .init("depth", .integer(deepest)) : member
        } + (data.map { [.init("data", .string($0.train.data.path))] } ?? []) + [
          .init(
            "puzzle",
            .object(
              puzzle.options.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
          .init("program", .string("trm " + programVersion)),
        ])
  }
}
