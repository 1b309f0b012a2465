// Ten training steps against PyTorch's numbers; clipping, embeddings and resuming.

import Checkpoints
import Foundation
import Kernels
import Network
import Puzzles
import Support
import Testing
import Training

@Suite struct OptimizerTests {
  /// What scripts/record-goldens wrote for one kind of network.
  struct Golden: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let configuration: Configuration

    static let all = [
      Golden(
        testDescription: "attention",
        configuration: Configuration(
          vocabulary: 7, length: 6, width: 16, layers: 2, innerWidth: 24, heads: 2,
          rotaryBase: 100, inner: 2, cycles: 2, depth: 4)),
      Golden(
        testDescription: "mixer",
        configuration: Configuration(
          vocabulary: 7, length: 6, width: 16, layers: 1, innerWidth: 24, mixing: .mixer,
          mixerWidth: 10, heads: 2, positions: .none, inner: 2, cycles: 2, depth: 4)),
    ]

    func archive() throws -> NumPyArchive {
      let folder = URL(filePath: #filePath).deletingLastPathComponent()
      return try NumPyArchive.read(folder.appending(path: "Golden/\(testDescription).npz").path)
    }
  }

  @Test(
    "ten steps of each optimizer have PyTorch's losses", arguments: Golden.all,
    ["adamw", "adamatan2", "clipped"])
  func steps(golden: Golden, kind: String) throws {
    let archive = try golden.archive()
    func array(_ name: String) throws -> StoredArray { try #require(archive[name]) }
    let weights = try Weights(golden.configuration)
    for parameter in weights.table.parameters {
      let values = try array("initial.\(parameter.key)").floats().array
      try #require(values.count == parameter.count)
      for (i, value) in values.enumerated() { weights.values[parameter.offset + i] = value }
    }
    let tokens = try #require(try array("tokens").integers())
    let labels = try #require(try array("labels").integers())
    var configuration = TrainingConfiguration()
    (
      configuration.batchSize, configuration.learningRate, configuration.warmupSteps,
      configuration.minLearningRateRatio
    ) = (4, 3e-3, 0, 1)
    (configuration.weightDecay, configuration.emaDecay, configuration.cycles, configuration.inner) =
      (0.1, 0, 2, 2)
    // Nothing is replaced within ten steps.
    (configuration.halting, configuration.depth) = (false, 1000)
    configuration.optimizer = kind == "adamatan2" ? .adamatan2 : .adamw
    configuration.loss = kind == "adamatan2" ? .stablemax : .softmax
    configuration.gradientClip = kind == "clipped" ? 0.1 : 0
    var next = 0
    let length = golden.configuration.length
    let trainer = try Trainer(weights, configuration: configuration, threadPool: ThreadPool(2)) {
      _, to, wanted in
      for i in 0..<length {
        to[i] = Int32(tokens[next * length + i])
        wanted[i] = Int32(labels[next * length + i])
      }
      next += 1
      return 0
    }
    let losses = try (0..<10).map { _ in Float(try trainer.advance().loss) }
    let wanted = try array("\(kind).losses").floats().array
    #expect(distance(losses, wanted) < 1e-3, "\(losses) \(wanted)")
    #expect(wanted[9] < wanted[0])
    for key in ["L_level.layers.0.mlp.down_proj.weight", "q_head.bias", "lm_head.weight"] {
      let range = try #require(weights.table[key]).range
      let after = try array("\(kind).\(key)").floats().array
      #expect(distance(weights.values.array[range], after) < 1e-3, "\(key)")
    }
  }

  /// A trainer of a small task.
  private func trainer(_ configuration: TrainingConfiguration, threads: Int = 1) throws -> Trainer {
    let (puzzle, weights) = try TrainingTests.task()
    return try Trainer(weights, configuration: configuration, threadPool: ThreadPool(threads)) {
      generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
  }

  @Test("a run stopped half-way and resumed gives the same bits", arguments: [1, 3])
  func resumes(threads: Int) throws {
    var configuration = TrainingConfiguration()
    (configuration.steps, configuration.batchSize, configuration.depth) = (24, 20, 4)
    (configuration.stateNoise, configuration.randomStartRatio, configuration.haltingExploration) = (
      0.1, 0.3, 0.5
    )
    let whole = try trainer(configuration)
    let before = try trainer(configuration)
    for _ in 0..<24 { _ = try whole.advance() }
    for _ in 0..<11 { _ = try before.advance() }
    let after = try trainer(configuration, threads: threads)
    try after.resume(before.state())
    for _ in 11..<24 { _ = try after.advance() }
    #expect(try after.state() == whole.state())
    #expect(after.averagedWeights().values.array == whole.averagedWeights().values.array)
  }

  @Test("a state of another configuration or network is refused")
  func refusals() throws {
    var configuration = TrainingConfiguration()
    (configuration.steps, configuration.batchSize, configuration.depth) = (4, 8, 2)
    let state = try trainer(configuration).state()
    configuration.learningRate = 1
    #expect(throws: TrainingError.self) { try trainer(configuration).resume(state) }
    func made(_ change: (inout TrainingState) -> Void) throws {
      var s = state
      change(&s)
      _ = try TrainingState(
        configuration: s.configuration, step: s.step, examples: s.examples, generator: s.generator,
        weights: s.weights, ema: s.ema, firstMoment: s.firstMoment, secondMoment: s.secondMoment,
        states: s.states, tokens: s.tokens, labels: s.labels, puzzles: s.puzzles,
        stepsTaken: s.stepsTaken, minSteps: s.minSteps,
        for: TrainingTests.task().weights.configuration)
    }
    try made { _ in }
    #expect(throws: TrainingError.self) { try made { $0.states[0].removeLast() } }
    #expect(throws: TrainingError.self) { try made { $0.labels[0] = 99 } }
    #expect(throws: TrainingError.self) { try made { $0.configuration.batchSize = 7 } }
    #expect(throws: TrainingError.self) { try made { $0.generator = [1] } }
    #expect(throws: ConfigurationError.self) { try made { $0.tokens[3] = -1 } }
    #expect(throws: ConfigurationError.self) { try made { $0.puzzles[0] = 5 } }
  }

  @Test("only the puzzle embeddings that a batch uses are trained, each number by the same amount")
  func embeddings() throws {
    let c = Configuration(
      vocabulary: 5, length: 3, width: 8, layers: 1, innerWidth: 8, heads: 2, prefix: 1,
      puzzleWidth: 8, puzzles: 4, inner: 1, cycles: 1, depth: 2)
    let weights = try Weights.initial(c, seed: 1)
    var configuration = TrainingConfiguration()
    (
      configuration.batchSize, configuration.warmupSteps, configuration.inner, configuration.halting
    ) = (2, 0, 1, false)
    (
      configuration.depth, configuration.minLearningRateRatio, configuration.puzzleLearningRate,
      configuration.puzzleWeightDecay
    ) = (100, 1, 0.25, 0.1)
    var next: Int32 = 0
    let trainer = try Trainer(weights, configuration: configuration) { _, tokens, labels in
      for i in 0..<3 { (tokens[i], labels[i]) = (Int32(i), Int32(i)) }
      next += 2
      return next - 1
    }
    // The embeddings start at 0 and their learning rate is 0.25: each number moves by 0.25.
    _ = try trainer.advance()
    let table = try #require(weights.table["puzzle_emb.weights"])
    let rows = weights.values.array[table.range]
    for puzzle in 0..<4 {
      let row = rows.dropFirst(puzzle * 8).prefix(8)
      let isUsed = puzzle == 1 || puzzle == 3
      #expect(row.allSatisfy { abs($0) == (isUsed ? 0.25 : 0) }, "\(puzzle)")
    }
    // 0.25 · (1 - 0.25 · 0.1) ± 0.25 afterwards.
    _ = try trainer.advance()
    let second = weights.values.array[table.range].dropFirst(8).prefix(8)
    #expect(
      second.allSatisfy { abs(abs($0) - 0.24375) < 1e-6 || abs(abs($0) - 0.25) - 0.24375 < 1e-6 })
    #expect(
      trainer.averagedWeights().values.array[table.range] == weights.values.array[table.range])
  }
}
