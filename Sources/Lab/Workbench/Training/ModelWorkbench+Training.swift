// Training runs on the model in memory: on its puzzle, on a data set, or on lines of a file.

internal import Kernels
internal import Language
internal import Network
package import Puzzles
internal import Settings
package import Training

/// Where a training's examples come from.
package enum TrainingSource: Sendable {
  /// The model's puzzle, with these options changed.
  case puzzle(options: [String])
  /// A file of `QUESTION<TAB>ANSWER` lines, for the puzzle with these options changed, among which
  /// are the puzzle's own questions, as the configuration says.
  case lines(String, options: [String])
  /// A data set in the official format.
  case dataSet(String)
}

extension ModelWorkbench {
  /// Trains the model in memory; the trained model takes its place.
  ///
  /// - Throws: `Diagnostic` if the source can't be read, there isn't enough memory, or the loss
  ///   explodes.
  package func train(
    _ configuration: TrainingConfiguration, on source: TrainingSource, _ plan: TrainingRun.Plan,
    resuming state: TrainingState? = nil
  ) throws -> TrainingRecord {
    let model = try requireModel()
    try requireMemory(
      floats: DeepSupervision.floatCount(
        model.weights.configuration, batch: configuration.batchSize, inner: configuration.inner,
        threads: threadPool.count),
      hint: "use a smaller --batch")
    let failure = DataFailure()
    let (puzzle, examples, set, hard) = try examples(
      source, for: model, failure, configuration)
    let trainer = try Trainer(
      model.weights.copy(), configuration: configuration, threadPool: threadPool,
      targets: puzzle.stepTargets, source: examples)
    // The weights may have been copied from a file that changed meanwhile.
    try model.requireUnchangedFiles()
    if let state {
      try trainer.resume(state)
      try hard?.resume(state.hardWeights)
    }
    let own = ownQuestions(beside: source, model)
    let before = try own.map { try ownExact($0, model.weights, title: "before") }
    var run = TrainingRun(trainer, model, puzzle, plan, hard: hard, on: self)
    if let set, case .dataSet(let path) = source {
      let test = plan.evalEvery == nil ? nil : try DataSource(path, part: "test", for: model)
      run.use(set, test: test, failure)
    }
    var record = try run.run()
    if let own, let before, let trained = self.model?.weights {
      // Ctrl-C may have stopped the training; then what it lost isn't known.
      record.own = (try? ownExact(own, trained, title: "after")).map { (before, $0) }
    }
    return record
  }

  /// Questions that tell what a trained model loses while it learns other ones; nil where it trains
  /// on its own.
  private func ownQuestions(beside source: TrainingSource, _ model: LoadedModel) -> EvaluationSet? {
    if case .puzzle(let options) = source, options.isEmpty { return nil }
    guard model.isTrained, model.puzzle.canGenerate else { return nil }
    return EvaluationSet(puzzle: model.puzzle, count: 500, seed: settings.randomSeed)
  }

  /// The share of right answers to them.
  private func ownExact(_ set: EvaluationSet, _ weights: Weights, title: String) throws -> Double {
    let inference = settings.inferenceOptions(weights.configuration).singleRollout
    return try score(weights, set, inference, title: title).score.exact
  }

  private func examples(
    _ source: TrainingSource, for model: LoadedModel, _ failure: DataFailure,
    _ configuration: TrainingConfiguration
  ) throws -> (
    puzzle: any Puzzle, examples: ExampleSource, set: DataSource?, hard: HardExamples?
  ) {
    func requireNoHardOnes() throws {
      guard configuration.hardShare == 0 else {
        throw Diagnostic(
          .usage, "--hard and --mine need the puzzle's own questions",
          hint: "leave out --file and --data")
      }
    }
    switch source {
    case .puzzle(let options):
      let puzzle = try self.puzzle(changing: options)
      let (examples, hard) = try puzzle.trainingExamples(
        hardShare: configuration.hardShare)
      return (puzzle, examples, nil, hard)
    case .lines(let path, let options):
      try requireNoHardOnes()
      let puzzle = try self.puzzle(changing: options)
      let lines = try self.examples(lines: path, puzzle)
      return (puzzle, model.puzzle.replaying(configuration.replayShare, beside: lines), nil, nil)
    case .dataSet(let path):
      try requireNoHardOnes()
      let set = try DataSource(path, part: "train", for: model)
      return (set.puzzle, set.examples(failure), set, nil)
    }
  }

  /// Examples from a file of `QUESTION<TAB>ANSWER` lines, each with the answer that it gives.
  private func examples(lines path: String, _ puzzle: any Puzzle) throws -> ExampleSource {
    let questions = try questions(inFile: path, answers: .required, of: puzzle)
    return { generator, tokens, labels in
      questions[generator.below(questions.count)].copy(tokens: tokens, labels: labels)
      return 0
    }
  }
}

extension Puzzle {
  /// Other examples, a share of them replaced by its own questions, so that they aren't forgotten.
  func replaying(_ share: Double, beside others: @escaping ExampleSource) -> ExampleSource {
    guard share > 0 else { return others }
    let own = ownExamples
    return { generator, tokens, labels in
      generator.uniform() < share
        ? own(&generator, tokens, labels) : others(&generator, tokens, labels)
    }
  }

  /// Its own questions, half of them hard ones where it has such: what a model knows, for training
  /// it on something else.
  package var ownExamples: ExampleSource {
    (try? trainingExamples(hardShare: 0.5).examples) ?? trainingExamples
  }

  /// The targets of the supervision steps; nil if each has the answer.
  package var stepTargets: StepTargets? {
    guard hasStepTargets else { return nil }
    return { fillTargets(step: $0, tokens: $1, labels: $2, targets: $3) }
  }

  /// Its own questions, of which none is held out.
  package var trainingExamples: ExampleSource {
    { generator, tokens, labels in
      fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
  }

  /// Its own questions, a share of them from its hard kinds.
  ///
  /// - Throws: `TrainingError` if it has none.
  package func trainingExamples(
    hardShare share: Double
  ) throws -> (examples: ExampleSource, hard: HardExamples?) {
    guard share > 0 else { return (trainingExamples, nil) }
    let hard = try HardExamples(self, share: share)
    return (hard.source, hard)
  }
}

extension Question {
  /// Copies its tokens and labels.
  package func copy(tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>) {
    for i in 0..<self.tokens.count {
      tokens[i] = self.tokens[i]
      labels[i] = self.labels[i]
    }
  }
}
