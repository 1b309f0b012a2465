// Self-attention over the positions of one sequence, forward and backward.

internal import Kernels

/// h ↦ attention(h): q, k, v = h · W_qkvᵀ, heads of softmax(q kᵀ / √(D/heads)) v, then · W_oᵀ.
///
/// Not causal; full, windowed, or within the units of a grid. With rotary positions, queries and keys are rotated.
///
/// Shapes: h (rows, D); W_qkv (3D, D) with q, k, v rows in that order; W_o (D, D).
struct Attention {
  private let configuration: Configuration
  private let kernels: KernelSet
  private let positions: PositionTables
  private let mixedOffset: Int
  private let outputOffset: Int
  private let mixing: PackedMatrix
  private let output: PackedMatrix
  /// The transposed matrices for the backward pass.
  private let transposed: (mixing: PackedMatrix, output: PackedMatrix)?
  private var window: Int {
    configuration.window > 0 ? configuration.window : configuration.sequence
  }
  private var scale: Float { 1 / Float(configuration.headWidth).squareRoot() }

  init(
    _ configuration: Configuration, table: ParameterTable, name: String, positions: PositionTables,
    needsGradients: Bool, in arena: Arena, kernels: KernelSet
  ) {
    let d = configuration.width
    self.configuration = configuration
    self.kernels = kernels
    self.positions = positions
    mixedOffset = table.offset(name + "self_attn.qkv_proj.weight")
    outputOffset = table.offset(name + "self_attn.o_proj.weight")
    mixing = PackedMatrix(outputs: 3 * d, inputs: d, in: arena, for: kernels)
    output = PackedMatrix(outputs: d, inputs: d, in: arena, for: kernels)
    transposed =
      needsGradients
      ? (
        PackedMatrix(outputs: d, inputs: 3 * d, in: arena, for: kernels),
        PackedMatrix(outputs: d, inputs: d, in: arena, for: kernels)
      ) : nil
  }

  /// Repacks the matrices after a change of `weights`.
  func pack(_ weights: In) {
    mixing.pack(weights + mixedOffset, with: kernels)
    output.pack(weights + outputOffset, with: kernels)
    transposed?.mixing.packTransposed(weights + mixedOffset, with: kernels)
    transposed?.output.packTransposed(weights + outputOffset, with: kernels)
  }

  /// out (rows, D) = attention(h) for the partition's rows; waits once, for all keys and values.
  func forward(
    _ out: Out, _ h: In, _ memory: LayerActivations, _ scratch: Scratch, _ partition: RowPartition
  ) {
    let (s, d, w) = (configuration.sequence, configuration.width, configuration.headWidth)
    let (first, count) = (partition.rows.lowerBound, partition.rows.count)
    mixing.apply(memory.mixed + first * 3 * d, h + first * d, rows: count, with: kernels)
    rotate(memory.mixed, first: first, count: count, sign: 1)
    partition.wait()
    let shape = AttentionShape(
      positions: s, headWidth: w, stride: 3 * d, outStride: d, scale: scale)
    var row = first
    while row < partition.rows.upperBound {
      let sequence = row / s
      let end = min(partition.rows.upperBound, (sequence + 1) * s)
      for head in 0..<configuration.heads {
        let column = head * w
        let keys = memory.mixed + (sequence * s * 3 * d + d + column)
        let weights =
          memory.softmax.map { $0 + weightsOffset(sequence, head) } ?? scratch.scores
        let (attended, inputs) = (
          memory.attended + (row * d + column),
          AttentionInputs(q: memory.mixed + (row * 3 * d + column), k: keys, v: keys + d)
        )
        if let grid = positions.keys {
          kernels.attendListed(
            attended, weights, inputs, shape,
            grid.lists(head: head, from: row - sequence * s, count: end - row))
        } else {
          kernels.attend(
            attended, weights, scratch.transposed, inputs, shape,
            AttentionQueries(
              count: end - row, first: row - sequence * s, window: window,
              prefix: configuration.prefix))
        }
      }
      row = end
    }
    output.apply(out + first * d, memory.attended + first * d, rows: count, with: kernels)
  }

  /// dh += the gradient through `forward` of `sequences` sequences, from the output's gradient
  /// dout; dW is accumulated in `gradients`, and `free` is overwritten.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ memory: LayerActivations, free: LayerActivations,
    _ scratch: Scratch,
    gradients: Out, sequences: Int
  ) {
    guard let transposed, let softmax = memory.softmax else {
      preconditionFailure("the forward pass kept no activations")
    }
    let (s, d, w) = (configuration.sequence, configuration.width, configuration.headWidth)
    let rows = sequences * s
    let (dattended, dmixed) = (free.attended, free.mixed)
    transposed.output.apply(dattended, dout, rows: rows, with: kernels)
    kernels.outerProduct(
      gradients + outputOffset, dout, memory.attended, scratch.panel, d, d, rows)
    let shape = AttentionShape(
      positions: s, headWidth: w, stride: 3 * d, outStride: d, scale: scale)
    for sequence in 0..<sequences {
      for head in 0..<configuration.heads {
        let at = sequence * s * 3 * d + head * w
        let (q, dq) = (memory.mixed + at, dmixed + at)
        let (gradients, dhead, weights) = (
          AttentionGradients(dq: dq, dk: dq + d, dv: dq + 2 * d),
          dattended + (sequence * s * d + head * w), softmax + weightsOffset(sequence, head)
        )
        let inputs = AttentionInputs(q: q, k: q + d, v: q + 2 * d)
        if let grid = positions.keys {
          kernels.attendListedBackward(
            gradients, scratch.scores, dhead, weights, inputs, shape,
            grid.lists(head: head, from: 0, count: s))
        } else {
          kernels.attendBackward(
            gradients, scratch.scores, scratch.transposed, dhead, weights, inputs, shape)
        }
      }
    }
    rotate(dmixed, first: 0, count: rows, sign: -1)
    transposed.mixing.apply(dh, dmixed, rows: rows, accumulates: true, with: kernels)
    kernels.outerProduct(gradients + mixedOffset, dmixed, h, scratch.panel, 3 * d, d, rows)
  }

  /// The offset of the attention weights of one head in one sequence.
  private func weightsOffset(_ sequence: Int, _ head: Int) -> Int {
    (sequence * configuration.heads + head) * configuration.headWeights
  }

  /// Rotates the queries and keys, which are adjacent in a row, by their positions.
  private func rotate(_ mixed: Out, first: Int, count: Int, sign: Float) {
    guard let rotary = positions.rotary else { return }
    kernels.rotate(
      mixed + first * 3 * configuration.width, rotary.cosine, rotary.sine, sign,
      RotaryShape(
        count: count, first: first % configuration.sequence, positions: configuration.sequence,
        heads: 2 * configuration.heads, headWidth: configuration.headWidth,
        stride: 3 * configuration.width))
  }
}
