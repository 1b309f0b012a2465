// Rollouts: their answers, their noise, and the selection rules on hand-made cases.

import Kernels
import Network
import Testing

@Suite struct RolloutTests {
  let kind = Kind.all[0]

  private func options(
    breadth: Int, noise: Float, selection: SelectionRule = .vote, seed: UInt64 = 1
  ) -> InferenceOptions {
    var options = InferenceOptions(kind.configuration)
    (options.breadth, options.noise, options.selection, options.seed) = (
      breadth, noise, selection, seed
    )
    return options
  }

  private func answers(
    _ options: InferenceOptions, count: Int = 6, threads: Int = 1, seed: UInt64 = 1
  ) throws -> [RunResult] {
    let engine = FastEngine(
      try kind.weights(seed: seed), capacity: count * options.breadth,
      threadPool: ThreadPool(threads))
    return try #require(
      Rollouts(engine, options, answerRange: 1..<3).answer(try kind.questions(count, seed: 3)))
  }

  @Test("one rollout without noise equals a plain run, bit for bit")
  func plain() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 6)
    var options = options(breadth: 1, noise: 0)
    for halt in [nil, 0.5] {
      options.halt = halt
      let run = try #require(InferenceRun(engine, options).answer(try kind.questions(6, seed: 3)))
      #expect(try answers(options) == run)
      options.seed += 1
      #expect(try answers(options) == run)
    }
  }

  @Test(
    "rollouts without noise all agree, whatever the selection rule",
    arguments: SelectionRule.allCases)
  func agreement(selection: SelectionRule) throws {
    let plain = try answers(options(breadth: 1, noise: 0))
    let picked = try answers(options(breadth: 5, noise: 0, selection: selection))
    #expect(picked.allSatisfy { $0.votes == 5 })
    #expect(picked.map(\.tokens) == plain.map(\.tokens))
    #expect(picked.map(\.confidence) == plain.map(\.confidence))
    #expect(picked.map(\.halt) == plain.map(\.halt))
  }

  @Test("noise doesn't depend on the number of threads or the rest of the batch")
  func repetition() throws {
    for selection in SelectionRule.allCases {
      let options = options(breadth: 7, noise: 3, selection: selection)
      let one = try answers(options)
      #expect(try answers(options, threads: 2) == one)
      #expect(try answers(options, threads: 3) == one)
      #expect(try answers(options, count: 2) == Array(one[..<2]))
      var other = options
      other.seed = 2
      #expect(try answers(other) != one)
      #expect(one.contains { $0.votes < 7 })
    }
  }

  @Test("the first rollout equals a plain run with noise, and noise changes a run")
  func first() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 6)
    let noisy = options(breadth: 1, noise: 0.5)
    let run = try #require(InferenceRun(engine, noisy).answer(try kind.questions(6, seed: 3)))
    #expect(try answers(noisy) == run)
    #expect(try answers(options(breadth: 1, noise: 0)).map(\.halt) != run.map(\.halt))
  }

  @Test("the last reported answer is the result", arguments: SelectionRule.allCases)
  func shown(selection: SelectionRule) throws {
    for breadth in [1, 4] {
      var options = options(breadth: breadth, noise: 0.5, selection: selection)
      for halt in [nil, 0.5] {
        options.halt = halt
        let engine = FastEngine(try kind.weights(seed: 1), capacity: 5 * breadth)
        var (last, steps) = ([[Int32]](repeating: [], count: 5), 0)
        let results = try #require(
          Rollouts(engine, options).answer(
            try kind.questions(5, seed: 3), onStep: { steps += 1 }, onAnswer: { last[$0] = $1 }))
        #expect(results.map(\.tokens) == last)
        #expect(halt == nil ? steps == options.depth : steps <= options.depth)
      }
    }
  }

  @Test("a shorter noisy run is a prefix of a longer one")
  func depth() throws {
    var options = options(breadth: 4, noise: 0.5)
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 20)
    let questions = try kind.questions(5, seed: 3)
    var shown = [[[Int32]]](repeating: [], count: 5)
    _ = Rollouts(engine, options).answer(questions, onAnswer: { shown[$0].append($1) })
    options.depth = 1
    let shallow = try #require(Rollouts(engine, options).answer(questions))
    #expect(shallow.map(\.tokens) == shown.map { $0[0] })
  }

  @Test("both engines add the same noise", arguments: Kind.all)
  func engines(kind: Kind) throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(2, seed: 3)
    let (fast, plain) = (FastEngine(weights, capacity: 2), ReferenceEngine(weights))
    for engine in [fast, plain] as [any Engine] {
      engine.begin(questions)
      let (y, z) = (Array(engine.state(.y)), Array(engine.state(.z)))
      engine.addNoise(sigma: 0.5, keys: [7, 9])
      // Every number changes, by at most √3 σ.
      for i in y.indices {
        #expect(engine.state(.y)[i] != y[i] && abs(engine.state(.y)[i] - y[i]) < 0.8661)
        #expect(engine.state(.z)[i] != z[i] && abs(engine.state(.z)[i] - z[i]) < 0.8661)
      }
    }
    for (a, b) in [(fast.state(.y), plain.state(.y)), (fast.state(.z), plain.state(.z))] {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test("a vote selects the most frequent answer and its rollout with the highest halting logit")
  func vote() {
    func rollout(_ answer: [Int32], _ halt: Float) -> Rollout {
      Rollout(answer: answer, halt: halt)
    }
    let three = [
      rollout([1, 2], 0), rollout([3, 4], 9), rollout([1, 2], 1), rollout([1, 2], 1),
    ]
    #expect(SelectionRule.vote.choice(of: three) == (2, 3))
    // Two against two: a rollout of 3 4 has the highest halting logit.
    let tie = [rollout([1, 2], 1), rollout([3, 4], -5), rollout([1, 2], 2), rollout([3, 4], 3)]
    #expect(SelectionRule.vote.choice(of: tie) == (3, 2))
    // All alike: the first.
    #expect(SelectionRule.vote.choice(of: [rollout([1], 1), rollout([2], 1)]) == (0, 1))
    #expect(SelectionRule.vote.choice(of: [rollout([1], .nan), rollout([2], -7)]) == (1, 1))
  }

  @Test("the halting and residual rules ignore the answers")
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
    for selection in SelectionRule.allCases { #expect(selection.choice(of: broken) == (0, 1)) }
  }

  @Test("an interrupted run has no result")
  func stop() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 8)
    let rollouts = Rollouts(engine, options(breadth: 4, noise: 0.1))
    #expect(rollouts.answer(try kind.questions(2, seed: 3), while: { false }) == nil)
  }
}
