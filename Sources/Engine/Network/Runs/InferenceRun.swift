// Inference: supervision steps until every sequence halts or reaches the full depth.

internal import Kernels

/// The result of one supervision step for one sequence.
package struct StepRecord: Equatable, Sendable {
  /// s, from 1.
  package let step: Int
  /// The most likely token at each of the L positions.
  package let tokens: [Int32]
  /// The halting logit; above 0, the network considers its answer right.
  package let halt: Float
  /// ‖Δy‖ over all positions, for the state that the heads read.
  package let changeOfY: Double
  /// ‖Δz‖ over all positions, for all other states together; the same if there are none.
  package let changeOfZ: Double
  /// The residual: the greater of ‖Δy‖ / ‖y‖ and ‖Δz‖ / ‖z‖.
  package let residual: Double
}

/// The result of a run for one sequence.
package struct RunResult: Equatable, Sendable {
  /// The number of steps taken.
  package let steps: Int
  /// Whether it halted or converged, rather than just reaching its depth.
  package let halted: Bool
  /// The answer's tokens: (L).
  package let tokens: [Int32]
  /// The probability of each of those tokens: (L).
  package let confidence: [Float]
  /// The final halting logit.
  package let halt: Float
  /// The number of tokens that the answer keeps from its question and the network had changed.
  package let held: Int
  /// The number of rollouts with this answer, including this one.
  package internal(set) var votes = 1
}

extension RunResult {
  /// The answer in the heads' output to a question (L).
  init(
    _ output: HeadOutput, _ options: InferenceOptions, of question: some Collection<Int32>,
    steps: Int, halted: Bool
  ) {
    (tokens, held) = options.holding(output.tokens, of: question)
    confidence = output.confidence(in: tokens, options, question: question)
    (self.steps, self.halted, halt) = (steps, halted, output.halt)
  }
}

/// Answers batches of questions on an engine.
package struct InferenceRun {
  private let engine: any Engine
  private let options: InferenceOptions
  private let answerRange: Range<Int>
  /// The number of consecutive sequences that are rollouts of one question.
  private let rollouts: Int

  /// A run on `engine`; the answer is at the positions `answerRange`, by default at all.
  ///
  /// With noise, each sequence is the first rollout of its question.
  package init(_ engine: any Engine, _ options: InferenceOptions, answerRange: Range<Int>? = nil) {
    self.init(engine, options, answerRange: answerRange, rollouts: 1)
  }

  /// A run of batches in which each question is repeated `rollouts` times.
  init(_ engine: any Engine, _ options: InferenceOptions, answerRange: Range<Int>?, rollouts: Int) {
    precondition(
      options.depth >= 1 && options.cycles >= 1
        && engine.architecture.innerRange.contains(options.inner),
      "depth and cycles must be at least 1, and inner as many as the network can make")
    self.engine = engine
    self.options = options
    self.rollouts = rollouts
    self.answerRange = answerRange ?? 0..<engine.weights.configuration.length
  }

  /// Answers questions; nil if the observer or `shouldContinue` stopped the run.
  ///
  /// A sequence that has halted costs nothing more. `recorder` is called with each active
  /// sequence's record of each step; recording copies y and z once a step. `onStep` is called after
  /// each step, after the recorder, with the questions of the engine's active sequences, `onResult`
  /// with the heads' output that a sequence's result is read from.
  package func answer(
    _ questions: TokenBatch, observer: Observer? = nil,
    recorder: ((_ sequence: Int, StepRecord) -> Void)? = nil,
    onStep: ((_ sequences: [Int]) -> Void)? = nil,
    onResult: ((_ sequence: Int, HeadOutput) -> Void)? = nil,
    while shouldContinue: @escaping ContinueCheck = alwaysContinue
  ) -> [RunResult]? {
    let compares = recorder != nil || options.tolerance > 0
    var results = [RunResult?](repeating: nil, count: questions.count)
    var active = Array(0..<questions.count)
    engine.begin(questions)
    var before = compares ? States(engine) : nil
    var stableAnswers =
      options.halt != nil && options.patience > 0 ? StableAnswers(questions.count) : nil
    let keys =
      options.noise > 0
      ? (0..<questions.count).map { options.noiseKey(questions, $0, rollout: $0 % rollouts) } : []
    for step in 1...options.depth {
      if options.noise > 0 {
        engine.addNoise(
          sigma: options.noise, keys: active.map { Noise.key(keys[$0], UInt64(step)) })
      }
      guard
        engine.step(
          step, cycles: options.cycles, inner: options.inner, observer: observer,
          while: shouldContinue)
      else { return nil }
      var isAnyDone = false
      for (place, sequence) in active.enumerated() {
        let halt = engine.haltingLogit(of: place)
        func shown() -> [Int32] {
          options.holding(engine.tokens(of: place), of: questions[sequence]).tokens
        }
        var converged = false
        if let before {
          let size = before.size / active.count
          let own = place * size..<(place + 1) * size
          let (y, z) = StateDelta.changes(
            from: before.values.map { $0[own] },
            to: before.values.indices.map { engine.state($0)[own] })
          converged = max(y.relative, z.relative) < options.tolerance
          recorder?(
            sequence,
            StepRecord(
              step: step, tokens: shown(), halt: halt, changeOfY: y.absolute,
              changeOfZ: z.absolute, residual: max(y.relative, z.relative)))
        }
        let stableSteps =
          stableAnswers?.steps(of: sequence, showing: engine.tokens(of: place)[answerRange]) ?? 0
        let done = options.halts(at: halt, stableSteps: stableSteps)
        if done || converged || step == options.depth {
          isAnyDone = true
          let headOutput = HeadOutput(engine, of: place)
          onResult?(sequence, headOutput)
          results[sequence] = RunResult(
            headOutput, options, of: questions[sequence], steps: step, halted: done || converged)
        }
      }
      onStep?(active)
      if isAnyDone {
        let remaining = active.indices.filter { results[active[$0]] == nil }
        if remaining.isEmpty { break }
        engine.keep(remaining)
        active = remaining.map { active[$0] }
      }
      if compares { before = States(engine) }
    }
    return results.compactMap { $0 }
  }

  /// The number of steps for which each sequence's answer has been unchanged.
  private struct StableAnswers {
    private var latest: [ArraySlice<Int32>]
    private var counts: [Int]

    init(_ count: Int) {
      latest = [ArraySlice<Int32>](repeating: [], count: count)
      counts = [Int](repeating: 0, count: count)
    }

    /// The number of steps, up to this one, that left the answer unchanged.
    mutating func steps(of sequence: Int, showing tokens: ArraySlice<Int32>) -> Int {
      counts[sequence] = tokens == latest[sequence] ? counts[sequence] + 1 : 0
      latest[sequence] = tokens
      return counts[sequence]
    }
  }
}
