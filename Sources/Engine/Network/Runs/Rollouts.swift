// Several rollouts of each question in one batch, one of which is selected as the answer.

internal import Kernels

/// How one of several rollouts is selected.
package enum SelectionRule: String, CaseIterable, Sendable {
  /// The answer that most rollouts give; among ties, the rollout with the highest halting logit.
  case vote
  /// The rollout with the highest halting logit.
  case halt
  /// The rollout whose y and z changed least, relative to their norm, in its last step.
  case residual

  /// The selected rollout (the first among equals) and how many share its answer.
  ///
  /// NaN ranks last.
  package func choice(of rollouts: [Rollout]) -> (index: Int, votes: Int) {
    precondition(!rollouts.isEmpty, "no rollouts to select from")
    var votes: [[Int32]: Int] = [:]
    for rollout in rollouts { votes[rollout.answer, default: 0] += 1 }
    func isBetter(_ one: Rollout, _ other: Rollout) -> Bool {
      switch self {
      case .vote:
        let (mine, others) = (votes[one.answer] ?? 0, votes[other.answer] ?? 0)
        return mine == others ? one.confidence > other.confidence : mine > others
      case .halt: return one.confidence > other.confidence
      case .residual: return one.change < other.change
      }
    }
    let best = rollouts.indices.dropFirst().reduce(0) {
      isBetter(rollouts[$1], rollouts[$0]) ? $1 : $0
    }
    return (best, votes[rollouts[best].answer] ?? 0)
  }
}

/// The properties of a rollout that selection rules compare.
package struct Rollout: Equatable, Sendable {
  /// The tokens at the answer's positions.
  package var answer: [Int32]
  /// The halting head's logit.
  package var halt: Float
  /// The relative change of y and z in the last step; infinite where it wasn't measured.
  package var residual: Double

  /// A rollout from its parts.
  package init(answer: [Int32], halt: Float, residual: Double = .infinity) {
    self.answer = answer
    self.halt = halt
    self.residual = residual
  }

  fileprivate var confidence: Float { halt.isNaN ? -.infinity : halt }
  fileprivate var change: Double { residual.isNaN ? .infinity : residual }
}

/// Runs K rollouts of each question; see ``InferenceOptions/breadth``, ``InferenceOptions/noise``
/// and ``InferenceOptions/selection``.
///
/// Noise is added to every rollout's y and z before each supervision step. One rollout without
/// noise is a plain run, at the same cost.
package struct Rollouts {
  private let engine: any Engine
  private let options: InferenceOptions
  private let answerRange: Range<Int>

  /// Rollouts on an engine with room for K sequences per question.
  package init(_ engine: any Engine, _ options: InferenceOptions, answerRange: Range<Int>? = nil) {
    self.engine = engine
    self.options = options
    self.answerRange = answerRange ?? 0..<engine.weights.configuration.length
  }

  /// Answers questions; nil if `shouldContinue` stopped it.
  ///
  /// After each step, `onStep` is called, then `onAnswer` with the answer that would currently be
  /// selected for each question that may have changed.
  package func answer(
    _ questions: TokenBatch, onStep: (() -> Void)? = nil,
    onAnswer: ((_ question: Int, _ tokens: [Int32]) -> Void)? = nil,
    while shouldContinue: @escaping ContinueCheck = alwaysContinue
  ) -> [RunResult]? {
    guard options.breadth > 1 else {
      return InferenceRun(engine, options, answerRange: answerRange).answer(
        questions,
        onStep: onStep == nil && onAnswer == nil
          ? nil
          : { active in
            onStep?()
            guard let onAnswer else { return }
            for (place, question) in active.enumerated() {
              onAnswer(
                question,
                options.holding(engine.tokens(of: place), of: questions[question]).tokens)
            }
          }, while: shouldContinue)
    }
    let latest = Latest(questions.count * options.breadth)
    let run = InferenceRun(engine, options, answerRange: answerRange, rollouts: options.breadth)
    let results = run.answer(
      questions.repeated(options.breadth),
      recorder: options.selection == .residual ? { latest.residuals[$0] = $1.residual } : nil,
      onStep: { active in
        onStep?()
        guard let onAnswer else { return }
        for (place, sequence) in active.enumerated() {
          latest.tokens[sequence] =
            options.holding(
              engine.tokens(of: place), of: questions[sequence / options.breadth]
            ).tokens
          latest.halts[sequence] = engine.haltingLogit(of: place)
        }
        for question in 0..<questions.count {
          let (index, _) = choice(question, latest)
          onAnswer(question, latest.tokens[question * options.breadth + index])
        }
      }, while: shouldContinue)
    guard let results else { return nil }
    for (sequence, result) in results.enumerated() {
      latest.tokens[sequence] = result.tokens
      latest.halts[sequence] = result.halt
    }
    return (0..<questions.count).map { question in
      let (index, votes) = choice(question, latest)
      var result = results[question * options.breadth + index]
      result.votes = votes
      return result
    }
  }

  private func choice(_ question: Int, _ latest: Latest) -> (index: Int, votes: Int) {
    let all = question * options.breadth..<(question + 1) * options.breadth
    return options.selection.choice(
      of: all.map {
        Rollout(
          answer: Array(latest.tokens[$0][answerRange]), halt: latest.halts[$0],
          residual: latest.residuals[$0])
      })
  }

  /// Each rollout's latest answer.
  private final class Latest {
    var tokens: [[Int32]]
    var halts: [Float]
    var residuals: [Double]

    init(_ count: Int) {
      tokens = [[Int32]](repeating: [], count: count)
      halts = [Float](repeating: -.infinity, count: count)
      residuals = [Double](repeating: .infinity, count: count)
    }
  }
}
