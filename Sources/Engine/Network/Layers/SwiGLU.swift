// The swiGLU over features, forward and backward.

internal import Kernels

/// h ↦ down(silu(gate(h)) · up(h)) at each position.
///
/// Shapes: h (rows, D); W_gate-up (2I, D), gate first; W_down (D, I). Source: arXiv:2002.05202.
struct SwiGLU {
  private let configuration: Configuration
  private let kernels: KernelSet
  private let gateUpOffset: Int
  private let downOffset: Int
  private let gateUp: PackedGate
  private let down: PackedMatrix
  /// The transposed matrices for the backward pass.
  private let transposed: (gateUp: PackedMatrix, down: PackedMatrix)?

  init(
    _ configuration: Configuration, table: ParameterTable, name: String, needsGradients: Bool,
    in arena: Arena, kernels: KernelSet
  ) {
    let (d, i) = (configuration.width, configuration.innerWidth)
    self.configuration = configuration
    self.kernels = kernels
    gateUpOffset = table.offset(name + "mlp.gate_up_proj.weight")
    downOffset = table.offset(name + "mlp.down_proj.weight")
    gateUp = PackedGate(outputs: i, inputs: d, in: arena, for: kernels)
    down = PackedMatrix(outputs: d, inputs: i, in: arena, for: kernels)
    transposed =
      needsGradients
      ? (
        PackedMatrix(outputs: d, inputs: 2 * i, in: arena, for: kernels),
        PackedMatrix(outputs: i, inputs: d, in: arena, for: kernels)
      ) : nil
  }

  /// Repacks the matrices after a change of `weights`.
  func pack(_ weights: In) {
    gateUp.pack(weights + gateUpOffset, with: kernels)
    down.pack(weights + downOffset, with: kernels)
    transposed?.gateUp.packTransposed(weights + gateUpOffset, with: kernels)
    transposed?.down.packTransposed(weights + downOffset, with: kernels)
  }

  /// out (rows, D) = swiGLU(h) for the partition's rows.
  func forward(_ out: Out, _ h: In, _ memory: LayerActivations, _ partition: RowPartition) {
    let (d, i) = (configuration.width, configuration.innerWidth)
    let (first, count) = (partition.rows.lowerBound, partition.rows.count)
    let gated = memory.gated + first * i
    gateUp.apply(
      gated, memory.gateUp.map { $0 + first * 2 * i }, h + first * d, rows: count, with: kernels)
    down.apply(out + first * d, gated, rows: count, with: kernels)
  }

  /// dh += the gradient through `forward`, from the output's gradient dout; dW is accumulated in
  /// `gradients`, and `free` is overwritten.
  func backward(
    _ dh: Out, _ dout: In, _ h: In, _ memory: LayerActivations, free: LayerActivations,
    _ scratch: Scratch,
    gradients: Out, rows: Int
  ) {
    guard let transposed, let kept = memory.gateUp, let dgateUp = free.gateUp else {
      preconditionFailure("the forward pass kept no activations")
    }
    let (d, i) = (configuration.width, configuration.innerWidth)
    let dgated = free.gated
    transposed.down.apply(dgated, dout, rows: rows, with: kernels)
    kernels.outerProduct(gradients + downOffset, dout, memory.gated, scratch.panel, d, i, rows)
    kernels.gateBackward(dgateUp, dgateUp + i, dgated, kept, kept + i, rows, i, 2 * i)
    kernels.outerProduct(gradients + gateUpOffset, dgateUp, h, scratch.panel, 2 * i, d, rows)
    transposed.gateUp.apply(dh, dgateUp, rows: rows, accumulates: true, with: kernels)
  }
}
