// Thinking wider: several rollouts of one question in one batch, of which one is picked.

internal import Kernels

/// How one of several rollouts is picked.
package enum SelectionRule: String, CaseIterable, Sendable {
  /// The answer that most rollouts give; of equally many, the one with the surest halting head.
  case vote
  /// The rollout whose halting head is surest.
  case halt
  /// The rollout whose y and z changed least in its last step, relative to their size.
  case residual

  /// The rollout that is picked, the first of equally good ones, and how many share its answer.
  ///
  /// What is no number is the worst.
  package func choice(of rollouts: [Rollout]) -> (index: Int, votes: Int) {
    precondition(!rollouts.isEmpty, "there is something to pick from")
    var votes: [[Int32]: Int] = [:]
    for rollout in rollouts { votes[rollout.answer, default: 0] += 1 }
    func isBetter(_ one: Rollout, _ other: Rollout) -> Bool {
      switch self {
      case .vote:
        let (mine, others) = (votes[one.answer] ?? 0, votes[other.answer] ?? 0)
        return mine == others ? one.sureness > other.sureness : mine > others
      case .halt: return one.sureness > other.sureness
      case .residual: return one.unrest < other.unrest
      }
    }
    let best = rollouts.indices.dropFirst().reduce(0) {
      isBetter(rollouts[$1], rollouts[$0]) ? $1 : $0
    }
    return (best, votes[rollouts[best].answer] ?? 0)
  }
}

/// What picking looks at.
package struct Rollout: Equatable, Sendable {
  /// The tokens at the answer's positions.
  package var answer: [Int32]
  /// The halting head's logit.
  package var halt: Float
  /// The relative change of y and z in the last step; infinite where it wasn't measured.
  package var residual: Double

  /// A rollout as it stands.
  package init(answer: [Int32], halt: Float, residual: Double = .infinity) {
    self.answer = answer
    self.halt = halt
    self.residual = residual
  }

  fileprivate var sureness: Float { halt.isNaN ? -.infinity : halt }
  fileprivate var unrest: Double { residual.isNaN ? .infinity : residual }
}

/// Runs of K rollouts of each question: ``Effort/breadth``, ``Effort/noise`` and ``Effort/pick``.
///
/// Before each supervision step every rollout's y and z get noise of its own. One rollout without
/// noise is the plain run, and costs what it costs.
package struct Rollouts {
  private let engine: any Engine
  private let effort: InferenceOptions
  private let asked: Range<Int>

  /// Rollouts on an engine that has room for K sequences for each question.
  package init(_ engine: any Engine, _ effort: InferenceOptions, asked: Range<Int>? = nil) {
    self.engine = engine
    self.effort = effort
    self.asked = asked ?? 0..<engine.weights.configuration.length
  }

  /// Answers questions; nil if `continues` stopped it.
  ///
  /// `shown` gets what would be picked of a question after each step that any of its rollouts, or of
  /// those beside it, takes. `stepped` is called first as each step ends.
  package func answer(
    _ questions: TokenBatch, stepped: (() -> Void)? = nil,
    shown: ((_ question: Int, _ tokens: [Int32]) -> Void)? = nil,
    while continues: @escaping ContinueCheck = always
  ) -> [RunResult]? {
    guard effort.breadth > 1 else {
      return InferenceRun(engine, effort, asked: asked).answer(
        questions,
        stepped: stepped == nil && shown == nil
          ? nil
          : { active in
            stepped?()
            guard let shown else { return }
            for (place, question) in active.enumerated() {
              shown(question, engine.tokens(of: place))
            }
          }, while: continues)
    }
    let latest = Latest(questions.count * effort.breadth)
    let run = InferenceRun(engine, effort, asked: asked, rollouts: effort.breadth)
    let outcomes = run.answer(
      questions.repeated(effort.breadth),
      recorder: effort.pick == .residual ? { latest.residuals[$0] = $1.residual } : nil,
      stepped: { active in
        stepped?()
        guard let shown else { return }
        for (place, sequence) in active.enumerated() {
          latest.tokens[sequence] = engine.tokens(of: place)
          latest.halts[sequence] = engine.halting[place * 2]
        }
        for question in 0..<questions.count {
          let (index, _) = choice(question, latest)
          shown(question, latest.tokens[question * effort.breadth + index])
        }
      }, while: continues)
    guard let outcomes else { return nil }
    for (sequence, outcome) in outcomes.enumerated() {
      latest.tokens[sequence] = outcome.tokens
      latest.halts[sequence] = outcome.halt
    }
    return (0..<questions.count).map { question in
      let (index, votes) = choice(question, latest)
      var outcome = outcomes[question * effort.breadth + index]
      outcome.votes = votes
      return outcome
    }
  }

  private func choice(_ question: Int, _ latest: Latest) -> (index: Int, votes: Int) {
    let all = question * effort.breadth..<(question + 1) * effort.breadth
    return effort.pick.choice(
      of: all.map {
        Rollout(
          answer: Array(latest.tokens[$0][asked]), halt: latest.halts[$0],
          residual: latest.residuals[$0])
      })
  }

  /// What each rollout showed last.
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
