// A weight matrix packed once for the product kernels, which then read it in order.

/// w (n, k), packed so that x · wᵀ reads it front to back.
///
/// A plain view: the arena owns the memory.
package struct PackedMatrix: BitwiseCopyable {
  /// n: outputs.
  package let outputs: Int
  /// k: inputs.
  package let inputs: Int
  private let panels: Out

  /// Room for an (n, k) matrix in `arena`, all zeros.
  package init(outputs: Int, inputs: Int, in arena: Arena, for lanes: KernelTable) {
    self.outputs = outputs
    self.inputs = inputs
    panels = arena.take(lanes.packedCount(outputs: outputs, inputs: inputs))
  }

  /// Packs w (n, k).
  package func pack(_ w: In, with lanes: KernelTable) {
    lanes.pack(panels, inputs, w, inputs, 1, outputs, inputs)
  }

  /// Packs the transpose of w (k, n).
  package func packTransposed(_ w: In, with lanes: KernelTable) {
    lanes.pack(panels, inputs, w, 1, outputs, outputs, inputs)
  }

  /// out (rows, n) = x (rows, k) · wᵀ, or added to out.
  @inline(__always)
  package func apply(
    _ out: Out, _ x: In, rows: Int, adding: Bool = false, with lanes: borrowing KernelTable
  ) {
    lanes.productPacked(out, outputs, x, inputs, 1, panels, rows, outputs, inputs, adding)
  }
}

/// A gate's and an up matrix's rows, packed side by side.
///
/// A plain view, as `PackedMatrix`.
package struct PackedGate: BitwiseCopyable {
  /// n: outputs of each.
  package let outputs: Int
  /// k: inputs.
  package let inputs: Int
  private let panels: Out

  /// Room for a (2n, k) matrix in `arena`, all zeros.
  package init(outputs: Int, inputs: Int, in arena: Arena, for lanes: KernelTable) {
    self.outputs = outputs
    self.inputs = inputs
    panels = arena.take(lanes.packedGatedCount(outputs: outputs, inputs: inputs))
  }

  /// Packs w (2n, k), gates first.
  package func pack(_ w: In, with lanes: KernelTable) {
    lanes.packGated(panels, w, outputs, inputs)
  }

  /// gated (rows, n) = silu(x · gateᵀ) · (x · upᵀ); kept (rows, 2n) receives both factors.
  @inline(__always)
  package func apply(
    _ gated: Out, _ kept: Out?, _ x: In, rows: Int, with lanes: borrowing KernelTable
  ) {
    lanes.productGated(gated, kept, x, panels, rows, outputs, inputs)
  }
}
