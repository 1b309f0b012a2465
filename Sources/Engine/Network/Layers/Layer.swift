// One layer of the network: attention or a mixer across positions, then a swiGLU at each position,
// each followed by its residual and a norm.

internal import Kernels

/// m = norm(h + mix(h)); out = norm(m + swiGLU(m)), with mix attention or a swiGLU over positions.
///
/// With the mixer the first norm runs over the positions of each feature, as in the official code.
///
/// Shapes: h, m, out (rows, D).
struct Layer {
  private let configuration: Configuration
  private let kernels: KernelSet
  private let attention: Attention?
  private let mixer: PositionMixer?
  private let swiGLU: SwiGLU

  init(
    _ configuration: Configuration, table: ParameterTable, name: String, positions: PositionTables,
    needsGradients: Bool, in arena: Arena, kernels: KernelSet
  ) {
    let attends = configuration.mixing == .attention
    self.configuration = configuration
    self.kernels = kernels
    attention =
      attends
      ? Attention(
        configuration, table: table, name: name, positions: positions,
        needsGradients: needsGradients,
        in: arena,
        kernels: kernels) : nil
    mixer =
      attends ? nil : PositionMixer(configuration, table: table, name: name, kernels: kernels)
    swiGLU = SwiGLU(
      configuration, table: table, name: name, needsGradients: needsGradients, in: arena,
      kernels: kernels)
  }

  /// Repacks the matrices after a change of `weights`.
  func pack(_ weights: In) {
    attention?.pack(weights)
    swiGLU.pack(weights)
  }

  /// out = the layer's output for h, for the partition's rows; out may be h.
  func forward(
    _ out: Out, _ h: In, _ memory: LayerActivations, _ scratch: Scratch, weights: In,
    _ partition: RowPartition
  ) {
    let (s, d, epsilon) = (configuration.sequence, configuration.width, configuration.epsilon)
    let (first, count) = (partition.rows.lowerBound, partition.rows.count)
    let (added, middle, at) = (scratch.added, memory.middle, partition.rows.lowerBound * d)
    if let attention {
      attention.forward(added, h, memory, scratch, partition)
      kernels.normRows(
        middle + at, memory.middleScale + first, h + at, added + at, count, d, epsilon)
    } else if let mixer {
      // Before: columns of h that other threads write; after: rows of the middle.
      partition.wait()
      mixer.forward(added, h, memory, scratch, weights: weights, partition)
      let columns = mixer.columns(of: partition)
      for sequence in 0..<partition.sequences {
        let at = sequence * s * d + columns.lowerBound
        kernels.normColumns(
          middle + at, memory.middleScale + (sequence * d + columns.lowerBound), h + at,
          added + at, s, columns.count, d, epsilon)
      }
      partition.wait()
    }
    swiGLU.forward(added, middle, memory, partition)
    kernels.normRows(out + at, memory.outScale + first, middle + at, added + at, count, d, epsilon)
  }

  /// The gradient of h from that of out, in place, for `sequences` sequences; dW is accumulated in
  /// `gradients`.
  ///
  /// `h` and `out` are the forward pass's input and output; `free` is overwritten.
  func backward(
    _ gradient: Out, _ h: In, _ out: In, _ memory: LayerActivations, free: LayerActivations,
    _ scratch: Scratch, weights: In, gradients: Out, sequences: Int
  ) {
    let (s, d) = (configuration.sequence, configuration.width)
    let rows = sequences * s
    let residual = scratch.added
    kernels.normRowsBackward(gradient, out, memory.outScale, rows, d)
    residual.update(from: gradient, count: rows * d)
    swiGLU.backward(
      gradient, residual, memory.middle, memory, free: free, scratch, gradients: gradients,
      rows: rows)
    if let attention {
      kernels.normRowsBackward(gradient, memory.middle, memory.middleScale, rows, d)
      residual.update(from: gradient, count: rows * d)
      attention.backward(
        gradient, residual, h, memory, free: free, scratch, gradients: gradients,
        sequences: sequences)
    } else if let mixer {
      for sequence in 0..<sequences {
        let at = sequence * s * d
        kernels.normColumnsBackward(
          gradient + at, memory.middle + at, memory.middleScale + sequence * d, s, d, d)
      }
      residual.update(from: gradient, count: rows * d)
      mixer.backward(
        gradient, residual, h, memory, scratch, weights: weights, gradients: gradients,
        sequences: sequences)
    }
  }
}
