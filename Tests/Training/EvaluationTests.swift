// Evaluation: the same scores whatever number of threads shares the questions, and stopping.

import Kernels
import Network
import Puzzles
import Synchronization
import Testing
import Training

@Suite struct EvaluationTests {
  /// Weights that are sometimes right, and questions for them.
  static func trained() throws -> (weights: Weights, questions: [Question]) {
    var recipe = Recipe()
    (recipe.steps, recipe.batch, recipe.depth, recipe.rate) = (250, 32, 4, 4e-3)
    let trainer = try TrainingTests.trainer(recipe)
    for _ in 0..<recipe.steps { _ = try trainer.advance() }
    let (puzzle, _) = try TrainingTests.task()
    let questions = (0..<40).map { puzzle.generate(split: .train, draw: UInt64($0)) }
    return (trainer.averaged(), questions)
  }

  @Test("one, two and three threads find the same")
  func threads() throws {
    let (weights, questions) = try Self.trained()
    let full = Effort(weights.configuration)
    var early = full
    (early.halt, early.tolerance) = (0.5, 0.4)
    func score(_ effort: Effort, by count: Int) throws -> Evaluation {
      let engine = FastEngine(weights, capacity: 32, team: Team(count))
      var score = Evaluation(depth: effort.depth)
      // Batches that split evenly, unevenly, into fewer questions than threads, and into none.
      for part in [questions[..<6], questions[6..<38], questions[38...], []] {
        #expect(try score.add(Array(part), engine, effort, recordsDepth: true) != nil)
      }
      return score
    }
    for effort in [full, early] {
      let one = try score(effort, by: 1)
      #expect(try score(effort, by: 2) == one)
      #expect(try score(effort, by: 3) == one)
      #expect(one.count == 40 && one.exactByDepth.last == one.exact)
      #expect(one.exact > 0 && one.exact < 1)
      #expect(effort.canStopEarly == (one.steps < 4))
    }
  }

  @Test("a stop on any thread counts nothing of its batch", arguments: 1...3)
  func stop(threads: Int) throws {
    let (puzzle, weights) = try TrainingTests.task()
    let questions = (0..<6).map { puzzle.generate(split: .train, draw: UInt64($0)) }
    let engine = FastEngine(weights, capacity: 6, team: Team(threads))
    let effort = Effort(weights.configuration)
    var score = Evaluation(depth: 4)
    let asked = Counter()
    #expect(try score.add(questions, engine, effort, while: { asked.next() != 5 }) == nil)
    #expect(score == Evaluation(depth: 4))
    #expect(try score.add(questions, engine, effort) != nil)
    #expect(score.count == 6)
  }

  @Test("questions of another length are refused")
  func refusal() throws {
    let (puzzle, _) = try TrainingTests.task()
    let weights = try Weights(
      Configuration(
        vocabulary: puzzle.vocabulary.count, length: puzzle.length + 1, width: 4, innerWidth: 4))
    let questions = (0..<2).map { puzzle.generate(split: .train, draw: UInt64($0)) }
    var score = Evaluation(depth: 1)
    #expect(throws: ConfigurationError.self) {
      try score.add(questions, FastEngine(weights, capacity: 2), Effort(weights.configuration))
    }
  }
}

/// Counts calls from any thread.
private final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  /// The number of calls, this one included.
  func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
