// Comparing an engine and the gradients with the official implementation's own numbers.

import Kernels
import Network
import Support
import Synchronization
import Testing

extension Golden {
  /// Runs all supervision steps and compares every recorded array.
  func compare(_ engine: any Engine) throws {
    let expected = try expected()
    let c = configuration
    engine.begin(try expected.questions(c))
    var updates: [Float] = []
    let own = Golden.states(c.network)
    let states = (["logits", "q_logits"] + own.map(\.array)).filter(expected.has)
    #expect(folder != nil || states.count == own.count + 2)
    let wanted = try states.map { try expected.floats($0) }
    for step in 1...c.depth {
      let observer: Observer = { moment, values in
        if step == 1 && (moment.kind.isState) { updates += values }
        return true
      }
      #expect(engine.step(step, cycles: c.cycles, inner: c.inner, observer: observer))
      for (name, all) in zip(states, wanted) {
        let now =
          switch name {
          case "logits": engine.logits
          case "q_logits": engine.halting
          default: engine.state(own.first { $0.array == name }?.kind ?? .y)
          }
        let size = all.count / c.depth
        let difference = distance(now, all[(step - 1) * size..<step * size])
        #expect(difference < 1e-3, "\(name) of step \(step)")
      }
    }
    guard expected.has("updates_step0") else { return }
    #expect(distance(updates, try expected.floats("updates_step0")) < 1e-3)
  }

  func compareGradients(_ kernels: KernelSet) throws {
    let expected = try expected()
    let c = configuration
    let weights = try weights()
    let questions = try expected.questions(c)
    let labels = try expected.integers("labels")
    let pass = DeepSupervision(
      weights, batch: questions.count, cycles: c.cycles, inner: c.inner, kernels: kernels)
    for sequence in 0..<questions.count {
      let tokens = Array(questions.tokens[sequence * c.length..<(sequence + 1) * c.length])
      pass.replace(sequence, tokens: tokens, puzzle: questions.puzzles[sequence])
    }
    let gradients = FloatBuffer(count: weights.table.count)
    let losses = Mutex((answer: 0.0, halt: 0.0, next: 0.0))
    pass.step(gradients: gradients.base) { sequence, logits, halting, ahead, dlogits, dhalting in
      let score = crossEntropy(
        gradient: dlogits, logits: logits,
        labels: Array(labels[sequence * c.length..<(sequence + 1) * c.length]), tokens: c.length,
        vocabulary: c.vocabulary, loss: .stablemax)
      let halt = binaryCrossEntropy(logit: halting[0], target: score.isExact)
      dhalting[0] = Float(0.5 * halt.gradient)
      var next = 0.0
      if let ahead {
        // The first of four steps, so that going on is possible.
        let worth = Double(probability(ofLogit: max(ahead[0], ahead[1])))
        let loss = binaryCrossEntropy(logit: halting[1], target: worth)
        dhalting[1] = Float(0.5 * loss.gradient)
        next = loss.loss
      }
      losses.withLock { [next] in
        $0 = ($0.answer + score.loss, $0.halt + halt.loss, $0.next + next)
      }
    }
    let (answerLoss, haltLoss, nextLoss) = losses.withLock { $0 }
    if expected.has("q_continue_loss") {
      #expect(distance([Float(nextLoss)], try expected.floats("q_continue_loss")) < 1e-3)
    }
    #expect(distance([Float(answerLoss)], try expected.floats("lm_loss")) < 1e-3)
    #expect(distance([Float(haltLoss)], try expected.floats("q_halt_loss")) < 1e-3)
    #expect(
      distance([Float(answerLoss + 0.5 * (haltLoss + nextLoss))], try expected.floats("loss"))
        < 1e-3)

    var compared = 0
    for parameter in weights.table.parameters where parameter.isTrained {
      let mine = gradients.array[parameter.range]
      if parameter.key == "puzzle_emb.weights" {
        // The official code has a row a sequence; ours adds up sequences of one puzzle.
        var rows = [Float](repeating: 0, count: parameter.count)
        let local = try expected.floats("grad.inner.puzzle_emb.local_weights")
        for (sequence, puzzle) in questions.puzzles.enumerated() {
          for i in 0..<c.puzzleWidth {
            rows[Int(puzzle) * c.puzzleWidth + i] += local[sequence * c.puzzleWidth + i]
          }
        }
        #expect(distance(mine, rows) < 1e-3, "\(parameter.key)")
      } else {
        guard expected.has("grad.inner.\(parameter.key)") else { continue }
        compared += 1
        let wanted = try expected.floats("grad.inner.\(parameter.key)")
        #expect(distance(mine, wanted) < 1e-3, "\(parameter.key)")
        #expect(wanted.contains { $0 != 0 }, "\(parameter.key) has a gradient at all")
      }
    }
    #expect(compared >= 6)
  }
}
