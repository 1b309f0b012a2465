// A run: supervision steps until the network says that it is done, or its depth is reached.

internal import Kernels

/// What one supervision step did to one sequence.
package struct StepRecord: Equatable, Sendable {
  /// s, from 1.
  package let step: Int
  /// The most likely token at each of the L positions.
  package let tokens: [Int32]
  /// The halting head's logit; above 0 it says that the answer is right.
  package let halt: Float
  /// ‖Δy‖ over all positions.
  package let changeOfY: Double
  /// ‖Δz‖ over all positions.
  package let changeOfZ: Double
  /// The residual: the greater of ‖Δy‖ / ‖y‖ and ‖Δz‖ / ‖z‖.
  package let residual: Double
}

/// How a run ended for one sequence.
package struct RunResult: Equatable, Sendable {
  /// Steps taken until it was done.
  package let steps: Int
  /// Whether it stopped by itself, before its depth or because it was done or settled there.
  package let halted: Bool
  /// The answer's tokens: (L).
  package let tokens: [Int32]
  /// The probability of each of those tokens: (L).
  package let confidence: [Float]
  /// The halting head's logit at the end.
  package let halt: Float
  /// The rollouts that gave this answer, this one included.
  package internal(set) var votes = 1
}

/// Runs of an engine.
package struct InferenceRun {
  private let engine: any Engine
  private let effort: InferenceOptions
  private let asked: Range<Int>
  /// Sequences that follow each other and are rollouts of one question.
  private let rollouts: Int

  /// A run on `engine` with some effort; the answer stands at the positions `asked`, or at all.
  ///
  /// With noise its sequences are the first rollouts of their questions.
  package init(_ engine: any Engine, _ effort: InferenceOptions, asked: Range<Int>? = nil) {
    self.init(engine, effort, asked: asked, rollouts: 1)
  }

  /// A run of questions of which each stands there `rollouts` times.
  init(_ engine: any Engine, _ effort: InferenceOptions, asked: Range<Int>?, rollouts: Int) {
    precondition(
      effort.depth >= 1 && effort.cycles >= 1 && effort.inner >= 1, "a run needs at least one step")
    self.engine = engine
    self.effort = effort
    self.rollouts = rollouts
    self.asked = asked ?? 0..<engine.weights.configuration.length
  }

  /// Answers questions; nil if the observer or `continues` stopped the run.
  ///
  /// A sequence that is done costs nothing more. `recorder` gets each sequence's record of each step,
  /// while that sequence still thinks; recording costs a copy of y and z a step. `stepped` is called
  /// after each step, and after the recorder, with the questions that the engine's sequences stand for.
  package func answer(
    _ questions: TokenBatch, observer: Observer? = nil,
    recorder: ((_ sequence: Int, StepRecord) -> Void)? = nil,
    stepped: ((_ sequences: [Int]) -> Void)? = nil,
    while continues: @escaping ContinueCheck = always
  ) -> [RunResult]? {
    let compares = recorder != nil || effort.tolerance > 0
    var outcomes = [RunResult?](repeating: nil, count: questions.count)
    var active = Array(0..<questions.count)
    engine.begin(questions)
    var before = compares ? Before(engine) : nil
    var stillness = effort.halt != nil && effort.patience > 0 ? Stillness(questions.count) : nil
    let keys =
      effort.noise > 0
      ? (0..<questions.count).map { effort.noiseKey(questions, $0, rollout: $0 % rollouts) } : []
    for step in 1...effort.depth {
      if effort.noise > 0 {
        engine.disturb(
          sigma: effort.noise, keys: active.map { Noise.key(keys[$0], UInt64(step)) })
      }
      guard
        engine.step(
          step, cycles: effort.cycles, inner: effort.inner, observer: observer, while: continues)
      else { return nil }
      var isAnyDone = false
      for (place, sequence) in active.enumerated() {
        let halt = engine.halting[place * 2]
        var settled = false
        if let before {
          let size = engine.weights.configuration.sequence * engine.weights.configuration.width
          let own = place * size..<(place + 1) * size
          let y = StateDelta(from: before.y[own], to: engine.y[own])
          let z = StateDelta(from: before.z[own], to: engine.z[own])
          settled = max(y.relative, z.relative) < effort.tolerance
          recorder?(
            sequence,
            StepRecord(
              step: step, tokens: engine.tokens(of: place), halt: halt, changeOfY: y.absolute,
              changeOfZ: z.absolute, residual: max(y.relative, z.relative)))
        }
        let still =
          stillness?.steps(of: sequence, showing: engine.tokens(of: place)[asked]) ?? 0
        let done = effort.halts(at: halt, still: still)
        if done || settled || step == effort.depth {
          isAnyDone = true
          let reading = HeadReading(engine, of: place)
          outcomes[sequence] = RunResult(
            steps: step, halted: done || settled, tokens: reading.tokens,
            confidence: reading.confidence(in: reading.tokens), halt: halt)
        }
      }
      stepped?(active)
      if isAnyDone {
        let thinking = active.indices.filter { outcomes[active[$0]] == nil }
        if thinking.isEmpty { break }
        engine.keep(thinking)
        active = thinking.map { active[$0] }
      }
      if compares { before = Before(engine) }
    }
    return outcomes.compactMap { $0 }
  }

  /// For how many steps each sequence has shown the same answer.
  private struct Stillness {
    private var shown: [ArraySlice<Int32>]
    private var counts: [Int]

    init(_ count: Int) {
      shown = [ArraySlice<Int32>](repeating: [], count: count)
      counts = [Int](repeating: 0, count: count)
    }

    /// The steps since the answer last changed, this one included.
    mutating func steps(of sequence: Int, showing tokens: ArraySlice<Int32>) -> Int {
      counts[sequence] = tokens == shown[sequence] ? counts[sequence] + 1 : 0
      shown[sequence] = tokens
      return counts[sequence]
    }
  }

  /// y and z as they were before a step.
  private struct Before {
    let y: [Float]
    let z: [Float]
    init(_ engine: any Engine) { (y, z) = (Array(engine.y), Array(engine.z)) }
  }
}
