// A run: supervision steps until the network says that it is done, or its depth is reached.

internal import Kernels

/// How long a run thinks and when it stops.
public struct Effort: Hashable, Sendable {
  /// N_sup: the most supervision steps.
  public var depth: Int
  /// T: cycles in a step.
  public var cycles: Int
  /// n: updates of z in a cycle.
  public var inner: Int
  /// The halting probability above which a sequence is done; nil to think to the full depth.
  public var halt: Double?
  /// Steps for which the answer must have stood still before halting counts.
  ///
  /// The halting head is too sure of itself where questions are rare and hard; an answer that still
  /// changes is a sign that it is wrong.
  public var patience: Int
  /// The relative change of y and z below which a sequence has settled; 0 to ignore it.
  public var tolerance: Double

  /// K: rollouts of each question, of which one is picked.
  public var breadth: Int
  /// The spread of the noise on y and z before each step, where their own is 1.
  public var noise: Double
  /// Which rollout answers.
  public var pick: Pick
  /// What the noise starts from.
  public var seed: UInt64

  /// Whether a run may end before its depth.
  public var canStopEarly: Bool { halt != nil || tolerance > 0 }

  /// Whether a sequence is done whose halting head says `halt`, after so many steps in which its
  /// answer stood still.
  func halts(at halt: Float, still: Int) -> Bool {
    guard let least = self.halt else { return false }
    return still >= patience && Double(probability(ofLogit: halt)) > least
  }

  /// The same without halting, settling, rollouts and noise: one run to the full depth.
  public var full: Effort {
    var effort = self
    (effort.halt, effort.tolerance, effort.breadth, effort.noise) = (nil, 0, 1, 0)
    return effort
  }

  /// The effort that a network was made for, to its full depth.
  public init(_ configuration: Configuration) {
    depth = configuration.depth
    cycles = configuration.cycles
    inner = configuration.inner
    halt = nil
    patience = 0
    tolerance = 0
    breadth = 1
    noise = 0
    pick = .vote
    seed = 1
  }
}

/// What one supervision step did to one sequence.
public struct StepRecord: Equatable, Sendable {
  /// s, from 1.
  public let step: Int
  /// The most likely token at each of the L positions.
  public let tokens: [Int32]
  /// The halting head's logit; above 0 it says that the answer is right.
  public let halt: Float
  /// ‖Δy‖ over all positions.
  public let changeOfY: Double
  /// ‖Δz‖ over all positions.
  public let changeOfZ: Double
}

/// How a run ended for one sequence.
public struct Outcome: Equatable, Sendable {
  /// Steps taken until it was done.
  public let steps: Int
  /// Whether it stopped by itself, before its depth or because it was done or settled there.
  public let halted: Bool
  /// The answer's tokens: (L).
  public let tokens: [Int32]
  /// The probability of each of those tokens: (L).
  public let confidence: [Float]
  /// The halting head's logit at the end.
  public let halt: Float
  /// The relative change of y and z in the last step, the larger of both; nil where nobody asks.
  public let residual: Double?

  /// An outcome from its parts.
  public init(
    steps: Int, halted: Bool, tokens: [Int32], confidence: [Float], halt: Float,
    residual: Double? = nil
  ) {
    self.steps = steps
    self.halted = halted
    self.tokens = tokens
    self.confidence = confidence
    self.halt = halt
    self.residual = residual
  }
}

/// Runs of an engine.
public struct Run {
  let engine: any Engine
  let effort: Effort
  let asked: Range<Int>
  /// How many sequences in a row are rollouts of one question, and whether their residual counts.
  var rollouts = 1
  var measuresResidual = false

  /// A run on `engine` with some effort; the answer stands at the positions `asked`, or at all.
  public init(_ engine: any Engine, _ effort: Effort, asked: Range<Int>? = nil) {
    precondition(
      effort.depth >= 1 && effort.cycles >= 1 && effort.inner >= 1, "a run needs at least one step")
    self.engine = engine
    self.effort = effort
    self.asked = asked ?? 0..<engine.weights.configuration.length
  }

  /// Answers questions; nil if the observer or `continues` stopped the run.
  ///
  /// A sequence that is done costs nothing more. `recorder` gets each sequence's record of each step,
  /// while that sequence still thinks; recording costs a copy of y and z a step. `stepped` is called
  /// after each step with the questions that the engine's sequences stand for.
  public func answer(
    _ questions: Questions, observer: Observer? = nil,
    recorder: ((_ sequence: Int, StepRecord) -> Void)? = nil,
    stepped: ((_ sequences: [Int]) -> Void)? = nil, while continues: @escaping Continues = always
  ) -> [Outcome]? {
    guard effort.breadth == 1 else { return answerWidely(questions, while: continues) }
    let compares = recorder != nil || effort.tolerance > 0 || measuresResidual
    var outcomes = [Outcome?](repeating: nil, count: questions.count)
    var active = Array(0..<questions.count)
    engine.begin(questions)
    var before = compares ? Before(engine) : nil
    var stillness = effort.halt != nil && effort.patience > 0 ? Stillness(questions.count) : nil
    for step in 1...effort.depth {
      if effort.noise > 0 {
        engine.disturb(
          sigma: Float(effort.noise),
          keys: active.map { effort.noiseKey(step: step, rollout: $0 % rollouts) })
      }
      guard
        engine.step(
          step, cycles: effort.cycles, inner: effort.inner, observer: observer, while: continues)
      else { return nil }
      stepped?(active)
      var isAnyDone = false
      for (place, sequence) in active.enumerated() {
        let halt = engine.halting[place * 2]
        var (settled, residual): (Bool, Double?) = (false, nil)
        if let before {
          let size = engine.weights.configuration.sequence * engine.weights.configuration.width
          let own = place * size..<(place + 1) * size
          let y = Movement(from: before.y[own], to: engine.y[own])
          let z = Movement(from: before.z[own], to: engine.z[own])
          let moved = max(y.relative, z.relative)
          residual = moved
          settled = moved < effort.tolerance
          recorder?(
            sequence,
            StepRecord(
              step: step, tokens: engine.tokens(of: place), halt: halt, changeOfY: y.absolute,
              changeOfZ: z.absolute))
        }
        let still =
          stillness?.steps(of: sequence, showing: engine.tokens(of: place)[asked]) ?? 0
        let done = effort.halts(at: halt, still: still)
        if done || settled || step == effort.depth {
          isAnyDone = true
          let reading = Reading(engine, of: place)
          outcomes[sequence] = Outcome(
            steps: step, halted: done || settled, tokens: reading.tokens,
            confidence: reading.confidence(in: reading.tokens), halt: halt, residual: residual)
        }
      }
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
