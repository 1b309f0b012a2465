// Measuring weights on an evaluation set.

internal import Checkpoints
internal import Kernels
internal import Language
package import Network
internal import Platform
package import Puzzles
internal import Settings
package import Training
internal import Wording

extension ModelWorkbench {
  /// The questions of a file to evaluate on, in order, grouped `by` properties; `-` is standard
  /// input.
  ///
  /// Questions in parts are among them only if that is asked for.
  ///
  /// - Throws: `Diagnostic` and `FileError` if they can't be read.
  package func evaluationSet(
    file path: String, by: [String], takesParts: Bool = false
  ) throws -> EvaluationSet {
    let puzzle = try requirePuzzle()
    try puzzle.requireProperties(by)
    let read =
      takesParts
      ? try questionsInParts(inFile: path)
      : try questions(inFile: path, answers: .optional).map { .init($0) }
    let list = read.compactMap(\.question)
    var set = EvaluationSet(
      puzzle: puzzle, count: try requireCount(read.count), seed: settings.randomSeed, names: by,
      list: list)
    if list.count < read.count { set.parts = read }
    return set
  }

  /// Asks the questions of a set in parts, with progress; `answered` gets each batch's answers.
  ///
  /// - Throws: `Diagnostic` if it was interrupted before the end of the first batch.
  package func scoreParts(
    _ items: [ExpressionEvaluation.Item], _ inference: InferenceOptions,
    answered: ([ExpressionEvaluation.Answered]) throws -> Void
  ) throws -> (score: ExpressionEvaluation, seconds: Double) {
    let (puzzle, weights) = (try requirePuzzle(), try requireModel().weights)
    let progress = reporter.beginProgress("eval", total: items.count)
    defer { progress.finish() }
    var score = ExpressionEvaluation()
    var seconds = 0.0
    let batch = min(batchSize(breadth: inference.breadth), items.count)
    let engine = try engine(for: weights, capacity: batch * inference.breadth)
    for start in stride(from: 0, to: items.count, by: batch) {
      let part = Array(items[start..<min(start + batch, items.count)])
      let started = Clock.now
      guard let results = try score.add(part, of: puzzle, engine, inference, while: goesOn) else {
        if start > 0 { break }
        throw Diagnostic(.interrupted, "interrupted after 0 questions")
      }
      seconds += Clock.now - started
      try answered(results)
      progress.report(score.asked) { .exact(score.exact) }
    }
    return (score, seconds)
  }

  /// Enough questions for each thread to be busy for a while, few enough for progress to be seen.
  private func batchSize(breadth: Int) -> Int { max(64 * threadPool.count / breadth, 1) }

  /// The questions to evaluate on: the examples of a data set in order, or `count` of the puzzle's
  /// with these options changed.
  ///
  /// - Throws: `Diagnostic` and `FileError` if they can't be read or an option is invalid.
  package func evaluationSet(
    of data: String?, count: Int?, default standard: Int, train: Bool, seed: UInt64?,
    option: [String], by: [String] = []
  ) throws -> EvaluationSet {
    let source = try data.map {
      try DataSource($0, part: train ? "train" : "test", for: requireModel())
    }
    let puzzle = try source?.puzzle ?? self.puzzle(changing: option)
    if source == nil { try puzzle.requireProperties(by) }
    let all = source.map { min($0.data.count, count ?? .max) } ?? count ?? standard
    return EvaluationSet(
      puzzle: puzzle, count: try requireCount(all), seed: seed ?? settings.randomSeed,
      split: train ? .train : .heldOut, names: by, data: source)
  }
}

/// A score with what it took.
package struct Measured {
  package let score: Evaluation
  /// Seconds of thinking.
  package let seconds: Double
  /// Seconds until each step ended, where every step was looked at.
  package let secondsByDepth: [Double]
}

