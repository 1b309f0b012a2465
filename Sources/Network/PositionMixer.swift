// The mixer's swiGLU over positions: each feature is mixed over the sequence by itself.

internal import Kernels

/// hᵀ ↦ swiGLU(hᵀ): for one sequence, out = W_down · (silu(W_gate · h) · (W_up · h)).
///
/// Shapes: h (S, D) a sequence; W_gate-up (2M, S), gate first; W_down (S, M). Written from the left,
/// so that nothing is transposed.
final class PositionMixer {
  /// What the backward pass needs, and the scratch of the forward one.
  final class State {
    /// (batch, 2M, D).
    let gateUp: FloatBuffer
    /// (batch, M, D).
    let gated: FloatBuffer

    init(_ configuration: Configuration, batch: Int) {
      let m = configuration.mixerWidth
      gateUp = FloatBuffer(count: batch * 2 * m * configuration.width)
      gated = FloatBuffer(count: batch * m * configuration.width)
    }
  }

  private let configuration: Configuration
  private let lanes: Instructions
  private let gateUpOffset: Int
  private let downOffset: Int
  /// Scratch: h or the gated values of one sequence, packed for the weights' gradients.
  private let panels: FloatBuffer

  init(_ configuration: Configuration, table: ParameterTable, layer: Int, lanes: Instructions) {
    self.configuration = configuration
    self.lanes = lanes
    gateUpOffset = table.offset("L_level.layers.\(layer).mlp_t.gate_up_proj.weight")
    downOffset = table.offset("L_level.layers.\(layer).mlp_t.down_proj.weight")
    let columns = max(configuration.mixerWidth, configuration.sequence)
    panels = FloatBuffer(count: (columns + 15) / 16 * 16 * configuration.width)
  }

  /// out (rows, D) = the mix of h.
  func forward(_ out: Out, _ h: In, _ state: State, weights: In, batch: Int) {
    let (s, d, m) = (configuration.sequence, configuration.width, configuration.mixerWidth)
    for sequence in 0..<batch {
      let gateUp = state.gateUp.base + sequence * 2 * m * d
      let gated = state.gated.base + sequence * m * d
      let rows = sequence * s * d
      lanes.product(gateUp, d, weights + gateUpOffset, s, 1, h + rows, d, 2 * m, d, s, false)
      lanes.gate(gated, gateUp, gateUp + m * d, m, d, d)
      lanes.product(out + rows, d, weights + downOffset, m, 1, gated, d, s, d, m, false)
    }
  }

  /// dh += the gradient through `forward`, whose output has the gradient dout; dW is added up.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ state: State, scratch: State, weights: In, gradients: Out,
    batch: Int
  ) {
    let (s, d, m) = (configuration.sequence, configuration.width, configuration.mixerWidth)
    let (dgateUp, dgated) = (scratch.gateUp.base, scratch.gated.base)
    for sequence in 0..<batch {
      let gateUp = state.gateUp.base + sequence * 2 * m * d
      let gated = state.gated.base + sequence * m * d
      let rows = sequence * s * d
      lanes.product(dgated, d, weights + downOffset, 1, m, dout + rows, d, m, d, s, false)
      lanes.pack(panels.base, gated, m, d)
      lanes.productPacked(
        gradients + downOffset, m, dout + rows, d, 1, panels.base, s, m, d, true)
      lanes.gateBackward(
        dgateUp, dgateUp + m * d, dgated, gateUp, gateUp + m * d, m, d, d)
      lanes.pack(panels.base, h + rows, s, d)
      lanes.productPacked(
        gradients + gateUpOffset, s, dgateUp, d, 1, panels.base, 2 * m, s, d, true)
      lanes.product(
        dh + rows, d, weights + gateUpOffset, 1, s, dgateUp, d, s, d, 2 * m, true)
    }
  }
}
