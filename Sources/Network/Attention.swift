// Self-attention over the positions of one sequence, forward beside backward.

internal import Kernels

/// h ↦ attention(h): q, k, v = h · W_qkvᵀ, heads of softmax(q kᵀ / √(D/heads)) v, then · W_oᵀ.
///
/// Full, not causal; queries and keys are turned by their position where positions are rotary.
/// Shapes: h (batch · S, D); W_qkv (3D, D) with q, k, v rows in that order; W_o (D, D).
final class Attention {
  /// What the backward pass needs, and the scratch of the forward one.
  final class State {
    /// (rows, 3D), turned.
    let mixed: FloatBuffer
    /// (batch, heads, S, S rounded up to a multiple of 16).
    let softmax: FloatBuffer
    /// (rows, D): the heads' results.
    let attended: FloatBuffer

    init(_ configuration: Configuration, batch: Int) {
      let rows = batch * configuration.sequence
      mixed = FloatBuffer(count: rows * 3 * configuration.width)
      softmax = FloatBuffer(count: rows * configuration.heads * configuration.paddedSequence)
      attended = FloatBuffer(count: rows * configuration.width)
    }
  }

  private let configuration: Configuration
  private let lanes: Instructions
  private let rotary: Rotary?
  private let mixedOffset: Int
  private let outputOffset: Int
  private let mixing: PackedMatrix
  private let output: PackedMatrix
  /// Scratch of one head: (D/heads, padded S).
  private let turned: FloatBuffer
  private var scale: Float { 1 / Float(configuration.headWidth).squareRoot() }

  init(_ configuration: Configuration, table: ParameterTable, layer: Int, lanes: Instructions) {
    let d = configuration.width
    self.configuration = configuration
    self.lanes = lanes
    rotary = configuration.positions == .rotary ? Rotary(configuration) : nil
    mixedOffset = table.offset("L_level.layers.\(layer).self_attn.qkv_proj.weight")
    outputOffset = table.offset("L_level.layers.\(layer).self_attn.o_proj.weight")
    mixing = PackedMatrix(outputs: 3 * d, inputs: d)
    output = PackedMatrix(outputs: d, inputs: d)
    turned = FloatBuffer(count: configuration.headWidth * configuration.paddedSequence)
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    mixing.pack(weights + mixedOffset, with: lanes)
    output.pack(weights + outputOffset, with: lanes)
  }

  /// out (rows, D) = attention(h).
  func forward(_ out: Out, _ h: In, _ state: State, batch: Int) {
    let (s, d, w) = (configuration.sequence, configuration.width, configuration.headWidth)
    let mixed = state.mixed.base
    mixing.apply(mixed, h, rows: batch * s, with: lanes)
    if let rotary { turn(mixed, rotary, batch: batch, sign: 1) }
    for sequence in 0..<batch {
      for head in 0..<configuration.heads {
        let q = mixed + (sequence * s * 3 * d + head * w)
        lanes.attend(
          state.attended.base + (sequence * s * d + head * w), d,
          state.softmax.base + (sequence * configuration.heads + head) * s
            * configuration.paddedSequence,
          turned.base,
          q, q + d, q + 2 * d, 3 * d, s, w, scale)
      }
    }
    output.apply(out, state.attended.base, rows: batch * s, with: lanes)
  }

  /// dh += the gradient through `forward`, whose output has the gradient dout; dW is added up.
  ///
  /// `scratch` has the shapes of a state and is overwritten.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ state: State, scratch: State, weights: In, gradients: Out,
    batch: Int
  ) {
    let (s, d, w) = (configuration.sequence, configuration.width, configuration.headWidth)
    let rows = batch * s
    let (dattended, dmixed) = (scratch.attended.base, scratch.mixed.base)
    lanes.product(dattended, d, dout, d, 1, weights + outputOffset, d, rows, d, d, false)
    lanes.product(
      gradients + outputOffset, d, dout, 1, d, state.attended.base, d, d, d, rows, true)
    for sequence in 0..<batch {
      for head in 0..<configuration.heads {
        let at = sequence * s * 3 * d + head * w
        let q = state.mixed.base + at
        let dq = dmixed + at
        lanes.attendBackward(
          dq, dq + d, dq + 2 * d, dattended + (sequence * s * d + head * w), d,
          state.softmax.base + (sequence * configuration.heads + head) * s
            * configuration.paddedSequence,
          scratch.softmax.base, turned.base, q, q + d, q + 2 * d, 3 * d, s, w, scale)
      }
    }
    if let rotary { turn(dmixed, rotary, batch: batch, sign: -1) }
    lanes.product(dh, d, dmixed, 3 * d, 1, weights + mixedOffset, d, rows, d, 3 * d, true)
    lanes.product(gradients + mixedOffset, d, dmixed, 1, 3 * d, h, d, 3 * d, d, rows, true)
  }

  /// Turns the queries and keys, which are neighbours in a row, by their positions.
  private func turn(_ mixed: Out, _ rotary: Rotary, batch: Int, sign: Float) {
    let s = configuration.sequence
    lanes.turn(
      mixed, 3 * configuration.width, batch * s, 2 * configuration.heads,
      configuration.headWidth, rotary.cosine.base, rotary.sine.base, s, sign)
  }
}

extension Configuration {
  /// The length of a row of attention weights: S rounded up to a multiple of 16.
  fileprivate var paddedSequence: Int { (sequence + 15) / 16 * 16 }
}
