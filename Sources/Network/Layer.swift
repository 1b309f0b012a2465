// One layer of the network: positions exchange information, then each position thinks; both with a
// residual and a norm behind them.

internal import Kernels

/// m = norm(h + mix(h)); out = norm(m + swiGLU(m)), with mix attention or a swiGLU over positions.
///
/// With the mixer the first norm runs over the positions of each feature, as in the official code.
/// Shapes: h, m, out (batch · S, D).
final class Layer {
  /// What the backward pass needs, and the scratch of the forward one.
  final class State {
    let attention: Attention.State?
    let mixer: PositionMixer.State?
    let swiGLU: SwiGLU.State
    /// m (rows, D).
    let middle: FloatBuffer
    /// r of the first norm: (rows), or (batch, D) with the mixer.
    let middleScale: FloatBuffer
    /// r of the second norm: (rows).
    let outScale: FloatBuffer
    /// (rows, D): what is added to the residual.
    let added: FloatBuffer

    init(_ configuration: Configuration, batch: Int) {
      let rows = batch * configuration.sequence
      let attends = configuration.mixing == .attention
      attention = attends ? Attention.State(configuration, batch: batch) : nil
      mixer = attends ? nil : PositionMixer.State(configuration, batch: batch)
      swiGLU = SwiGLU.State(configuration, batch: batch)
      middle = FloatBuffer(count: rows * configuration.width)
      middleScale = FloatBuffer(count: attends ? rows : batch * configuration.width)
      outScale = FloatBuffer(count: rows)
      added = FloatBuffer(count: rows * configuration.width)
    }
  }

  private let configuration: Configuration
  private let lanes: Instructions
  private let attention: Attention?
  private let mixer: PositionMixer?
  private let swiGLU: SwiGLU

  init(_ configuration: Configuration, table: ParameterTable, layer: Int, lanes: Instructions) {
    let attends = configuration.mixing == .attention
    self.configuration = configuration
    self.lanes = lanes
    attention =
      attends ? Attention(configuration, table: table, layer: layer, lanes: lanes) : nil
    mixer =
      attends ? nil : PositionMixer(configuration, table: table, layer: layer, lanes: lanes)
    swiGLU = SwiGLU(configuration, table: table, layer: layer, lanes: lanes)
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    attention?.pack(weights)
    swiGLU.pack(weights)
  }

  /// out (rows, D) = the layer's result for h; out may be h.
  func forward(_ out: Out, _ h: In, _ state: State, weights: In, batch: Int) {
    let (s, d, epsilon) = (configuration.sequence, configuration.width, configuration.epsilon)
    let rows = batch * s
    let (added, middle) = (state.added.base, state.middle.base)
    if let attention, let own = state.attention {
      attention.forward(added, h, own, batch: batch)
      lanes.normRows(middle, state.middleScale.base, h, added, rows, d, epsilon)
    } else if let mixer, let own = state.mixer {
      mixer.forward(added, h, own, weights: weights, batch: batch)
      for sequence in 0..<batch {
        let at = sequence * s * d
        lanes.normColumns(
          middle + at, state.middleScale.base + sequence * d, h + at, added + at, s, d, epsilon)
      }
    }
    swiGLU.forward(added, middle, state.swiGLU, rows: rows)
    lanes.normRows(out, state.outScale.base, middle, added, rows, d, epsilon)
  }

  /// The gradient of h from that of out, in place; dW is added up.
  ///
  /// `h` and `out` are what the forward pass read and wrote; `scratch` is overwritten.
  func backward(
    _ gradient: Out, _ h: In, _ out: In, _ state: State, scratch: State, weights: In,
    gradients: Out, batch: Int
  ) {
    let (s, d) = (configuration.sequence, configuration.width)
    let rows = batch * s
    let residual = scratch.added.base
    lanes.normRowsBackward(gradient, out, state.outScale.base, rows, d)
    residual.update(from: gradient, count: rows * d)
    swiGLU.backward(
      gradient, residual, state.middle.base, state.swiGLU, scratch: scratch.swiGLU,
      weights: weights, gradients: gradients, rows: rows)
    if let attention, let own = state.attention, let free = scratch.attention {
      lanes.normRowsBackward(gradient, state.middle.base, state.middleScale.base, rows, d)
      residual.update(from: gradient, count: rows * d)
      attention.backward(
        gradient, residual, h, own, scratch: free, weights: weights, gradients: gradients,
        batch: batch)
    } else if let mixer, let own = state.mixer, let free = scratch.mixer {
      for sequence in 0..<batch {
        let at = sequence * s * d
        lanes.normColumnsBackward(
          gradient + at, state.middle.base + at, state.middleScale.base + sequence * d, s, d)
      }
      residual.update(from: gradient, count: rows * d)
      mixer.backward(
        gradient, residual, h, own, scratch: free, weights: weights, gradients: gradients,
        batch: batch)
    }
  }
}
