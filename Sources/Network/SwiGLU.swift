// The swiGLU over features, forward beside backward.

internal import Kernels

/// h ↦ down(silu(gate(h)) · up(h)) at each position.
///
/// Shapes: h (rows, D); W_gate-up (2I, D), gate first; W_down (D, I). Source: arXiv:2002.05202.
final class SwiGLU {
  /// What the backward pass needs, and the scratch of the forward one.
  final class State {
    /// (rows, 2I).
    let gateUp: FloatBuffer
    /// (rows, I).
    let gated: FloatBuffer

    init(_ configuration: Configuration, batch: Int) {
      let rows = batch * configuration.sequence
      gateUp = FloatBuffer(count: rows * 2 * configuration.innerWidth)
      gated = FloatBuffer(count: rows * configuration.innerWidth)
    }
  }

  private let configuration: Configuration
  private let lanes: Instructions
  private let gateUpOffset: Int
  private let downOffset: Int
  private let gateUp: PackedMatrix
  private let down: PackedMatrix

  init(_ configuration: Configuration, table: ParameterTable, layer: Int, lanes: Instructions) {
    let (d, i) = (configuration.width, configuration.innerWidth)
    self.configuration = configuration
    self.lanes = lanes
    gateUpOffset = table.offset("L_level.layers.\(layer).mlp.gate_up_proj.weight")
    downOffset = table.offset("L_level.layers.\(layer).mlp.down_proj.weight")
    gateUp = PackedMatrix(outputs: 2 * i, inputs: d)
    down = PackedMatrix(outputs: d, inputs: i)
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    gateUp.pack(weights + gateUpOffset, with: lanes)
    down.pack(weights + downOffset, with: lanes)
  }

  /// out (rows, D) = swiGLU(h).
  func forward(_ out: Out, _ h: In, _ state: State, rows: Int) {
    let i = configuration.innerWidth
    gateUp.apply(state.gateUp.base, h, rows: rows, with: lanes)
    lanes.gate(state.gated.base, state.gateUp.base, state.gateUp.base + i, rows, i, 2 * i)
    down.apply(out, state.gated.base, rows: rows, with: lanes)
  }

  /// dh += the gradient through `forward`, whose output has the gradient dout; dW is added up.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ state: State, scratch: State, weights: In, gradients: Out,
    rows: Int
  ) {
    let (d, i) = (configuration.width, configuration.innerWidth)
    let (dgateUp, dgated) = (scratch.gateUp.base, scratch.gated.base)
    lanes.product(dgated, i, dout, d, 1, weights + downOffset, i, rows, i, d, false)
    lanes.product(gradients + downOffset, i, dout, 1, d, state.gated.base, i, d, i, rows, true)
    lanes.gateBackward(
      dgateUp, dgateUp + i, dgated, state.gateUp.base, state.gateUp.base + i, rows, i, 2 * i)
    lanes.product(gradients + gateUpOffset, d, dgateUp, 1, 2 * i, h, d, 2 * i, d, rows, true)
    lanes.product(dh, d, dgateUp, 2 * i, 1, weights + gateUpOffset, d, rows, d, 2 * i, true)
  }
}
