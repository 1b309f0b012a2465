// Evaluation: scores don't depend on the number of threads; stopping; breakdowns.

import Kernels
import Network
import Puzzles
import Synchronization
import Testing
import Training

@Suite struct EvaluationTests {
  /// Weights that are sometimes right, and questions for them.
  static func trained() throws -> (weights: Weights, questions: [Question]) {
    var configuration = TrainingConfiguration()
    (
      configuration.steps, configuration.batchSize, configuration.depth, configuration.learningRate
    ) = (250, 32, 4, 4e-3)
    let trainer = try TrainingTests.trainer(configuration)
    for _ in 0..<configuration.steps { _ = try trainer.advance() }
    let (puzzle, _) = try TrainingTests.task()
    let questions = (0..<40).map { puzzle.generate(split: .train, draw: UInt64($0)) }
    return (trainer.averagedWeights(), questions)
  }

  @Test("one, two and three threads give the same scores")
  func threads() throws {
    let (weights, questions) = try Self.trained()
    let full = InferenceOptions(weights.configuration)
    var early = full
    (early.halt, early.tolerance) = (0.5, 0.4)
    func score(_ options: InferenceOptions, by count: Int) throws -> Evaluation {
      let engine = FastEngine(weights, capacity: 32, threadPool: ThreadPool(count))
      var score = Evaluation(depth: options.depth)
      // Batches that split evenly, unevenly, into fewer questions than threads, and into none.
      for part in [questions[..<6], questions[6..<38], questions[38...], []] {
        #expect(try score.add(Array(part), engine, options, recordsDepth: true) != nil)
      }
      return score
    }
    for options in [full, early] {
      let one = try score(options, by: 1)
      #expect(try score(options, by: 2) == one)
      #expect(try score(options, by: 3) == one)
      #expect(one.count == 40 && one.exactByDepth.last == one.exact)
      #expect(one.exact > 0 && one.exact < 1)
      #expect(options.canStopEarly == (one.steps < 4))
    }
  }

  @Test("a batch that is interrupted on any thread isn't counted", arguments: 1...3)
  func stop(threads: Int) throws {
    let (puzzle, weights) = try TrainingTests.task()
    let questions = (0..<6).map { puzzle.generate(split: .train, draw: UInt64($0)) }
    let engine = FastEngine(weights, capacity: 6, threadPool: ThreadPool(threads))
    let options = InferenceOptions(weights.configuration)
    var score = Evaluation(depth: 4)
    let asked = Counter()
    #expect(try score.add(questions, engine, options, while: { asked.next() != 5 }) == nil)
    #expect(score == Evaluation(depth: 4))
    #expect(try score.add(questions, engine, options) != nil)
    #expect(score.count == 6)
  }

  @Test("scores by property add up to the total, at each depth")
  func breakdown() throws {
    let (weights, questions) = try Self.trained()
    let options = InferenceOptions(weights.configuration)
    var score = Evaluation(depth: options.depth, by: ["operator", "chain"])
    let engine = FastEngine(weights, capacity: 40)
    #expect(try score.add(questions, engine, options, recordsDepth: true) != nil)
    #expect(score.scores(by: "operator").map(\.value) == [.word("+")])
    #expect(score.scores(by: "length").isEmpty)
    let chains = score.scores(by: "chain")
    // Sums of one digit carry in no column or in one.
    #expect(chains.map(\.value) == [.number(0), .number(1)])
    #expect(chains.map(\.score.count).reduce(0, +) == 40)
    for depth in 0..<options.depth {
      let right = chains.map { $0.score.exactByDepth[depth] * Double($0.score.count) }
      #expect(abs(right.reduce(0, +) - score.exactByDepth[depth] * 40) < 1e-9)
    }
    #expect(score.accuracyByDepth.last == score.accuracy)
  }

  @Test("Wilson's interval ends at 0 if nothing is right and at 1 if everything is")
  func interval() {
    #expect(Evaluation.interval(of: 1000, in: 1000).upperBound == 1)
    #expect(Evaluation.interval(of: 0, in: 7).lowerBound == 0)
    // z² = 3.841459; p = 1/2, n = 10: (0.5 + 0.192073 ± 1.959964 √(0.025 + 0.009604)) / 1.384146.
    let half = Evaluation.interval(of: 5, in: 10)
    #expect(abs(half.lowerBound - 0.236593) < 1e-5 && abs(half.upperBound - 0.763407) < 1e-5)
    // All of 10: from 1 / 1.384146 to 1.
    #expect(abs(Evaluation.interval(of: 10, in: 10).lowerBound - 0.722467) < 1e-5)
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
      try score.add(
        questions, FastEngine(weights, capacity: 2), InferenceOptions(weights.configuration))
    }
  }
}

/// Counts calls from any thread.
private final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  /// The number of calls, this one included.
  func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