extension ModelWorkbench {
  /// Measures weights on the setting's threads, with progress; the score and the seconds it took.
  ///
  /// `answered` gets each batch's questions and runs, and the number of the first one, from 0.
  ///
  /// - Throws: `Diagnostic` if it was interrupted, with `keepsPart` only before the first batch.
  package func score(
    _ weights: Weights, _ set: EvaluationSet, _ inference: InferenceOptions, byDepth: Bool = false,
    title: String? = "eval", keepsPart: Bool = false,
    answered: (_ first: Int, [Question], [RunResult]) throws -> Void = { _, _, _ in }
  ) throws -> (score: Evaluation, seconds: Double) {
    let progress = title.map { reporter.beginProgress($0, total: set.count) }
    defer { progress?.finish() }
    let measured = try measure(
      weights, set, inference, byDepth: byDepth, keepsPart: keepsPart,
      report: { score in progress?.report(score.asked) { .exact(score.exact) } },
      answered: answered)
    return (measured.score, measured.seconds)
  }

  /// Measures weights on the setting's threads; `report` gets the score after each batch.
  ///
  /// If it `compares`, each question also runs to the full depth if runs can stop early, and once
  /// without noise if there are rollouts; the seconds exclude both.
  ///
  /// - Throws: `Diagnostic` if it was interrupted, with `keepsPart` only before the first batch.
  package func measure(
    _ weights: Weights, _ set: EvaluationSet, _ inference: InferenceOptions, byDepth: Bool = false,
    compares: Bool = true, keepsPart: Bool = false,
    report: (Evaluation) -> Void = { _ in },
    answered: (_ first: Int, [Question], [RunResult]) throws -> Void = { _, _, _ in }
  ) throws -> Measured {
    if weights === model?.weights, set.data == nil, set.list == nil {
      noteExcess(inference, longest: set.puzzle.options["longest"].flatMap { Int($0) })
    }
    var score = Evaluation(depth: inference.depth, by: set.names)
    var seconds = 0.0
    var secondsByDepth = [Double](repeating: 0, count: byDepth ? inference.depth : 0)
    try ask(set, weights, breadth: inference.breadth) { start, part, engine in
      let started = Clock.now
      let before = score
      var step = 0
      let outcomes = try score.add(
        part, engine, inference, judge: set.judge, recordsDepth: byDepth,
        stepped: {
          if byDepth { secondsByDepth[step] += Clock.now - started }
          step += 1
        }, while: goesOn)
      seconds += Clock.now - started
      func others(_ isWanted: Bool, _ other: InferenceOptions) throws -> [RunResult]? {
        guard compares, isWanted, outcomes != nil else { return outcomes }
        return try Self.answer(part, engine, other, range: set.judge?.answerRange, goesOn)
      }
      let full = try others(inference.canStopEarly, inference.fullDepth)
      let single = try others(inference.usesRollouts, inference.singleRollout)
      guard let outcomes, let full, let single else {
        if keepsPart && start > 0 {
          score = before
          return false
        }
        throw Diagnostic(.interrupted, "interrupted after \(counted(score.asked, "question"))")
      }
      if compares && inference.canStopEarly {
        score.compare(part, outcomes, full: full, judge: set.judge)
      }
      if compares && inference.usesRollouts {
        score.compare(part, outcomes, single: single, judge: set.judge)
      }
      try answered(start, part, outcomes)
      report(score)
      return true
    }
    return Measured(score: score, seconds: seconds, secondsByDepth: secondsByDepth)
  }

  /// Calls `body` with the questions of a set in batches, the number of the first of each, from 0,
  /// and an engine for them, until it returns false.
  func ask(
    _ set: EvaluationSet, _ weights: Weights, breadth: Int,
    _ body: (_ start: Int, _ questions: [Question], _ engine: any Engine) throws -> Bool
  ) throws {
    var generator = SeededGenerator(seed: set.seed)
    let batch = min(batchSize(breadth: breadth), set.count)
    let engine = try engine(for: weights, capacity: batch * breadth)
    for start in stride(from: 0, to: set.count, by: batch) {
      let questions = try set.questions(start..<min(start + batch, set.count), &generator)
      // Perhaps none of them can be read by every model.
      if questions.isEmpty && goesOn() { continue }
      guard try body(start, questions, engine) else { return }
    }
  }

  private static func answer(
    _ part: [Question], _ engine: any Engine, _ inference: InferenceOptions, range: Range<Int>?,
    _ goesOn: @escaping ContinueCheck
  ) throws -> [RunResult]? {
    Rollouts(engine, inference, answerRange: range ?? part[0].asked).answer(
      try TokenBatch(part, for: engine.weights.configuration), while: goesOn)
  }
}
