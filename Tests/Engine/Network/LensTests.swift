// The logit lens agrees with the heads, and settling follows from its readouts.

import Kernels
import Network
import Testing

@Suite struct LensTests {
  /// The lens of a run, with the logits of each step.
  private func watched(
    _ engine: any Engine, _ kind: Kind, seed: UInt64
  ) throws -> (lens: Lens, logits: [Int: [Float]]) {
    let head = AnswerHead(engine.weights)
    var lens = Lens(of: [.y, .z])
    var logits: [Int: [Float]] = [:]
    _ = InferenceRun(engine, InferenceOptions(kind.configuration)).answer(
      try kind.questions(1, seed: seed),
      observer: { stateID, values in
        lens.read(stateID, values, through: head)
        if stateID.kind == .logits { logits[stateID.step] = Array(values) }
        return true
      })
    return (lens, logits)
  }

  @Test("for a step's last y, the lens agrees with the answer's logits", arguments: Kind.all)
  func answers(kind: Kind) throws {
    let weights = try kind.weights(seed: 5)
    let c = kind.configuration
    for engine in [FastEngine(weights, capacity: 1), ReferenceEngine(weights)] as [any Engine] {
      let (lens, logits) = try watched(engine, kind, seed: 6)
      #expect(lens.readouts.count == c.depth * c.cycles * (c.inner + 1))
      #expect(lens.readouts(of: .z).count == c.depth * c.cycles * c.inner)
      for step in 1...c.depth {
        let readout = try #require(
          lens.readouts.first {
            $0.stateID == StateID(kind: .y, step: step, cycle: c.cycles)
          })
        let expected = try #require(logits[step])
        for position in 0..<c.length {
          let row = Array(expected[position * c.vocabulary..<(position + 1) * c.vocabulary])
          let shares = row.withUnsafeBufferPointer {
            softmax($0.baseAddress!, count: c.vocabulary)
          }
          let most = try #require(shares.max())
          #expect(abs(readout.probability(at: position) - most) < 1e-4)
          #expect(shares[Int(readout.tokens[position])] > most - 1e-4)
          let top = readout.top(c.vocabulary + 3, at: position)
          #expect(top.count == c.vocabulary && top[0].token == readout.tokens[position])
          #expect(zip(top, top.dropFirst()).allSatisfy { $0.probability >= $1.probability })
          #expect(abs(top.reduce(0) { $0 + $1.probability } - 1) < 1e-5)
        }
      }
    }
  }

  @Test(
    "a position has settled once its most likely token is the final one",
    arguments: Kind.all)
  func settling(kind: Kind) throws {
    let engine = FastEngine(try kind.weights(seed: 7), capacity: 1)
    let (lens, _) = try watched(engine, kind, seed: 8)
    for state in [StateID.Kind.y, .z] {
      let own = lens.readouts(of: state)
      for position in 0..<kind.configuration.length {
        let shown = own.map { $0.tokens[position] }
        let first = try #require(
          own.indices.first { start in shown[start...].allSatisfy { $0 == shown.last } })
        #expect(lens.settled(state, at: position) == own[first].stateID)
      }
    }
    #expect(Lens(of: [.y]).settled(.y, at: 0) == nil)
    #expect(lens.settled(.logits, at: 0) == nil)
  }
}
