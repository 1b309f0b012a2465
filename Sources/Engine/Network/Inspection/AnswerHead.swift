// The answer head apart from a run, for intermediate states.

internal import Kernels

/// logits = state[P...] · W_lmᵀ for any y or z.
///
/// Applying the head, which was trained on y, to z is the logit lens of language models: the result
/// hints at what z holds, but isn't an answer.
package final class AnswerHead {
  /// The network's configuration.
  package let configuration: Configuration
  private let weights: Weights
  private let arena = Arena()
  private let heads: Heads?
  private let logits: FloatBuffer

  /// The head of a network, for one sequence at a time.
  package init(_ weights: Weights) {
    self.weights = weights
    configuration = weights.configuration
    logits = FloatBuffer(count: configuration.length * configuration.vocabulary)
    guard configuration.hasKernels else {
      heads = nil
      return
    }
    heads = Heads(weights, in: arena, kernels: .current)
    heads?.pack(weights.values.base)
  }

  /// Whether the head applies to states of a kind.
  package func reads(_ kind: StateID.Kind) -> Bool {
    kind == .y || kind.isState && configuration.hasReadableZ
  }

  /// The logits (L, V) of one sequence's state (S, D).
  package func read(_ state: UnsafeBufferPointer<Float>) -> [Float] {
    precondition(
      state.count == configuration.sequence * configuration.width,
      "expected the state of one sequence")
    guard let heads, let base = state.baseAddress else {
      // y of a cell holds the logits, which are the same at each position.
      let logits = state.prefix(configuration.vocabulary)
      return (0..<configuration.length).flatMap { _ in logits }
    }
    heads.forward(
      logits.base, nil, base, weights: weights.values.base, sequences: 1)
    return logits.array
  }
}
