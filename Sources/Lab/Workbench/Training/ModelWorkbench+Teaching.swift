// Teaching the model one answer while it keeps the rest.

internal import Language
internal import Network
package import Puzzles
internal import Settings
internal import Training

/// What came of teaching one answer.
package struct TaughtAnswer: Sendable {
  package let question: Question
  /// The answer before and after.
  package let before, after: String
  /// Optimizer steps taken.
  package let steps: Int
  /// The share of right answers to held-out questions, before and after.
  package let exactBefore, exactAfter: Double

  /// Whether the model now gives the answer it was taught.
  package var isLearned: Bool { after == question.answer }
}

extension ModelWorkbench {
  /// How a lesson is taught.
  package struct Lesson: Sendable {
    package let question: Question
    /// The most optimizer steps.
    package let steps: Int
    /// The share of the batch that is the question.
    package let share: Double
    package let rate: Float
    /// Held-out questions asked before and after.
    package let count: Int

    package init(question: Question, steps: Int, share: Double, rate: Float, count: Int) {
      self.question = question
      self.steps = steps
      self.share = share
      self.rate = rate
      self.count = count
    }
  }

  /// Fine-tunes the model until it gives a question's answer; the taught model takes its place.
  ///
  /// - Throws: `Diagnostic` if it was stopped or the configuration is invalid.
  package func teach(_ lesson: Lesson) throws -> TaughtAnswer {
    let model = try requireModel()
    let question = lesson.question
    let inference = settings.inferenceOptions(model.weights.configuration)
    let set = EvaluationSet(
      puzzle: try requireGenerator(), count: try requireCount(lesson.count),
      seed: settings.randomSeed)
    let before = try answer(model.weights, question, inference)
    let (scoreBefore, _) = try score(model.weights, set, inference, title: "before")
    let trainer = try trainer(model, lesson, inference)
    try model.requireUnchangedFiles()
    var (weights, after) = (model.weights, before)
    let progress = reporter.beginProgress("teach", total: lesson.steps)
    // Right twice in a row, ten steps apart: an answer that only flickered is not learned.
    var streak = before == question.answer ? 2 : 0
    while streak < 2 && trainer.step < lesson.steps && goesOn() {
      _ = try trainer.advance()
      progress.report(trainer.step) { .part(after) }
      guard trainer.step % 10 == 0 || trainer.step == lesson.steps else { continue }
      weights = trainer.averagedWeights()
      after = try answer(weights, question, inference)
      streak = after == question.answer ? streak + 1 : 0
    }
    progress.finish()
    let (scoreAfter, _) = try score(weights, set, inference, title: "after")
    if trainer.step > 0 {
      var taught = model
      taught.weights = weights
      taught.isUnsaved = true
      taught.state = nil
      models.replace(by: taught, cause: "teach")
    }
    return TaughtAnswer(
      question: question, before: before, after: after, steps: trainer.step,
      exactBefore: scoreBefore.exact, exactAfter: scoreAfter.exact)
  }

  /// A trainer on the puzzle's own questions with the lesson among them.
  private func trainer(
    _ model: LoadedModel, _ lesson: Lesson, _ inference: InferenceOptions
  ) throws -> Trainer {
    let own = model.puzzle.ownExamples
    var configuration = TrainingConfiguration()
    (configuration.steps, configuration.learningRate, configuration.warmupSteps) = (
      lesson.steps, lesson.rate, 10
    )
    (configuration.minLearningRateRatio, configuration.emaDecay, configuration.halting) = (
      1, 0.9, false
    )
    (configuration.depth, configuration.cycles, configuration.inner) = (
      inference.depth, inference.cycles, inference.inner
    )
    configuration.seed = settings.randomSeed
    do {
      try configuration.validate()
    } catch {
      throw Diagnostic(.usage, "\(error)", hint: "help teach")
    }
    return try Trainer(
      model.weights.copy(), configuration: configuration, threadPool: threadPool,
      targets: model.puzzle.stepTargets
    ) {
      generator, tokens, labels in
      if generator.uniform() < lesson.share {
        lesson.question.copy(tokens: tokens, labels: labels)
      } else {
        return own(&generator, tokens, labels)
      }
      return 0
    }
  }

  private func answer(
    _ weights: Weights, _ question: Question, _ inference: InferenceOptions
  ) throws -> String {
    let engine = try engine(for: weights, capacity: 1)
    let questions = try TokenBatch(tokens: question.tokens, for: weights.configuration)
    let outcomes = InferenceRun(engine, inference, answerRange: question.asked).answer(
      questions, while: goesOn)
    guard let outcome = outcomes?.first else { throw Diagnostic.interrupted }
    return try requirePuzzle().decode(outcome.tokens)
  }
}
