// The two heads: the answer's logits at each token, and the halting logits.

internal import Kernels

/// logits = y[P...] · W_lmᵀ; (halt, continue) = y[0] · W_qᵀ + b, for each sequence.
///
/// Shapes: y (sequences · S, D); logits (sequences, L, V); halting (sequences, 2).
struct Heads {
  private let configuration: Configuration
  private let kernels: KernelSet
  private let answerOffset: Int
  private let haltOffset: Int
  private let biasOffset: Int
  private let answer: PackedMatrix

  init(_ weights: Weights, in arena: Arena, kernels: KernelSet) {
    let configuration = weights.configuration
    self.configuration = configuration
    self.kernels = kernels
    answerOffset = weights.table.offset("lm_head.weight")
    haltOffset = weights.table.offset("q_head.weight")
    biasOffset = weights.table.offset("q_head.bias")
    answer = PackedMatrix(
      outputs: configuration.vocabulary, inputs: configuration.width, in: arena, for: kernels)
  }

  /// Repacks the matrix after a change of `weights`.
  func pack(_ weights: In) {
    answer.pack(weights + answerOffset, with: kernels)
  }

  /// Fills logits, and halting if wanted, from y.
  func forward(_ logits: Out, _ halting: Out?, _ y: In, weights: In, sequences: Int) {
    let (s, d, v) = (configuration.sequence, configuration.width, configuration.vocabulary)
    for sequence in 0..<sequences {
      let tokens = y + (sequence * s + configuration.prefix) * d
      answer.apply(
        logits + sequence * configuration.length * v, tokens, rows: configuration.length,
        with: kernels)
    }
    if let halting { self.halting(halting, y, weights: weights, sequences: sequences) }
  }

  /// Fills halting alone.
  func halting(_ halting: Out, _ y: In, weights: In, sequences: Int) {
    let (s, d) = (configuration.sequence, configuration.width)
    for sequence in 0..<sequences {
      for output in 0..<2 {
        var sum = weights[biasOffset + output]
        let row = weights + (haltOffset + output * d)
        for i in 0..<d { sum += row[i] * y[sequence * s * d + i] }
        halting[sequence * 2 + output] = sum
      }
    }
  }

  /// Overwrites dy (rows, D) with the gradient from both heads; dW is accumulated in `gradients`.
  func backward(
    _ dy: Out, _ dlogits: In, _ dhalting: In, _ y: In, weights: In, gradients: Out, sequences: Int
  ) {
    let (s, d, v) = (configuration.sequence, configuration.width, configuration.vocabulary)
    let (p, l) = (configuration.prefix, configuration.length)
    dy.update(repeating: 0, count: sequences * s * d)
    for sequence in 0..<sequences {
      let slope = dlogits + sequence * l * v
      let at = (sequence * s + p) * d
      kernels.product(
        dy + at, slope, weights + answerOffset, d,
        ProductShape(m: l, n: d, k: v, cRow: d, aRow: v, aColumn: 1, accumulates: true))
      kernels.product(
        gradients + answerOffset, slope, y + at, d,
        ProductShape(m: v, n: d, k: l, cRow: d, aRow: 1, aColumn: v, accumulates: true))
      for output in 0..<2 {
        let gradient = dhalting[sequence * 2 + output]
        let row = haltOffset + output * d
        kernels.addScaled(dy + sequence * s * d, weights + row, gradient, d)
        kernels.addScaled(gradients + row, y + sequence * s * d, gradient, d)
        gradients[biasOffset + output] += gradient
      }
    }
  }
}
