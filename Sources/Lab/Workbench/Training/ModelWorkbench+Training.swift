// Training runs on the model in memory: on its puzzle, on a data set, or on lines of a file.

internal import Kernels
internal import Language
internal import Network
package import Puzzles
package import Training

/// Where a training's examples come from.
package enum TrainingSource: Sendable {
  /// The model's puzzle, with these options changed.
  case puzzle(options: [String])
  /// A file of `QUESTION<TAB>ANSWER` lines, for the puzzle with these options changed.
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
      source, for: model, failure, hardShare: configuration.hardShare)
    let trainer = try Trainer(
      model.weights.copy(), configuration: configuration, threadPool: threadPool, source: examples)
    // The weights may have been copied from a file that changed meanwhile.
    try model.requireUnchangedFiles()
    if let state {
      try trainer.resume(state)
      try hard?.resume(state.hardWeights)
    }
    var run = TrainingRun(trainer, model, puzzle, plan, hard: hard, on: self)
    if let set, case .dataSet(let path) = source {
      let test = plan.evalEvery == nil ? nil : try DataSource(path, part: "test", for: model)
      run.use(set, test: test, failure)
    }
    return try run.run()
  }

  private func examples(
    _ source: TrainingSource, for model: LoadedModel, _ failure: DataFailure, hardShare: Double
  ) throws -> (
    puzzle: any Puzzle, examples: ExampleSource, set: DataSource?, hard: HardExamples?
  ) {
    func requireNoHardOnes() throws {
      guard hardShare == 0 else {
        throw Diagnostic(
          .usage, "--hard and --mine need the puzzle's own questions",
          hint: "leave out --file and --data")
      }
    }
    switch source {
    case .puzzle(let options):
      let puzzle = try self.puzzle(changing: options)
      let (examples, hard) = try puzzle.trainingExamples(hardShare: hardShare)
      return (puzzle, examples, nil, hard)
    case .lines(let path, let options):
      try requireNoHardOnes()
      let puzzle = try self.puzzle(changing: options)
      return (puzzle, try self.examples(lines: path, puzzle), nil, nil)
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
