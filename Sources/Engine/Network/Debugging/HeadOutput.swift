// The output of both heads for one sequence.

internal import Kernels

/// The output of both heads for one sequence.
package struct HeadOutput: Equatable, Sendable {
  /// (L, V).
  package let logits: [Float]
  /// Halt, continue.
  package let halting: [Float]
  /// The most likely token at each of the L positions.
  package let tokens: [Int32]

  /// The halting logit; above 0, the network considers its answer right.
  package let halt: Float

  /// An output from L · V logits and the two halting logits.
  package init(logits: [Float], halting: [Float], of c: Configuration) {
    precondition(
      logits.count == c.length * c.vocabulary && halting.count == 2,
      "expected \(c.length * c.vocabulary) logits and 2 halting logits")
    self.logits = logits
    self.halting = halting
    halt = c.haltingLogit(halt: halting[0], continue: halting[1])
    tokens = logits.withUnsafeBufferPointer { logits in
      (0..<c.length).map {
        Int32(largest(logits.baseAddress! + $0 * c.vocabulary, c.vocabulary))
      }
    }
  }

  /// The current output for one of an engine's sequences.
  init(_ engine: any Engine, of sequence: Int = 0) {
    let c = engine.weights.configuration
    let size = c.length * c.vocabulary
    self.init(
      logits: Array(engine.logits[sequence * size..<(sequence + 1) * size]),
      halting: Array(engine.halting[sequence * 2..<sequence * 2 + 2]), of: c)
  }

  /// The softmax probability of one token at each position, at the temperature of `options`; 1 at
  /// positions that are held.
  ///
  /// `question` is the question's tokens: (L).
  package func confidence(
    in tokens: [Int32], _ options: InferenceOptions, question: some Collection<Int32>
  ) -> [Float] {
    let size = logits.count / max(tokens.count, 1)
    return logits.withUnsafeBufferPointer { logits in
      zip(tokens.indices, question).map { position, asked in
        options.heldTokens.contains(asked)
          ? 1
          : softmax(
            logits.baseAddress! + position * size, count: size, temperature: options.temperature)[
              Int(tokens[position])]
      }
    }
  }
}
