// One layer of the network: positions exchange information, then each position thinks; both with a
// residual and a norm behind them.

internal import Kernels

/// m = norm(h + mix(h)); out = norm(m + swiGLU(m)), with mix attention or a swiGLU over positions.
///
/// With the mixer the first norm runs over the positions of each feature, as in the official code.
/// Shapes: h, m, out (rows, D).
struct Layer {
  private let configuration: Configuration
  private let lanes: KernelTable
  private let attention: Attention?
  private let mixer: PositionMixer?
  private let swiGLU: SwiGLU

  init(
    _ configuration: Configuration, table: ParameterTable, layer: Int, rotary: Rotary?,
    goesBack: Bool, in arena: Arena, lanes: KernelTable
  ) {
    let attends = configuration.mixing == .attention
    self.configuration = configuration
    self.lanes = lanes
    attention =
      attends
      ? Attention(
        configuration, table: table, layer: layer, rotary: rotary, goesBack: goesBack, in: arena,
        lanes: lanes) : nil
    mixer =
      attends ? nil : PositionMixer(configuration, table: table, layer: layer, lanes: lanes)
    swiGLU = SwiGLU(
      configuration, table: table, layer: layer, goesBack: goesBack, in: arena, lanes: lanes)
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    attention?.pack(weights)
    swiGLU.pack(weights)
  }

  /// out = the layer's result for h, for the share's rows; out may be h.
  func forward(
    _ out: Out, _ h: In, _ memory: LayerMemory, _ scratch: Scratch, weights: In,
    _ share: RowPartition
  ) {
    let (s, d, epsilon) = (configuration.sequence, configuration.width, configuration.epsilon)
    let (first, count) = (share.rows.lowerBound, share.rows.count)
    let (added, middle, at) = (scratch.added, memory.middle, share.rows.lowerBound * d)
    if let attention {
      attention.forward(added, h, memory, scratch, share)
      lanes.normRows(
        middle + at, memory.middleScale + first, h + at, added + at, count, d, epsilon)
    } else if let mixer {
      // Columns of h that other threads have written, then rows of the middle.
      share.wait()
      mixer.forward(added, h, memory, scratch, weights: weights, share)
      let columns = mixer.columns(of: share)
      for sequence in 0..<share.sequences {
        let at = sequence * s * d + columns.lowerBound
        lanes.normColumns(
          middle + at, memory.middleScale + (sequence * d + columns.lowerBound), h + at,
          added + at, s, columns.count, d, epsilon)
      }
      share.wait()
    }
    swiGLU.forward(added, middle, memory, share)
    lanes.normRows(out + at, memory.outScale + first, middle + at, added + at, count, d, epsilon)
  }

  /// The gradient of h from that of out, in place, for `sequences` sequences; dW is added up.
  ///
  /// `h` and `out` are what the forward pass read and wrote; `free` is overwritten.
  func backward(
    _ gradient: Out, _ h: In, _ out: In, _ memory: LayerMemory, free: LayerMemory,
    _ scratch: Scratch, weights: In, gradients: Out, sequences: Int
  ) {
    let (s, d) = (configuration.sequence, configuration.width)
    let rows = sequences * s
    let residual = scratch.added
    lanes.normRowsBackward(gradient, out, memory.outScale, rows, d)
    residual.update(from: gradient, count: rows * d)
    swiGLU.backward(
      gradient, residual, memory.middle, memory, free: free, scratch, gradients: gradients,
      rows: rows)
    if let attention {
      lanes.normRowsBackward(gradient, memory.middle, memory.middleScale, rows, d)
      residual.update(from: gradient, count: rows * d)
      attention.backward(
        gradient, residual, h, memory, free: free, scratch, gradients: gradients,
        sequences: sequences)
    } else if let mixer {
      for sequence in 0..<sequences {
        let at = sequence * s * d
        lanes.normColumnsBackward(
          gradient + at, memory.middle + at, memory.middleScale + sequence * d, s, d, d)
      }
      residual.update(from: gradient, count: rows * d)
      mixer.backward(
        gradient, residual, h, memory, scratch, weights: weights, gradients: gradients,
        sequences: sequences)
    }
  }
}
