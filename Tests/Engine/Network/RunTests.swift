// Runs: depth, halting, settling, observing. The network is random; what is tested is the recursion.

import Kernels
import Network
import Testing

@Suite struct RunTests {
  let kind = Kind.all[0]

  @Test("the observer sees n updates of z, then y, T times a step, then both heads")
  func moments() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 1)
    var effort = InferenceOptions(kind.configuration)
    (effort.depth, effort.cycles, effort.inner) = (2, 2, 3)
    var seen: [String] = []
    let observer: Observer = { moment, values in
      seen.append("\(moment)")
      let size = moment.kind == .logits ? 20 : moment.kind == .halt ? 2 : 32
      #expect(values.count == size)
      return true
    }
    #expect(
      InferenceRun(engine, effort).answer(try kind.questions(1, seed: 2), observer: observer) != nil
    )
    let step = (1...2).flatMap { s in
      (1...2).flatMap { t in (1...3).map { "z@\(s).\(t).\($0)" } + ["y@\(s).\(t)"] }
        + ["logits@\(s)", "halt@\(s)"]
    }
    #expect(seen == step)
  }

  @Test("an observer that says stop ends the run at that update")
  func stop() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 1)
    var count = 0
    let observer: Observer = { _, _ in
      count += 1
      return count < 3
    }
    let outcome = InferenceRun(engine, InferenceOptions(kind.configuration)).answer(
      try kind.questions(1, seed: 2), observer: observer)
    #expect(outcome == nil && count == 3)
  }

  @Test("more steps start where fewer end")
  func depth() throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(2, seed: 3)
    var records: [[StepRecord]] = [[], []]
    var effort = InferenceOptions(kind.configuration)
    effort.depth = 5
    let outcomes = try #require(
      InferenceRun(FastEngine(weights, capacity: 2), effort).answer(
        questions, recorder: { records[$0].append($1) }))
    #expect(outcomes.map(\.steps) == [5, 5] && outcomes.allSatisfy { !$0.halted })
    effort.depth = 2
    let shallow = try #require(
      InferenceRun(FastEngine(weights, capacity: 2), effort).answer(questions))
    for sequence in 0..<2 {
      #expect(records[sequence].map(\.step) == [1, 2, 3, 4, 5])
      #expect(shallow[sequence].tokens == records[sequence][1].tokens)
      #expect(outcomes[sequence].tokens == records[sequence][4].tokens)
    }
  }

  @Test("a sequence stops at the first step whose halting probability is high enough")
  func halting() throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(4, seed: 3)
    var halts: [[Float]] = [[], [], [], []]
    var effort = InferenceOptions(kind.configuration)
    effort.depth = 6
    _ = InferenceRun(FastEngine(weights, capacity: 4), effort).answer(
      questions, recorder: { halts[$0].append(probability(ofLogit: $1.halt)) })
    let limit = Double(halts.flatMap { $0 }.sorted()[12])
    effort.halt = limit
    let outcomes = try #require(
      InferenceRun(FastEngine(weights, capacity: 4), effort).answer(questions))
    for sequence in 0..<4 {
      let first = halts[sequence].firstIndex { Double($0) > limit }
      #expect(outcomes[sequence].steps == (first ?? 5) + 1)
      #expect(outcomes[sequence].halted == (first != nil))
    }
  }

  @Test("a sequence stops once y and z change less than the tolerance")
  func settling() throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(1, seed: 3)
    var effort = InferenceOptions(kind.configuration)
    effort.depth = 200
    effort.tolerance = 0.9
    let loose = try #require(
      InferenceRun(FastEngine(weights, capacity: 1), effort).answer(questions))
    #expect(loose[0].halted && loose[0].steps < 200)
    effort.tolerance = 0
    let none = try #require(
      InferenceRun(FastEngine(weights, capacity: 1), effort).answer(questions))
    #expect(none[0].steps == 200 && !none[0].halted)
  }

  @Test("the generator repeats with its seed and its integers stay in range")
  func generator() {
    var (a, b) = (SeededGenerator(seed: 5), SeededGenerator(seed: 5))
    #expect((0..<100).allSatisfy { _ in a.next() == b.next() })
    var counts = [Int](repeating: 0, count: 3)
    for _ in 0..<3000 { counts[a.below(3)] += 1 }
    #expect(counts.allSatisfy { $0 > 900 && $0 < 1100 })
    #expect((0..<1000).allSatisfy { _ in (0..<1).contains(a.uniform()) })
  }
}
