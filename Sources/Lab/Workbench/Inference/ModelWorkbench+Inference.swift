// Answers of the model in memory: at once, watched update by update, or selected from rollouts.

internal import Language
package import Network
package import Puzzles
internal import Settings

extension ModelWorkbench {
  /// The question as the network takes it.
  package func tokens(of question: Question) throws -> TokenBatch {
    try TokenBatch(
      tokens: question.tokens, puzzles: [question.puzzle],
      for: requireModel().weights.configuration)
  }

  /// Selects a question's answer from rollouts of it.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func pick(_ question: Question, _ inference: InferenceOptions) throws -> RunResult {
    noteExcess(inference, longest: question.longest)
    let engine = try engine(breadth: inference.breadth)
    let progress = longProgress(
      "steps", total: inference.depth, updates: inference.updates * Double(inference.breadth))
    defer { progress?.finish() }
    var step = 0
    let outcomes = Rollouts(engine, inference, answerRange: question.asked).answer(
      try tokens(of: question),
      onStep: progress.map { progress in
        {
          step += 1
          progress.report(step) { .none }
        }
      }, while: goesOn)
    guard let outcome = outcomes?.first else { throw Diagnostic.interrupted }
    return outcome
  }

  /// Runs a question, or its first rollout with noise, until it is done.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func think(
    _ question: Question, _ inference: InferenceOptions, observer: Observer? = nil,
    recorder: ((StepRecord) -> Void)? = nil
  ) throws -> RunResult {
    noteExcess(inference, longest: question.longest)
    let engine = try engine()
    let questions = try tokens(of: question)
    let record = recorder.map { recorder in { (_: Int, step: StepRecord) in recorder(step) } }
    let progress = longProgress("steps", total: inference.depth, updates: inference.updates)
    defer { progress?.finish() }
    var step = 0
    let outcomes = InferenceRun(engine, inference, answerRange: question.asked).answer(
      questions, observer: observer, recorder: record,
      onStep: progress.map { progress in
        { _ in
          step += 1
          progress.report(step) { .none }
        }
      }, while: goesOn)
    guard let outcome = outcomes?.first else { throw Diagnostic.interrupted }
    return outcome
  }

  /// Progress of a run that may take longer than a moment; nil for all others, which need none.
  func longProgress(_ title: String, total: Int, updates: Double) -> (any ProgressReporter)? {
    guard let c = model?.weights.configuration, c.operations(updates: updates) > 1e10 else {
      return nil
    }
    return reporter.beginProgress(title, total: total)
  }

  /// Answers a question, recording the states that the setting asks for; it is run #0 afterwards.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func answer(
    _ question: Question, _ inference: InferenceOptions, recorder: ((StepRecord) -> Void)? = nil
  ) throws -> RunResult {
    // Of several rollouts none is watched.
    let isWatched = inference.breadth == 1 || recorder != nil
    let level = isWatched ? settings.keep : .off
    let (outcome, recording) = try StateRecorder.during(
      level, inference, requireModel().weights.configuration.architecture,
      limit: settings.keepLimitBytes
    ) { observer in
      try isWatched
        ? think(question, inference, observer: observer, recorder: recorder)
        : pick(question, inference)
    }
    try remember(question, inference, outcome, recording.level == .off ? nil : recording)
    if let note = recording.note { reporter.note(note) }
    return outcome
  }

  /// Runs a question, or its first rollout with noise, while an observer sees every update; it is
  /// run #0 afterwards.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func watch(
    _ question: Question, _ inference: InferenceOptions, observer: Observer?
  ) throws -> RunResult {
    let outcome = try think(question, inference, observer: observer)
    try remember(question, inference, outcome, nil)
    return outcome
  }

  /// Makes an answered question the last one, and run #0.
  private func remember(
    _ question: Question, _ inference: InferenceOptions, _ outcome: RunResult,
    _ recording: StateRecorder?
  ) throws {
    let model = try requireModel()
    lastQuestion = question
    lastTokens = outcome.tokens
    lastAnswer = model.puzzle.decode(outcome.tokens)
    runs.note(
      AnsweredQuestion(
        question: question, inference: inference, weights: model.weights, steps: outcome.steps,
        answer: lastAnswer, recording: recording))
  }

  /// Notes, once for each model and range, that the model wasn't trained for such a run.
  package func noteExcess(_ inference: InferenceOptions, longest: Int?) {
    guard reporter.showsNotes, let model else { return }
    let c = model.weights.configuration
    var sentences = TrainedRange(model.training).excesses(
      inference, usual: c.depth, longest: longest)
    if let wanted = settings.inner, !c.architecture.innerRange.contains(wanted) {
      sentences.append(
        "inner is \(inference.inner), not \(wanted): a network of kind '\(c.network)' "
          + c.architecture.innerSentence)
    }
    for sentence in sentences
    where notedExcesses.insert("\(model.path ?? model.name): \(sentence)").inserted {
      reporter.note(sentence)
    }
  }
}

extension InferenceOptions {
  /// The updates of a run to the full depth.
  var updates: Double { Double(depth) * Double(cycles) * Double(inner + 1) }
}
