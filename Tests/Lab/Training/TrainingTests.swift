// Training: the schedule, the optimizer on paper, learning a small task, repeating exactly.

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

  static func trainer(_ recipe: TrainingConfiguration) throws -> Trainer {
    let (puzzle, weights) = try task()
    return try Trainer(weights, recipe: recipe) { generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
      return 0
    }
  }

  @Test("the rate rises to its value, then falls along half a cosine to its floor")
  func schedule() {
    var recipe = TrainingConfiguration()
    (recipe.steps, recipe.warmup, recipe.learningRate, recipe.minLearningRateRatio) = (
      300, 100, 1, 0.1
    )
    #expect(
      recipe.learningRate(at: 1) == 0.01 && recipe.learningRate(at: 50) == 0.5
        && recipe.learningRate(at: 100) == 1)
    // Half-way the cosine is 0: 0.1 + 0.9 / 2.
    #expect(abs(recipe.learningRate(at: 200) - 0.55) < 1e-6)
    #expect(abs(recipe.learningRate(at: 300) - 0.1) < 1e-6)
  }

  @Test("recipes that can't be are refused by name")
  func refusals() {
    func message(_ change: (inout TrainingConfiguration) -> Void) -> String {
      var recipe = TrainingConfiguration()
      change(&recipe)
      do {
        try recipe.validate()
        return ""
      } catch { return error.description }
    }
    #expect(message { _ in } == "")
    #expect(message { $0.steps = 0 }.contains("steps is 0"))
    #expect(message { $0.learningRate = .nan }.contains("lr is nan"))
    #expect(message { $0.emaDecay = 1 }.contains("ema is 1"))
    #expect(message { $0.exploration = -0.1 }.contains("exploration"))
  }

  @Test("two runs with one seed give the same bits, another seed gives others")
  func repeats() throws {
    var recipe = TrainingConfiguration()
    (recipe.steps, recipe.batch, recipe.depth) = (20, 8, 4)
    func run(_ recipe: TrainingConfiguration) throws -> [Float] {
      let trainer = try Self.trainer(recipe)
      for _ in 0..<20 { _ = try trainer.advance() }
      return trainer.averaged().values.array
    }
    let first = try run(recipe)
    #expect(try run(recipe) == first)
    recipe.seed = 2
    #expect(try run(recipe) != first)
  }

  @Test("the start vectors are never trained and everything else is")
  func trained() throws {
    var recipe = TrainingConfiguration()
    (recipe.steps, recipe.batch, recipe.warmup, recipe.emaDecay) = (5, 8, 0, 0)
    let trainer = try Self.trainer(recipe)
    let before = trainer.weights.values.array
    for _ in 0..<5 { _ = try trainer.advance() }
    let after = trainer.averaged().values.array
    for parameter in trainer.weights.table.parameters {
      let isChanged = before[parameter.range] != after[parameter.range]
      #expect(isChanged == parameter.isTrained, "\(parameter.key)")
    }
  }

  @Test("sequences stay for N_sup steps where nothing halts, each from an age of its own")
  func ages() throws {
    var recipe = TrainingConfiguration()
    (recipe.steps, recipe.batch, recipe.depth, recipe.halting) = (8, 5, 4, false)
    let trainer = try Self.trainer(recipe)
    let finished = try (1...8).map { _ in try trainer.advance().finished }
    // Their ages start at 0, 0, 1, 2 and 3 of 4.
    #expect(finished == [1, 1, 1, 2, 1, 1, 1, 2])
    // Five at first, and five more each time.
    #expect(trainer.examples == 15)
  }

  @Test("a few hundred steps teach most of the one-digit sums")
  func learns() throws {
    var recipe = TrainingConfiguration()
    (recipe.steps, recipe.batch, recipe.depth, recipe.learningRate) = (700, 32, 4, 4e-3)
    let trainer = try Self.trainer(recipe)
    var losses: [Double] = []
    for _ in 0..<700 { losses.append(try trainer.advance().loss) }
    let first: Double = losses.prefix(50).reduce(0, +)
    let last: Double = losses.suffix(50).reduce(0, +)
    #expect(last < first / 2)

    let (puzzle, _) = try Self.task()
    let weights = trainer.averaged()
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

  @Test("a loss that is no number stops the run and leaves the weights")
  func divergence() throws {
    var recipe = TrainingConfiguration()
    recipe.batch = 4
    let (puzzle, weights) = try Self.task()
    let start = try #require(weights.table["lm_head.weight"]).offset
    weights.values[start] = .nan
    let trainer = try Trainer(weights, recipe: recipe) { generator, tokens, labels in
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
}
