// The mixer's swiGLU over positions: each feature is mixed over the sequence independently.

internal import Kernels

/// hᵀ ↦ swiGLU(hᵀ): for one sequence, out = W_down · (silu(W_gate · h) · (W_up · h)).
///
/// Shapes: h (S, D) per sequence; W_gate-up (2M, S), gate first; W_down (S, M). The weights
/// multiply from the left, so nothing is transposed; one panel of features at a time, so that
/// everything between the two products stays in the cache.
struct PositionMixer {
  private let configuration: Configuration
  private let kernels: KernelSet
  private let gateUpOffset: Int
  private let downOffset: Int

  init(_ configuration: Configuration, table: ParameterTable, name: String, kernels: KernelSet) {
    self.configuration = configuration
    self.kernels = kernels
    gateUpOffset = table.offset(name + "mlp_t.gate_up_proj.weight")
    downOffset = table.offset(name + "mlp_t.down_proj.weight")
  }

  /// The features that a partition mixes, in whole panels.
  func columns(of partition: RowPartition) -> Range<Int> {
    let panels = RowPartition.part(
      partition.part, of: partition.parts, count: configuration.panels(for: kernels))
    let width = kernels.panelWidth
    return panels.lowerBound * width..<min(panels.upperBound * width, configuration.width)
  }

  /// out (rows, D) = the mixed h, for the partition's columns.
  func forward(
    _ out: Out, _ h: In, _ memory: LayerActivations, _ scratch: Scratch, weights: In,
    _ partition: RowPartition
  ) {
    let (s, d, m) = (configuration.sequence, configuration.width, configuration.mixerWidth)
    let (columns, panelWidth) = (columns(of: partition), kernels.panelWidth)
    for sequence in 0..<partition.sequences {
      var column = columns.lowerBound
      while column < columns.upperBound {
        let width = min(panelWidth, d - column)
        let at = sequence * s * d + column
        let panel = sequence * configuration.panels(for: kernels) + column / panelWidth
        let gateUp = memory.mixerGateUp.map { $0 + panel * 2 * m * panelWidth }
        let gates = gateUp ?? scratch.mixerGateUp
        let gated =
          memory.mixerGated.map { $0 + panel * m * panelWidth } ?? scratch.mixerGated
        kernels.pack(scratch.panel, s, h + at, 1, d, width, s)
        kernels.productPacked(
          gates, weights + gateUpOffset, scratch.panel,
          ProductShape(
            m: 2 * m, n: panelWidth, k: s, cRow: panelWidth, aRow: s, aColumn: 1,
            accumulates: false))
        kernels.gate(gated, gates, gates + m * panelWidth, 1, m * panelWidth, 0)
        kernels.productPacked(
          out + at, weights + downOffset, gated,
          ProductShape(m: s, n: width, k: m, cRow: d, aRow: m, aColumn: 1, accumulates: false))
        column += width
      }
    }
  }

  /// dh += the gradient through `forward`, from the output's gradient dout; dW is accumulated in
  /// `gradients`.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ memory: LayerActivations, _ scratch: Scratch, weights: In,
    gradients: Out, sequences: Int
  ) {
    guard let keptGateUp = memory.mixerGateUp, let keptGated = memory.mixerGated else {
      preconditionFailure("the forward pass kept no activations")
    }
    let (s, d, m) = (configuration.sequence, configuration.width, configuration.mixerWidth)
    let panelWidth = kernels.panelWidth
    let (dgates, dgated) = (scratch.mixerGateUp, scratch.mixerGated)
    for sequence in 0..<sequences {
      var column = 0
      while column < d {
        let width = min(panelWidth, d - column)
        let at = sequence * s * d + column
        let panel = sequence * configuration.panels(for: kernels) + column / panelWidth
        let gates = keptGateUp + panel * 2 * m * panelWidth
        let gated = keptGated + panel * m * panelWidth
        kernels.pack(scratch.panel, s, dout + at, 1, d, width, s)
        kernels.productPacked(
          dgated, weights + downOffset, scratch.panel,
          ProductShape(
            m: m, n: panelWidth, k: s, cRow: panelWidth, aRow: 1, aColumn: m, accumulates: false))
        // dW_downᵀ (M, S) += gated · doutᵀ; transposed into place below.
        kernels.pack(scratch.panel, width, dout + at, d, 1, s, width)
        kernels.productPacked(
          scratch.mixerDown, gated, scratch.panel,
          ProductShape(
            m: m, n: s, k: width, cRow: s, aRow: panelWidth, aColumn: 1, accumulates: true))
        kernels.gateBackward(
          dgates, dgates + m * panelWidth, dgated, gates, gates + m * panelWidth, 1,
          m * panelWidth, 0)
        kernels.pack(scratch.panel, width, h + at, d, 1, s, width)
        kernels.productPacked(
          gradients + gateUpOffset, dgates, scratch.panel,
          ProductShape(
            m: 2 * m, n: s, k: width, cRow: s, aRow: panelWidth, aColumn: 1, accumulates: true))
        kernels.productPacked(
          dh + at, weights + gateUpOffset, dgates,
          ProductShape(
            m: s, n: width, k: 2 * m, cRow: d, aRow: 1, aColumn: s, accumulates: true))
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
