// The swiGLU over features, forward beside backward.

internal import Kernels

/// h ↦ down(silu(gate(h)) · up(h)) at each position.
///
/// Shapes: h (rows, D); W_gate-up (2I, D), gate first; W_down (D, I). Source: arXiv:2002.05202.
struct SwiGLU {
  private let configuration: Configuration
  private let lanes: KernelTable
  private let gateUpOffset: Int
  private let downOffset: Int
  private let gateUp: PackedGate
  private let down: PackedMatrix
  /// The same matrices as the backward pass reads them.
  private let back: (gateUp: PackedMatrix, down: PackedMatrix)?

  init(
    _ configuration: Configuration, table: ParameterTable, layer: Int, goesBack: Bool,
    in arena: Arena, lanes: KernelTable
  ) {
    let (d, i) = (configuration.width, configuration.innerWidth)
    self.configuration = configuration
    self.lanes = lanes
    gateUpOffset = table.offset("L_level.layers.\(layer).mlp.gate_up_proj.weight")
    downOffset = table.offset("L_level.layers.\(layer).mlp.down_proj.weight")
    gateUp = PackedGate(outputs: i, inputs: d, in: arena, for: lanes)
    down = PackedMatrix(outputs: d, inputs: i, in: arena, for: lanes)
    back =
      goesBack
      ? (
        PackedMatrix(outputs: d, inputs: 2 * i, in: arena, for: lanes),
        PackedMatrix(outputs: i, inputs: d, in: arena, for: lanes)
      ) : nil
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    gateUp.pack(weights + gateUpOffset, with: lanes)
    down.pack(weights + downOffset, with: lanes)
    back?.gateUp.packTransposed(weights + gateUpOffset, with: lanes)
    back?.down.packTransposed(weights + downOffset, with: lanes)
  }

  /// out (rows, D) = swiGLU(h), for the share's rows.
  func forward(_ out: Out, _ h: In, _ memory: LayerMemory, _ share: RowPartition) {
    let (d, i) = (configuration.width, configuration.innerWidth)
    let (first, count) = (share.rows.lowerBound, share.rows.count)
    let gated = memory.gated + first * i
    gateUp.apply(
      gated, memory.gateUp.map { $0 + first * 2 * i }, h + first * d, rows: count, with: lanes)
    down.apply(out + first * d, gated, rows: count, with: lanes)
  }

  /// dh += the gradient through `forward`, whose output has the gradient dout; dW is added up.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ memory: LayerMemory, free: LayerMemory, _ scratch: Scratch,
    gradients: Out, rows: Int
  ) {
    guard let back, let kept = memory.gateUp, let dgateUp = free.gateUp else {
      preconditionFailure("nothing was kept")
    }
    let (d, i) = (configuration.width, configuration.innerWidth)
    let dgated = free.gated
    back.down.apply(dgated, dout, rows: rows, with: lanes)
    lanes.addOuterProduct(gradients + downOffset, dout, d, memory.gated, i, rows, scratch.panel)
    lanes.gateBackward(dgateUp, dgateUp + i, dgated, kept, kept + i, rows, i, 2 * i)
    lanes.addOuterProduct(gradients + gateUpOffset, dgateUp, 2 * i, h, d, rows, scratch.panel)
    back.gateUp.apply(dh, dgateUp, rows: rows, adding: true, with: lanes)
  }
}

extension KernelTable {
  /// dw (m, n) += aᵀ · b: the gradient of a matrix whose outputs have the gradient a.
  ///
  /// Shapes: a (rows, m); b (rows, n); panel is scratch for `rows` rows of a panel.
  func addOuterProduct(
    _ dw: Out, _ a: In, _ m: Int, _ b: In, _ n: Int, _ rows: Int, _ panel: Out
  ) {
    var column = 0
    while column < n {
      let width = min(panelWidth, n - column)
      pack(panel, rows, b + column, 1, n, width, rows)
      productPacked(dw + column, n, a, 1, m, panel, m, width, rows, true)
      column += width
    }
  }
}
