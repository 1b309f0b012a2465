// What both heads say of one y.

internal import Kernels

/// Both heads' results for one sequence.
package struct HeadReading: Equatable, Sendable {
  /// (L, V).
  package let logits: [Float]
  /// Halt, continue.
  package let halting: [Float]
  /// The most likely token at each of the L positions.
  package let tokens: [Int32]

  /// The halting head's logit; above 0 it says that the answer is right.
  package var halt: Float { halting[0] }

  /// The results of a network's heads: L · V logits and two of the halting head.
  package init(logits: [Float], halting: [Float], of c: Configuration) {
    precondition(
      logits.count == c.length * c.vocabulary && halting.count == 2,
      "the heads give \(c.length) rows of \(c.vocabulary) and two numbers")
    self.logits = logits
    self.halting = halting
    tokens = logits.withUnsafeBufferPointer { logits in
      (0..<c.length).map {
        Int32(largest(logits.baseAddress! + $0 * c.vocabulary, c.vocabulary))
      }
    }
  }

  /// What the heads of an engine say of one of its sequences.
  init(_ engine: any Engine, of sequence: Int = 0) {
    let c = engine.weights.configuration
    let size = c.length * c.vocabulary
    self.init(
      logits: Array(engine.logits[sequence * size..<(sequence + 1) * size]),
      halting: Array(engine.halting[sequence * 2..<sequence * 2 + 2]), of: c)
  }

  /// The softmax probability of tokens, one at each position.
  package func confidence(in tokens: [Int32]) -> [Float] {
    let size = logits.count / max(tokens.count, 1)
    return logits.withUnsafeBufferPointer { logits in
      tokens.indices.map { softmax(logits.baseAddress! + $0 * size, count: size)[Int(tokens[$0])] }
    }
  }
}
