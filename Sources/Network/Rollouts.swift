// Thinking wider: several noisy rollouts of one question, of which one answers.

/// Which of several rollouts of a question answers.
public enum Pick: String, Sendable, CaseIterable {
  /// One that gives the answer that most give; among equals the one whose halting head is surest.
  case vote
  /// The one whose halting head is surest.
  case halt
  /// The one that moved least in its last step.
  case residual

  /// The index of the rollout that answers; the answer stands at the positions `asked`.
  public func choice(among outcomes: [Outcome], asked: Range<Int>) -> Int {
    switch self {
    case .halt: return best(outcomes.indices) { outcomes[$0].halt > outcomes[$1].halt }
    case .residual:
      let moved = outcomes.map { $0.residual ?? .infinity }
      return best(outcomes.indices) { moved[$0] < moved[$1] }
    case .vote:
      let answers = outcomes.map { $0.tokens[asked] }
      let votes = answers.map { answer in answers.count { $0 == answer } }
      return best(outcomes.indices) {
        votes[$0] == votes[$1] ? outcomes[$0].halt > outcomes[$1].halt : votes[$0] > votes[$1]
      }
    }
  }

  /// The first index that no other is better than.
  private func best(_ indices: Range<Int>, _ isBetter: (Int, Int) -> Bool) -> Int {
    var best = indices.lowerBound
    for index in indices where isBetter(index, best) { best = index }
    return best
  }
}

extension Run {
  /// Runs `effort.breadth` rollouts of each question in one batch and picks one of each.
  ///
  /// The noise of a rollout depends on the seed, its number and the step, not on what else is asked.
  /// Source: PTRM (arXiv:2605.19943), which picks by the halting head.
  func answerWidely(
    _ questions: Questions, while continues: @escaping Continues
  ) -> [Outcome]? {
    let breadth = effort.breadth
    var single = effort
    single.breadth = 1
    var run = Run(engine, single, asked: asked)
    run.rollouts = breadth
    run.measuresResidual = effort.pick == .residual
    guard let all = run.answer(questions.repeated(breadth), while: continues) else { return nil }
    return (0..<questions.count).map { question in
      let own = Array(all[question * breadth..<(question + 1) * breadth])
      return own[effort.pick.choice(among: own, asked: asked)]
    }
  }
}
