// Self-attention over the positions of one sequence, forward beside backward.

internal import Kernels

/// h ↦ attention(h): q, k, v = h · W_qkvᵀ, heads of softmax(q kᵀ / √(D/heads)) v, then · W_oᵀ.
///
/// Not causal, and full or through a window; queries and keys are turned by their position where
/// positions are rotary.
/// Shapes: h (rows, D); W_qkv (3D, D) with q, k, v rows in that order; W_o (D, D).
struct Attention {
  private let configuration: Configuration
  private let lanes: KernelTable
  private let rotary: Rotary?
  private let mixedOffset: Int
  private let outputOffset: Int
  private let mixing: PackedMatrix
  private let output: PackedMatrix
  /// The same matrices as the backward pass reads them.
  private let back: (mixing: PackedMatrix, output: PackedMatrix)?
  private var window: Int {
    configuration.window > 0 ? configuration.window : configuration.sequence
  }
  private var scale: Float { 1 / Float(configuration.headWidth).squareRoot() }

  init(
    _ configuration: Configuration, table: ParameterTable, layer: Int, rotary: Rotary?,
    goesBack: Bool, in arena: Arena, lanes: KernelTable
  ) {
    let d = configuration.width
    self.configuration = configuration
    self.lanes = lanes
    self.rotary = rotary
    mixedOffset = table.offset("L_level.layers.\(layer).self_attn.qkv_proj.weight")
    outputOffset = table.offset("L_level.layers.\(layer).self_attn.o_proj.weight")
    mixing = PackedMatrix(outputs: 3 * d, inputs: d, in: arena, for: lanes)
    output = PackedMatrix(outputs: d, inputs: d, in: arena, for: lanes)
    back =
      goesBack
      ? (
        PackedMatrix(outputs: d, inputs: 3 * d, in: arena, for: lanes),
        PackedMatrix(outputs: d, inputs: d, in: arena, for: lanes)
      ) : nil
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    mixing.pack(weights + mixedOffset, with: lanes)
    output.pack(weights + outputOffset, with: lanes)
    back?.mixing.packTransposed(weights + mixedOffset, with: lanes)
    back?.output.packTransposed(weights + outputOffset, with: lanes)
  }

  /// out (rows, D) = attention(h), for the share's rows; waits once, for all keys and values.
  func forward(
    _ out: Out, _ h: In, _ memory: LayerMemory, _ scratch: Scratch, _ share: RowPartition
  ) {
    let (s, d, w) = (configuration.sequence, configuration.width, configuration.headWidth)
    let (first, count) = (share.rows.lowerBound, share.rows.count)
    mixing.apply(memory.mixed + first * 3 * d, h + first * d, rows: count, with: lanes)
    turn(memory.mixed, first: first, count: count, sign: 1)
    share.wait()
    var row = first
    while row < share.rows.upperBound {
      let sequence = row / s
      let end = min(share.rows.upperBound, (sequence + 1) * s)
      for head in 0..<configuration.heads {
        let column = head * w
        let keys = memory.mixed + (sequence * s * 3 * d + d + column)
        let weights =
          memory.softmax.map { $0 + weightsOffset(sequence, head) } ?? scratch.scores
        let part = AttentionHead(
          q: memory.mixed + (row * 3 * d + column), k: keys, v: keys + d, stride: 3 * d,
          positions: s, width: w, scale: scale)
        lanes.attend(
          part, queries: end - row,
          AttentionMask(first: row - sequence * s, window: window, prefix: configuration.prefix),
          out: memory.attended + (row * d + column), outStride: d, softmax: weights,
          scratch: scratch.turned)
      }
      row = end
    }
    output.apply(out + first * d, memory.attended + first * d, rows: count, with: lanes)
  }

  /// dh += the gradient through `forward` of `sequences` sequences, whose output has the gradient
  /// dout; dW is added up.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ memory: LayerMemory, free: LayerMemory, _ scratch: Scratch,
    gradients: Out, sequences: Int
  ) {
    guard let back, let softmax = memory.softmax else { preconditionFailure("nothing was kept") }
    let (s, d, w) = (configuration.sequence, configuration.width, configuration.headWidth)
    let rows = sequences * s
    let (dattended, dmixed) = (free.attended, free.mixed)
    back.output.apply(dattended, dout, rows: rows, with: lanes)
    lanes.addOuterProduct(
      gradients + outputOffset, dout, d, memory.attended, d, rows, scratch.panel)
    for sequence in 0..<sequences {
      for head in 0..<configuration.heads {
        let at = sequence * s * 3 * d + head * w
        let (q, dq) = (memory.mixed + at, dmixed + at)
        let part = AttentionHead(
          q: q, k: q + d, v: q + 2 * d, stride: 3 * d, positions: s, width: w, scale: scale)
        lanes.attendBackward(
          part, dq: dq, dk: dq + d, dv: dq + 2 * d,
          dout: dattended + (sequence * s * d + head * w), outStride: d,
          softmax: softmax + weightsOffset(sequence, head), dscores: scratch.scores,
          scratch: scratch.turned)
      }
    }
    turn(dmixed, first: 0, count: rows, sign: -1)
    back.mixing.apply(dh, dmixed, rows: rows, adding: true, with: lanes)
    lanes.addOuterProduct(gradients + mixedOffset, dmixed, 3 * d, h, d, rows, scratch.panel)
  }

  /// Where the attention weights of one head of one sequence start.
  private func weightsOffset(_ sequence: Int, _ head: Int) -> Int {
    (sequence * configuration.heads + head) * configuration.sequence
      * configuration.paddedSequence
  }

  /// Turns the queries and keys, which are neighbors in a row, by their positions.
  private func turn(_ mixed: Out, first: Int, count: Int, sign: Float) {
    guard let rotary else { return }
    lanes.turn(
      mixed + first * 3 * configuration.width, 3 * configuration.width,
      first % configuration.sequence, count, 2 * configuration.heads, configuration.headWidth,
      rotary.cosine, rotary.sine, configuration.sequence, sign)
  }
}
