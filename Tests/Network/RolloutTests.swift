// Several rollouts of one question: the same noise for the same key, and which one answers.

import Kernels
import Network
import Support
import Testing

@Suite struct RolloutTests {
  private func outcome(_ tokens: [Int32], halt: Float = 0, residual: Double = 0) -> Outcome {
    Outcome(
      steps: 3, halted: false, tokens: tokens, confidence: [], halt: halt, residual: residual)
  }

  @Test("a vote is won by the answer that most give, a tie by the surer halting head")
  func vote() {
    let outcomes = [
      outcome([9, 1], halt: 3), outcome([8, 2], halt: 1), outcome([7, 2], halt: 2),
      outcome([6, 3], halt: 9),
    ]
    // Where only the second token is asked, 2 has two votes, and the surer of both is the third.
    #expect(Pick.vote.choice(among: outcomes, asked: 1..<2) == 2)
    // Where both are, all have one vote.
    #expect(Pick.vote.choice(among: outcomes, asked: 0..<2) == 3)
  }

  @Test("the surest halting head and the smallest residual are picked, the first of equals")
  func picks() {
    let outcomes = [
      outcome([1], halt: 1, residual: 0.3), outcome([2], halt: 4, residual: 0.2),
      outcome([3], halt: 4, residual: 0.1), outcome([4], halt: -1, residual: 0.1),
    ]
    #expect(Pick.halt.choice(among: outcomes, asked: 0..<1) == 1)
    #expect(Pick.residual.choice(among: outcomes, asked: 0..<1) == 2)
  }

  @Test("rollouts without noise all agree with the plain run", arguments: Kind.all)
  func quiet(kind: Kind) throws {
    let weights = try kind.weights(seed: 21)
    let questions = try kind.questions(3, seed: 22)
    var effort = Effort(kind.configuration)
    let plain = try #require(Run(FastEngine(weights, capacity: 3), effort).answer(questions))
    effort.breadth = 4
    for pick in [Pick.vote, .halt] {
      effort.pick = pick
      let wide = try #require(
        Run(FastEngine(weights, capacity: 12), effort).answer(questions))
      #expect(wide == plain)
    }
  }

  @Test("noise depends on the seed, the rollout and the step, not on threads or neighbours")
  func noise() throws {
    let kind = Kind.all[0]
    let weights = try kind.weights(seed: 23)
    let questions = try kind.questions(3, seed: 24)
    var effort = Effort(kind.configuration)
    (effort.breadth, effort.noise, effort.depth) = (5, 0.4, 3)
    func run(_ questions: Questions, threads: Int, seed: UInt64 = 1) throws -> [Outcome] {
      effort.seed = seed
      let engine = FastEngine(weights, capacity: 15, team: Team(threads))
      return try #require(Run(engine, effort).answer(questions))
    }
    let together = try run(questions, threads: 1)
    #expect(try run(questions, threads: 3) == together)
    for i in 0..<3 { #expect(try run(questions[i..<i + 1], threads: 2) == [together[i]]) }
    #expect(try run(questions, threads: 1, seed: 2) != together)
  }

  @Test("both engines add the same noise")
  func engines() throws {
    let kind = Kind.all[1]
    let weights = try kind.weights(seed: 25)
    let questions = try kind.questions(2, seed: 26)
    let engines: [any Engine] = [FastEngine(weights, capacity: 2), ReferenceEngine(weights)]
    let states = engines.map { engine in
      engine.begin(questions)
      let before = Array(engine.y)
      engine.disturb(sigma: 0.5, keys: [7, 8])
      _ = engine.step(1, cycles: 1, inner: 1)
      return (before, Array(engine.y), Array(engine.z))
    }
    #expect(distance(states[0].1, states[1].1) < 1e-4)
    #expect(distance(states[0].2, states[1].2) < 1e-4)
  }
}
