// Stability: counts don't depend on batches.

import Kernels
import Network
import Puzzles
import Testing
import Training

@Suite struct StabilityTests {
  @Test("groups add up, and results don't depend on batches")
  func groups() throws {
    let puzzle = try Arithmetic(digits: 1)
    let weights = try Weights.initial(
      Configuration(
        vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 16, layers: 1,
        innerWidth: 16, heads: 2, inner: 2, cycles: 1, depth: 2), seed: 3)
    var options = InferenceOptions(weights.configuration)
    options.depth = 8
    let questions = (0..<12).map { puzzle.generate(split: .heldOut, draw: UInt64($0)) }
    func measured(batch: Int) throws -> Stability {
      var stability = Stability(depth: 8, usual: 2)
      let engine = FastEngine(weights, capacity: batch)
      for start in stride(from: 0, to: 12, by: batch) {
        // The noise depends on the place in the batch, so the exponents aren't compared.
        #expect(
          try stability.add(
            Array(questions[start..<start + batch]), asked: puzzle.answerRange, options, .init(),
            disturb: 1e-3, on: engine))
      }
      return stability
    }
    let whole = try measured(batch: 12)
    let parts = try measured(batch: 4)
    #expect(whole.all.count == 12 && whole.right.count + whole.wrong.count == 12)
    for group in [whole.all, whole.right, whole.wrong] {
      let regimes =
        group.converged + group.oscillating + group.converging + group.aperiodic + group.nonfinite
      #expect(regimes == group.count && group.rates.count <= group.count)
      #expect(group.answered.count == group.count && group.settled.count == group.converged)
    }
    #expect(whole.all.rates == whole.all.rates.sorted())
    #expect(whole.all.rates == parts.all.rates && whole.all.answered == parts.all.answered)
    #expect(whole.all.converged == parts.all.converged && whole.rightAtEnd == parts.rightAtEnd)
    #expect(whole.answeredByStep.last == 1 && whole.answeredByStep.count == 8)
    var none = Stability(depth: 8, usual: 2)
    #expect(
      try !none.add(
        questions, asked: puzzle.answerRange, options, .init(), disturb: 1e-3,
        on: FastEngine(weights, capacity: 12), while: { false }))
    #expect(none.all.count == 0)
  }
}
