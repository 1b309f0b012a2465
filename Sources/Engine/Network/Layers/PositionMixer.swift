// The mixer's swiGLU over positions: each feature is mixed over the sequence by itself.

internal import Kernels

/// hᵀ ↦ swiGLU(hᵀ): for one sequence, out = W_down · (silu(W_gate · h) · (W_up · h)).
///
/// Shapes: h (S, D) a sequence; W_gate-up (2M, S), gate first; W_down (S, M). Written from the left,
/// so that nothing is transposed, and panel by panel of features, so that all between the two
/// products stays near the processor.
struct PositionMixer {
  private let configuration: Configuration
  private let lanes: KernelTable
  private let gateUpOffset: Int
  private let downOffset: Int

  init(_ configuration: Configuration, table: ParameterTable, layer: Int, lanes: KernelTable) {
    self.configuration = configuration
    self.lanes = lanes
    gateUpOffset = table.offset("L_level.layers.\(layer).mlp_t.gate_up_proj.weight")
    downOffset = table.offset("L_level.layers.\(layer).mlp_t.down_proj.weight")
  }

  /// The features that a share mixes: whole panels of them.
  func columns(of share: RowPartition) -> Range<Int> {
    let panels = RowPartition.part(
      share.part, of: share.parts, count: configuration.panels(for: lanes))
    let width = lanes.panelWidth
    return panels.lowerBound * width..<min(panels.upperBound * width, configuration.width)
  }

  /// out (rows, D) = the mix of h, for the share's columns.
  func forward(
    _ out: Out, _ h: In, _ memory: LayerMemory, _ scratch: Scratch, weights: In,
    _ share: RowPartition
  ) {
    let (s, d, m) = (configuration.sequence, configuration.width, configuration.mixerWidth)
    let (columns, panelWidth) = (columns(of: share), lanes.panelWidth)
    for sequence in 0..<share.sequences {
      var column = columns.lowerBound
      while column < columns.upperBound {
        let width = min(panelWidth, d - column)
        let at = sequence * s * d + column
        let panel = sequence * configuration.panels(for: lanes) + column / panelWidth
        let gateUp = memory.mixerGateUp.map { $0 + panel * 2 * m * panelWidth }
        let gates = gateUp ?? scratch.mixerGateUp
        let gated =
          memory.mixerGated.map { $0 + panel * m * panelWidth } ?? scratch.mixerGated
        lanes.pack(scratch.panel, s, h + at, 1, d, width, s)
        lanes.productPacked(
          gates, panelWidth, weights + gateUpOffset, s, 1, scratch.panel, 2 * m, panelWidth, s,
          false)
        lanes.gate(gated, gates, gates + m * panelWidth, 1, m * panelWidth, 0)
        lanes.productPacked(
          out + at, d, weights + downOffset, m, 1, gated, s, width, m, false)
        column += width
      }
    }
  }

  /// dh += the gradient through `forward`, whose output has the gradient dout; dW is added up.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ memory: LayerMemory, _ scratch: Scratch, weights: In,
    gradients: Out, sequences: Int
  ) {
    guard let keptGateUp = memory.mixerGateUp, let keptGated = memory.mixerGated else {
      preconditionFailure("nothing was kept")
    }
    let (s, d, m) = (configuration.sequence, configuration.width, configuration.mixerWidth)
    let panelWidth = lanes.panelWidth
    let (dgates, dgated) = (scratch.mixerGateUp, scratch.mixerGated)
    for sequence in 0..<sequences {
      var column = 0
      while column < d {
        let width = min(panelWidth, d - column)
        let at = sequence * s * d + column
        let panel = sequence * configuration.panels(for: lanes) + column / panelWidth
        let gates = keptGateUp + panel * 2 * m * panelWidth
        let gated = keptGated + panel * m * panelWidth
        lanes.pack(scratch.panel, s, dout + at, 1, d, width, s)
        lanes.productPacked(
          dgated, panelWidth, weights + downOffset, 1, m, scratch.panel, m, panelWidth, s, false)
        // dW_downᵀ (M, S) += gated · doutᵀ; turned into place below.
        lanes.pack(scratch.panel, width, dout + at, d, 1, s, width)
        lanes.productPacked(
          scratch.mixerDown, s, gated, panelWidth, 1, scratch.panel, m, s, width, true)
        lanes.gateBackward(
          dgates, dgates + m * panelWidth, dgated, gates, gates + m * panelWidth, 1,
          m * panelWidth, 0)
        lanes.pack(scratch.panel, width, h + at, d, 1, s, width)
        lanes.productPacked(
          gradients + gateUpOffset, s, dgates, panelWidth, 1, scratch.panel, 2 * m, s, width, true)
        lanes.productPacked(
          dh + at, d, weights + gateUpOffset, 1, s, dgates, s, width, 2 * m, true)
        column += width
      }
    }
    for position in 0..<s {
      let row = gradients + (downOffset + position * m)
      for i in 0..<m { row[i] += scratch.mixerDown[i * s + position] }
    }
    scratch.mixerDown.update(repeating: 0, count: m * s)
  }
}
