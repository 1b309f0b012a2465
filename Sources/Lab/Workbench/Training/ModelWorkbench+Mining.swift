// Mining: measuring a training's hard kinds, so that what is wrong now is drawn more.

internal import Drawing
internal import Language
internal import Network
internal import Puzzles
internal import Training

/// One measurement of a training's hard kinds.
package struct Mined: Sendable {
  /// A kind with its score and the probability with which it is drawn from now on.
  package struct Kind: Sendable {
    package let name: String
    package let wrong: Int
    package let count: Int
    package let weight: Double
  }

  /// The optimizer steps taken before.
  package let step: Int
  /// In the puzzle's order.
  package let kinds: [Kind]

  /// The kinds with wrong answers that are drawn more than evenly, the most drawn ones first.
  package var favored: [Kind] {
    kinds.filter { $0.wrong > 0 && $0.weight * Double(kinds.count) > 1 }
      .sorted { $0.weight > $1.weight }
  }

  /// The favored kinds in a line.
  package var summary: String {
    let shown = favored.prefix(6).map {
      "\($0.name) \(NumberFormat.decimals($0.weight, places: 3)) (wrong \($0.wrong) of \($0.count))"
    }
    let wrong = kinds.reduce(0) { $0 + $1.wrong }
    let count = kinds.reduce(0) { $0 + $1.count }
    let head = "step \(step): hard questions wrong \(wrong) of \(count)"
    return shown.isEmpty ? head : head + "; drawn most: " + shown.joined(separator: ", ")
  }
}

extension ModelWorkbench {
  /// Measures the hard kinds on training questions with the trained weights' average, and weighs
  /// them.
  ///
  /// At the network's own depth, with the training's cycles and updates. The questions depend on
  /// the training's seed and step alone.
  ///
  /// - Returns: nil if it was interrupted; the kinds then keep their weights.
  /// - Throws: `Diagnostic` if there isn't enough memory.
  func mine(_ hard: HardExamples, _ trainer: Trainer) throws -> Mined? {
    let configuration = trainer.configuration
    let questions = hard.questions(
      configuration.mineCount, seed: configuration.seed, step: trainer.step)
    let weights = trainer.averagedWeights()
    var inference = InferenceOptions(weights.configuration)
    (inference.cycles, inference.inner) = (configuration.cycles, configuration.inner)
    let set = EvaluationSet(
      puzzle: hard.puzzle, count: questions.count, seed: 0, split: .train,
      names: [HardKind.property],
      list: questions)
    let all: Evaluation
    do {
      all = try score(weights, set, inference, title: nil).score
    } catch let error as Diagnostic where error.isInterruption {
      return nil
    }
    let kinds = hard.puzzle.hardKinds
    let scores = all.scores(of: kinds).map { (wrong: $0?.wrong ?? 0, count: $0?.count ?? 0) }
    hard.weigh(scores)
    return Mined(
      step: trainer.step,
      kinds: zip(zip(kinds, scores), hard.weights).map { known, weight in
        Mined.Kind(name: known.0.name, wrong: known.1.wrong, count: known.1.count, weight: weight)
      })
  }
}
