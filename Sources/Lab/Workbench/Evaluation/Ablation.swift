// Ablations: the score of every combination of some values, on the same questions.

internal import Kernels
package import Language
package import Network
internal import Platform
internal import Puzzles
internal import Records
internal import Settings
package import Training

/// Rows of an ablation.
package struct Ablation: Sendable {
  /// One combination's values with what was measured.
  package struct Row: Sendable {
    package let values: [String]
    /// The share of right answers, with its 95 % interval.
    package let exact: Double
    package let interval: ClosedRange<Double>
    package let accuracy: Double
    /// Mean supervision steps; nil where a training was measured.
    package var steps: Double?
    /// Milliseconds per question.
    package let ms: Double
    /// Of a training: the mean loss of its last steps, and its seconds.
    package var training: (loss: Double, seconds: Double)?
  }

  package let sweep: Sweep
  package let rows: [Row]
  /// Questions asked of each.
  package let count: Int
  package let isInterrupted: Bool
  package var notes: [String] = []
}

extension Ablation.Row {
  /// A combination with its score, or its score after some steps of a longer run.
  fileprivate init(_ values: [String], _ measured: Measured, depth: Int?) {
    let score = measured.score
    guard let depth else {
      self.init(
        values: values, exact: score.exact, interval: score.interval, accuracy: score.accuracy,
        steps: score.steps, ms: Self.ms(measured.seconds, score))
      return
    }
    let exact = score.exactByDepth[depth - 1]
    let right = Int((exact * Double(score.count)).rounded())
    self.init(
      values: values, exact: exact,
      interval: Evaluation.interval(of: right, in: score.count),
      accuracy: score.accuracyByDepth[depth - 1], steps: Double(depth),
      ms: Self.ms(measured.secondsByDepth[depth - 1], score))
  }

  fileprivate static func ms(_ seconds: Double, _ score: Evaluation) -> Double {
    (seconds * 1e6 / Double(max(score.count, 1))).rounded() / 1e3
  }
}

extension ModelWorkbench {
  /// The settings that change how a model runs.
  package static let ablationSettings = [
    "depth", "cycles", "inner", "halt", "patience", "tolerance", "breadth", "noise", "pick", "seed",
  ]

  /// Measures weights under every combination of settings.
  ///
  /// - Throws: `Diagnostic` where a value is invalid, or if it was stopped before the first row.
  package func ablate(
    _ sweep: Sweep, of weights: Weights, _ set: EvaluationSet
  ) throws -> Ablation {
    let combinations = sweep.combinations
    let variants = try combinations.map { values in
      var settings = settings
      for (axis, value) in zip(sweep.axes, values) {
        try settings.set(axis.name, to: value, origin: .prompt)
      }
      var inference = settings.inferenceOptions(weights.configuration)
      inference.heldTokens = settings.hold ? set.puzzle.givenTokens : []
      return inference
    }
    let passes = Self.passes(variants)
    let progress = reporter.beginProgress("ablate", total: passes.count * set.count)
    var rows = [Ablation.Row?](repeating: nil, count: combinations.count)
    var isInterrupted = false
    for (number, members) in passes.enumerated() where !isInterrupted {
      var inference = variants[members[0]]
      inference.depth = members.reduce(0) { max($0, variants[$1].depth) }
      do {
        let measured = try measure(
          weights, set, inference, byDepth: members.count > 1, compares: false
        ) { score in progress.report(number * set.count + score.count) { .none } }
        for index in members {
          rows[index] = Ablation.Row(
            combinations[index], measured, depth: members.count > 1 ? variants[index].depth : nil)
        }
      } catch let error as Diagnostic where error.code == .interrupted {
        isInterrupted = true
      }
    }
    progress.finish()
    let done = rows.compactMap { $0 }
    if done.isEmpty { throw Diagnostic.interrupted }
    return Ablation(sweep: sweep, rows: done, count: set.count, isInterrupted: isInterrupted)
  }

  /// The combinations that one pass measures: those that differ in nothing but a depth that all of
  /// them reach.
  private static func passes(_ variants: [InferenceOptions]) -> [[Int]] {
    var passes: [[Int]] = []
    var known: [InferenceOptions: Int] = [:]
    for (index, inference) in variants.enumerated() {
      var kind = inference
      kind.depth = 1
      if !inference.canStopEarly, let pass = known[kind] {
        passes[pass].append(index)
      } else {
        known[kind] = passes.count
        passes.append([index])
      }
    }
    return passes
  }

  /// Trains and measures a fresh network of one shape for each combination's configuration.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory, or if it was interrupted before the first
  ///   row.
  package func ablate(
    _ sweep: Sweep, training recipes: [TrainingConfiguration], of network: Configuration,
    _ set: EvaluationSet
  ) throws -> Ablation {
    for configuration in recipes {
      try requireMemory(
        floats: DeepSupervision.floatCount(
          network, batch: configuration.batchSize, inner: configuration.inner,
          threads: threadPool.count),
        hint: "use a smaller batch")
    }
    let progress = reporter.beginProgress("ablate", total: recipes.reduce(0) { $0 + $1.steps })
    var (rows, notes): ([Ablation.Row], [String]) = ([], [])
    var done = 0
    for (values, configuration) in zip(sweep.combinations, recipes) {
      let found = try trained(configuration, values, of: network, set) { step, recent in
        progress.report(done + step) { .training(recent, heldOut: nil) }
      }
      guard let found else { break }
      rows.append(found.row)
      if let reason = found.reason {
        notes.append("\(values.joined(separator: ", ")) stopped: \(reason)")
      }
      done += configuration.steps
    }
    progress.finish()
    if rows.isEmpty { throw Diagnostic.interrupted }
    return Ablation(
      sweep: sweep, rows: rows, count: set.count, isInterrupted: rows.count < recipes.count,
      notes: notes)
  }

  /// One combination, and why its training failed; nil if it was interrupted.
  private func trained(
    _ configuration: TrainingConfiguration, _ values: [String], of network: Configuration,
    _ set: EvaluationSet,
    report: (Int, TrainingProgress) -> Void
  ) throws -> (row: Ablation.Row, reason: String?)? {
    let (examples, hard) = try set.puzzle.trainingExamples(hardShare: configuration.hardShare)
    let trainer = try Trainer(
      try Weights.initial(network, seed: configuration.seed), configuration: configuration,
      threadPool: threadPool, targets: set.puzzle.stepTargets, source: examples)
    let stopwatch = ContinuousTimer()
    var recent = TrainingProgress()
    var reason: String?
    while trainer.step < configuration.steps && reason == nil {
      if !goesOn() { return nil }
      if let hard, trainer.isMiningDue, try mine(hard, trainer) == nil { return nil }
      do {
        recent.add(try trainer.advance())
        reason = recent.explosion
      } catch {
        reason = error.description
      }
      report(trainer.step, recent)
    }
    let seconds = stopwatch.seconds
    var inference = InferenceOptions(network)
    (inference.depth, inference.cycles, inference.inner) = (
      configuration.depth, configuration.cycles, configuration.inner
    )
    do {
      let measured = try measure(trainer.averagedWeights(), set, inference, compares: false)
      let score = measured.score
      let row = Ablation.Row(
        values: values, exact: score.exact, interval: score.interval, accuracy: score.accuracy,
        ms: Ablation.Row.ms(measured.seconds, score),
        training: (recent.loss, (seconds * 1e3).rounded() / 1e3))
      return (row, reason)
    } catch let error as Diagnostic where error.code == .interrupted {
      return nil
    }
  }
}
