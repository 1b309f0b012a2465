// Training: the schedule, learning a small task, reproducibility.

import Foundation
import Kernels
import Network
import Puzzles
import Testing
import Training

@Suite struct TrainingTests {
  /// One-digit sums and a small network for them.
  static func task() throws -> (puzzle: Arithmetic, weights: Weights) {
    let puzzle = try Arithmetic(options: ["digits": "1", "operators": "+", "negatives": "0"])
    let c = Configuration(
      vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 32, layers: 1,
      innerWidth: 64, heads: 2, rotaryBase: 100, inner: 2, cycles: 1, depth: 4)
    return (puzzle, try Weights.initial(c, seed: 1))
  }

  static func trainer(_ configuration: TrainingConfiguration) throws -> Trainer {
    let (puzzle, weights) = try task()
    return try Trainer(weights, configuration: configuration) { generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
  }

  @Test("the learning rate rises linearly, then falls along half a cosine to its minimum")
  func schedule() {
    var configuration = TrainingConfiguration()
    (
      configuration.steps, configuration.warmupSteps, configuration.learningRate,
      configuration.minLearningRateRatio
    ) = (300, 100, 1, 0.1)
    #expect(
      configuration.learningRate(at: 1) == 0.01 && configuration.learningRate(at: 50) == 0.5
        && configuration.learningRate(at: 100) == 1)
    // Half-way the cosine is 0: 0.1 + 0.9 / 2.
    #expect(abs(configuration.learningRate(at: 200) - 0.55) < 1e-6)
    #expect(abs(configuration.learningRate(at: 300) - 0.1) < 1e-6)
  }

  @Test("invalid hyperparameters are refused by name")
  func refusals() {
    func message(_ change: (inout TrainingConfiguration) -> Void) -> String {
      var configuration = TrainingConfiguration()
      change(&configuration)
      do {
        try configuration.validate()
        return ""
      } catch { return error.description }
    }
    #expect(message { _ in } == "")
    #expect(message { $0.steps = 0 }.contains("'0' for 'steps' (1 to "))
    #expect(message { $0.learningRate = .nan }.contains("'nan' for 'lr'"))
    #expect(message { $0.emaDecay = 1 }.contains("'1.0' for 'ema' (0 to 0.99999)"))
    #expect(message { $0.haltingExploration = -0.1 }.contains("exploration"))
  }

  @Test("runs with one seed give the same bits, another seed gives others")
  func repeats() throws {
    var configuration = TrainingConfiguration()
    (configuration.steps, configuration.batchSize, configuration.depth) = (20, 8, 4)
    func run(_ configuration: TrainingConfiguration) throws -> [Float] {
      let trainer = try Self.trainer(configuration)
      for _ in 0..<20 { _ = try trainer.advance() }
      return trainer.averagedWeights().values.array
    }
    let first = try run(configuration)
    #expect(try run(configuration) == first)
    configuration.seed = 2
    #expect(try run(configuration) != first)
  }

  @Test("y₀ and z₀ are never trained, everything else is")
  func trained() throws {
    var configuration = TrainingConfiguration()
    (
      configuration.steps, configuration.batchSize, configuration.warmupSteps,
      configuration.emaDecay
    ) = (5, 8, 0, 0)
    let trainer = try Self.trainer(configuration)
    let before = trainer.weights.values.array
    for _ in 0..<5 { _ = try trainer.advance() }
    let after = trainer.averagedWeights().values.array
    for parameter in trainer.weights.table.parameters {
      let isChanged = before[parameter.range] != after[parameter.range]
      #expect(isChanged == parameter.isTrained, "\(parameter.key)")
    }
  }

  @Test("without halting, sequences last N_sup steps and start staggered")
  func ages() throws {
    var configuration = TrainingConfiguration()
    (configuration.steps, configuration.batchSize, configuration.depth, configuration.halting) = (
      8, 5, 4, false
    )
    let trainer = try Self.trainer(configuration)
    let finished = try (1...8).map { _ in
      let before = trainer.examples
      _ = try trainer.advance()
      return trainer.examples - before
    }
    // Sequences start as if they had taken 0, 0, 1, 2 and 3 of 4 steps.
    #expect(finished == [1, 1, 1, 2, 1, 1, 1, 2])
    // Five at first, and five more in each four steps.
    #expect(trainer.examples == 15)
  }

  @Test("a few hundred steps teach most of the one-digit sums")
  func learns() throws {
    var configuration = TrainingConfiguration()
    (
      configuration.steps, configuration.batchSize, configuration.depth, configuration.learningRate
    ) = (700, 32, 4, 4e-3)
    let trainer = try Self.trainer(configuration)
    var losses: [Double] = []
    for _ in 0..<700 { losses.append(try trainer.advance().loss) }
    let first: Double = losses.prefix(50).reduce(0, +)
    let last: Double = losses.suffix(50).reduce(0, +)
    #expect(last < first / 2)

    let (puzzle, _) = try Self.task()
    let weights = trainer.averagedWeights()
    var score = Evaluation(depth: 4)
    let questions = (0..<128).map { puzzle.generate(split: .train, draw: UInt64($0)) }
    let engine = FastEngine(weights, capacity: 128)
    #expect(
      try score.add(questions, engine, InferenceOptions(weights.configuration), recordsDepth: true)
        != nil)
    #expect(score.count == 128 && score.exact > 0.5 && score.accuracy > score.exact)
    #expect(score.exactByDepth.count == 4 && score.exactByDepth[3] == score.exact)
    #expect(score.interval.contains(score.exact))
  }

  @Test("a loss that isn't finite stops the run and leaves the weights")
  func divergence() throws {
    var configuration = TrainingConfiguration()
    configuration.batchSize = 4
    let (puzzle, weights) = try Self.task()
    let start = try #require(weights.table["lm_head.weight"]).offset
    weights.values[start] = .nan
    let trainer = try Trainer(weights, configuration: configuration) { generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
    let before = trainer.weights.values.array.map(\.bitPattern)
    #expect(throws: TrainingError.self) {
      for _ in 0..<3 { _ = try trainer.advance() }
    }
    #expect(trainer.step == 0)
    #expect(trainer.weights.values.array.map(\.bitPattern) == before)
  }

  @Test("each step is graded by its own labels, and halting learns only from whole answers")
  func stepTargets() throws {
    var configuration = TrainingConfiguration()
    (configuration.batchSize, configuration.depth, configuration.halting) = (2, 4, false)
    configuration.haltingExploration = 0
    let (puzzle, weights) = try Self.task()
    nonisolated(unsafe) var asked: [Int] = []
    // With zeros in the answer head every answer is padding, as the targets are; only the last step's are whole.
    let head = try #require(weights.table["lm_head.weight"])
    for index in 0..<head.count { weights.values[head.offset + index] = 0 }
    let trainer = try Trainer(
      weights, configuration: configuration,
      targets: { step, tokens, labels, targets in
        asked.append(step)
        #expect((0..<puzzle.length).contains { labels[$0] >= 0 } && tokens[0] >= 0)
        for position in 0..<puzzle.length { targets[position] = 0 }
        return step == 4
      }
    ) { generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
    // Without halting the second sequence starts at half of the depth.
    let exact = try (0..<4).map { _ in try trainer.advance().exact }
    #expect(asked == [1, 3, 2, 4, 3, 1, 4, 2])
    #expect(exact == [0, 0.5, 0, 0.5])
  }
}
