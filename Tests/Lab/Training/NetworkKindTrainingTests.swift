// Training networks of other kinds.

import Kernels
import Network
import Puzzles
import Storage
import Testing

import Training

@Suite struct NetworkKindTrainingTests {
  private func trainer(
    _ kind: NetworkKind, steps: Int, threads: Int = 1
  ) throws -> Trainer {
    let puzzle = try Arithmetic(options: ["digits": "1", "operators": "+", "negatives": "0"])
    let c = Configuration(
      vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 32, layers: 1,
      innerWidth: 64, heads: 2, rotaryBase: 100,
      inner: kind == .baseline ? 0 : kind == .hier6 ? 6 : 2, cycles: 1, depth: 4,
      network: kind)
    var configuration = TrainingConfiguration()
    (configuration.steps, configuration.batchSize, configuration.depth) = (steps, 32, 4)
    (configuration.inner, configuration.learningRate, configuration.warmupSteps) = (
      c.inner, 3e-3, 20
    )
    return try Trainer(
      try Weights.initial(c, seed: 1), configuration: configuration,
      threadPool: ThreadPool(threads)
    ) { generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
  }

  @Test(
    "each kind learns: after 200 steps its loss is below half of the first",
    arguments: NetworkKind.allCases)
  func learning(kind: NetworkKind) throws {
    let trainer = try trainer(kind, steps: 200)
    let first = try trainer.advance().loss
    var last = 0.0
    for step in 2...200 {
      let report = try trainer.advance()
      if step > 190 { last += report.loss / 10 }
    }
    #expect(last < first / 2, "\(kind): \(first) to \(last)")
  }

  @Test(
    "a resumed training of any kind goes on bit for bit, on any number of threads",
    arguments: NetworkKind.allCases)
  func resume(kind: NetworkKind) throws {
    let whole = try trainer(kind, steps: 12)
    for _ in 0..<12 { _ = try whole.advance() }
    let first = try trainer(kind, steps: 12, threads: 2)
    for _ in 0..<5 { _ = try first.advance() }
    let state = try first.state()
    #expect(state.states.count == kind.architecture.states.count)
    let second = try trainer(kind, steps: 12)
    try second.resume(state)
    for _ in 0..<7 { _ = try second.advance() }
    #expect(second.weights.values.array == whole.weights.values.array)
    #expect(second.averagedWeights().values.array == whole.averagedWeights().values.array)
  }

  @Test("only a network that learns to continue trains the head for it")
  func continueHead() throws {
    for kind in NetworkKind.allCases {
      let trainer = try trainer(kind, steps: 5)
      for _ in 0..<5 { _ = try trainer.advance() }
      let bias = trainer.weights.pointer("q_head.bias")
      #expect(bias[0] != -5)
      #expect((bias[1] != -5) == (kind == .hrm), "\(kind)")
    }
  }

  @Test("a number of inner updates that a network can't make is refused")
  func refusals() throws {
    let weights = try trainer(.hier6, steps: 1).weights
    var configuration = TrainingConfiguration()
    configuration.inner = 7
    #expect(throws: TrainingError("invalid value '7' for 'inner' (1 to 6)")) {
      try Trainer(weights, configuration: configuration) { _, _, _ in 0 }
    }
    configuration.inner = 0
    let (_, trm) = try TrainingTests.task()
    #expect(throws: TrainingError("invalid value '0' for 'inner' (1 to 4096)")) {
      try Trainer(trm, configuration: configuration) { _, _, _ in 0 }
    }
  }
}
