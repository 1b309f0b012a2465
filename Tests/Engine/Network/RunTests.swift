// Runs of random networks: depth, halting, convergence, observers.

import Kernels
import Network
import Testing

@Suite struct RunTests {
  let kind = Kind.all[0]

  @Test("the observer gets n updates of z, then y, T times a step, then both heads")
  func stateIDs() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 1)
    var options = InferenceOptions(kind.configuration)
    (options.depth, options.cycles, options.inner) = (2, 2, 3)
    var seen: [String] = []
    let observer: Observer = { stateID, values in
      seen.append("\(stateID)")
      let size = stateID.kind == .logits ? 20 : stateID.kind == .halt ? 2 : 32
      #expect(values.count == size)
      return true
    }
    #expect(
      InferenceRun(engine, options).answer(try kind.questions(1, seed: 2), observer: observer)
        != nil)
    let step = (1...2).flatMap { s in
      (1...2).flatMap { t in (1...3).map { "z@\(s).\(t).\($0)" } + ["y@\(s).\(t)"] }
        + ["logits@\(s)", "halt@\(s)"]
    }
    #expect(seen == step)
  }

  @Test("an observer that returns false stops the run at that update")
  func stop() throws {
    let engine = FastEngine(try kind.weights(seed: 1), capacity: 1)
    var count = 0
    let observer: Observer = { _, _ in
      count += 1
      return count < 3
    }
    let result = InferenceRun(engine, InferenceOptions(kind.configuration)).answer(
      try kind.questions(1, seed: 2), observer: observer)
    #expect(result == nil && count == 3)
  }

  @Test("a longer run continues a shorter one")
  func depth() throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(2, seed: 3)
    var records: [[StepRecord]] = [[], []]
    var options = InferenceOptions(kind.configuration)
    options.depth = 5
    let results = try #require(
      InferenceRun(FastEngine(weights, capacity: 2), options).answer(
        questions, recorder: { records[$0].append($1) }))
    #expect(results.map(\.steps) == [5, 5] && results.allSatisfy { !$0.halted })
    options.depth = 2
    let shallow = try #require(
      InferenceRun(FastEngine(weights, capacity: 2), options).answer(questions))
    for sequence in 0..<2 {
      #expect(records[sequence].map(\.step) == [1, 2, 3, 4, 5])
      #expect(shallow[sequence].tokens == records[sequence][1].tokens)
      #expect(results[sequence].tokens == records[sequence][4].tokens)
    }
  }

  @Test("a sequence halts at the first step whose halting probability exceeds the threshold")
  func halting() throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(4, seed: 3)
    var halts: [[Float]] = [[], [], [], []]
    var options = InferenceOptions(kind.configuration)
    options.depth = 6
    _ = InferenceRun(FastEngine(weights, capacity: 4), options).answer(
      questions, recorder: { halts[$0].append(probability(ofLogit: $1.halt)) })
    let limit = Double(halts.flatMap { $0 }.sorted()[12])
    options.halt = limit
    let results = try #require(
      InferenceRun(FastEngine(weights, capacity: 4), options).answer(questions))
    for sequence in 0..<4 {
      let first = halts[sequence].firstIndex { Double($0) > limit }
      #expect(results[sequence].steps == (first ?? 5) + 1)
      #expect(results[sequence].halted == (first != nil))
    }
  }

  @Test("a sequence halts once y and z change by less than the tolerance")
  func settling() throws {
    let weights = try kind.weights(seed: 1)
    let questions = try kind.questions(1, seed: 3)
    var options = InferenceOptions(kind.configuration)
    options.depth = 200
    options.tolerance = 0.9
    let loose = try #require(
      InferenceRun(FastEngine(weights, capacity: 1), options).answer(questions))
    #expect(loose[0].halted && loose[0].steps < 200)
    options.tolerance = 0
    let none = try #require(
      InferenceRun(FastEngine(weights, capacity: 1), options).answer(questions))
    #expect(none[0].steps == 200 && !none[0].halted)
  }

  @Test("the generator is reproducible and its integers are in range")
  func generator() {
    var (a, b) = (SeededGenerator(seed: 5), SeededGenerator(seed: 5))
    #expect((0..<100).allSatisfy { _ in a.next() == b.next() })
    var counts = [Int](repeating: 0, count: 3)
    for _ in 0..<3000 { counts[a.below(3)] += 1 }
    #expect(counts.allSatisfy { $0 > 900 && $0 < 1100 })
    #expect((0..<1000).allSatisfy { _ in (0..<1).contains(a.uniform()) })
  }
}
