// Rollouts: what one and several of them answer, the noise, and picking by hand-made cases.

import Kernels
import Network
import Testing

@Suite struct RolloutTests {
  let kind = Kind.all[0]

  private func effort(breadth: Int, noise: Float, pick: SelectionRule = .vote, seed: UInt64 = 1)
    -> InferenceOptions
  {
    var effort = InferenceOptions(kind.configuration)
    (effort.breadth, effort.noise, effort.pick, effort.seed) = (breadth, noise, pick, seed)
    return effort
  }

  private func answers(
    _ effort: InferenceOptions, count: Int = 6, threads: Int = 1, seed: UInt64 = 1
  ) throws -> [RunResult] {
    let engine = FastEngine(
      try kind.weights(seed: seed), capacity: count * effort.breadth,
      threadPool: ThreadPool(threads))
    return try #require(
      Rollouts(engine, effort, asked: 1..<3).answer(try kind.questions(count, seed: 3)))
  }

  @Test("one rollout without noise is the plain run, bit for bit")
  func plain() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 6)
    var effort = effort(breadth: 1, noise: 0)
    for halt in [nil, 0.5] {
      effort.halt = halt
      let run = try #require(InferenceRun(engine, effort).answer(try kind.questions(6, seed: 3)))
      #expect(try answers(effort) == run)
      effort.seed += 1
      #expect(try answers(effort) == run)
    }
  }

  @Test(
    "rollouts without noise all agree, however one is picked", arguments: SelectionRule.allCases)
  func agreement(pick: SelectionRule) throws {
    let plain = try answers(effort(breadth: 1, noise: 0))
    let picked = try answers(effort(breadth: 5, noise: 0, pick: pick))
    #expect(picked.allSatisfy { $0.votes == 5 })
    #expect(picked.map(\.tokens) == plain.map(\.tokens))
    #expect(picked.map(\.confidence) == plain.map(\.confidence))
    #expect(picked.map(\.halt) == plain.map(\.halt))
  }

  @Test("noise is the same for any number of threads and whatever stands beside a question")
  func repetition() throws {
    for pick in SelectionRule.allCases {
      let effort = effort(breadth: 7, noise: 3, pick: pick)
      let one = try answers(effort)
      #expect(try answers(effort, threads: 2) == one)
      #expect(try answers(effort, threads: 3) == one)
      #expect(try answers(effort, count: 2) == Array(one[..<2]))
      var other = effort
      other.seed = 2
      #expect(try answers(other) != one)
      #expect(one.contains { $0.votes < 7 })
    }
  }

  @Test("the first rollout is the run with noise, and noise changes a run")
  func first() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 6)
    let noisy = effort(breadth: 1, noise: 0.5)
    let run = try #require(InferenceRun(engine, noisy).answer(try kind.questions(6, seed: 3)))
    #expect(try answers(noisy) == run)
    #expect(try answers(effort(breadth: 1, noise: 0)).map(\.halt) != run.map(\.halt))
  }

  @Test("what is shown after the last step is what is answered", arguments: SelectionRule.allCases)
  func shown(pick: SelectionRule) throws {
    for breadth in [1, 4] {
      var effort = effort(breadth: breadth, noise: 0.5, pick: pick)
      for halt in [nil, 0.5] {
        effort.halt = halt
        let engine = FastEngine(try kind.weights(seed: 1), capacity: 5 * breadth)
        var (last, steps) = ([[Int32]](repeating: [], count: 5), 0)
        let outcomes = try #require(
          Rollouts(engine, effort).answer(
            try kind.questions(5, seed: 3), stepped: { steps += 1 }, shown: { last[$0] = $1 }))
        #expect(outcomes.map(\.tokens) == last)
        #expect(halt == nil ? steps == effort.depth : steps <= effort.depth)
      }
    }
  }

  @Test("fewer steps of a noisy run are the beginning of more")
  func depth() throws {
    var effort = effort(breadth: 4, noise: 0.5)
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 20)
    let questions = try kind.questions(5, seed: 3)
    var shown = [[[Int32]]](repeating: [], count: 5)
    _ = Rollouts(engine, effort).answer(questions, shown: { shown[$0].append($1) })
    effort.depth = 1
    let shallow = try #require(Rollouts(engine, effort).answer(questions))
    #expect(shallow.map(\.tokens) == shown.map { $0[0] })
  }

  @Test("both engines disturb alike", arguments: Kind.all)
  func engines(kind: Kind) throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(2, seed: 3)
    let (fast, plain) = (FastEngine(weights, capacity: 2), ReferenceEngine(weights))
    for engine in [fast, plain] as [any Engine] {
      engine.begin(questions)
      let (y, z) = (Array(engine.y), Array(engine.z))
      engine.disturb(sigma: 0.5, keys: [7, 9])
      // Everything changes, within √3 σ.
      for i in y.indices {
        #expect(engine.y[i] != y[i] && abs(engine.y[i] - y[i]) < 0.8661)
        #expect(engine.z[i] != z[i] && abs(engine.z[i] - z[i]) < 0.8661)
      }
    }
    for (a, b) in [(fast.y, plain.y), (fast.z, plain.z)] {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test("a vote goes to the answer that most give, and to its surest rollout")
  func vote() {
    func rollout(_ answer: [Int32], _ halt: Float) -> Rollout {
      Rollout(answer: answer, halt: halt)
    }
    let three = [
      rollout([1, 2], 0), rollout([3, 4], 9), rollout([1, 2], 1), rollout([1, 2], 1),
    ]
    #expect(SelectionRule.vote.choice(of: three) == (2, 3))
    // Two against two: 3 4 has the surest head.
    let tie = [rollout([1, 2], 1), rollout([3, 4], -5), rollout([1, 2], 2), rollout([3, 4], 3)]
    #expect(SelectionRule.vote.choice(of: tie) == (3, 2))
    // All alike: the first.
    #expect(SelectionRule.vote.choice(of: [rollout([1], 1), rollout([2], 1)]) == (0, 1))
    #expect(SelectionRule.vote.choice(of: [rollout([1], .nan), rollout([2], -7)]) == (1, 1))
  }

  @Test("the halting head and the residual pick by their number, whatever the others answer")
  func numbers() {
    let rollouts = [
      Rollout(answer: [1], halt: 1, residual: 0.3), Rollout(answer: [2], halt: 4, residual: 0.4),
      Rollout(answer: [1], halt: .nan, residual: .nan),
      Rollout(answer: [1], halt: -2, residual: 0.1),
      Rollout(answer: [2], halt: 4, residual: 0.1),
    ]
    #expect(SelectionRule.halt.choice(of: rollouts) == (1, 2))
    #expect(SelectionRule.residual.choice(of: rollouts) == (3, 3))
    let broken = [Rollout(answer: [1], halt: .nan, residual: .nan)]
    for pick in SelectionRule.allCases { #expect(pick.choice(of: broken) == (0, 1)) }
  }

  @Test("a stop answers nothing")
  func stop() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 8)
    let rollouts = Rollouts(engine, effort(breadth: 4, noise: 0.1))
    #expect(rollouts.answer(try kind.questions(2, seed: 3), while: { false }) == nil)
  }
}
