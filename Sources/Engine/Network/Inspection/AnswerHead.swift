// The answer head apart from a run: what it says of a state that is no answer yet.

internal import Kernels

/// logits = state[P...] · W_lmᵀ for any y or z.
///
/// To read z through the head that was trained on y is the logit lens of language models: what z says
/// there is a hint at what it holds, not an answer.
package final class AnswerHead {
  /// The network whose head it is.
  package let configuration: Configuration
  private let weights: Weights
  private let arena = Arena()
  private let heads: Heads?
  private let logits: FloatBuffer
  private let halting = FloatBuffer(count: 2)

  /// The head of a network, for one sequence at a time.
  package init(_ weights: Weights) {
    self.weights = weights
    configuration = weights.configuration
    logits = FloatBuffer(count: configuration.length * configuration.vocabulary)
    guard configuration.hasReadableZ else {
      heads = nil
      return
    }
    heads = Heads(weights, in: arena, lanes: .current)
    heads?.pack(weights.values.base)
  }

  /// Whether a state of this kind can be read: of a cell only y, which are the logits.
  package func reads(_ kind: StateID.Kind) -> Bool {
    kind == .y || kind == .z && configuration.hasReadableZ
  }

  /// What it says of one sequence's state (S, D): logits (L, V).
  package func read(_ state: UnsafeBufferPointer<Float>) -> [Float] {
    precondition(
      state.count == configuration.sequence * configuration.width, "a state of one sequence")
    guard let heads, let base = state.baseAddress else {
      let shown = state.prefix(configuration.vocabulary)
      return (0..<configuration.length).flatMap { _ in shown }
    }
    heads.forward(
      logits.base, halting.base, base, weights: weights.values.base, sequences: 1)
    return logits.array
  }
}
