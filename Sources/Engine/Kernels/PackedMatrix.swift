// Weight matrices packed once for the product kernels.

/// w (n, k), packed so that x · wᵀ reads it sequentially.
///
/// A view: the arena owns the memory.
package struct PackedMatrix: BitwiseCopyable {
  /// n: outputs.
  package let outputs: Int
  /// k: inputs.
  package let inputs: Int
  private let panels: Out

  /// Allocates an (n, k) matrix of zeros in `arena`.
  package init(outputs: Int, inputs: Int, in arena: Arena, for kernels: KernelSet) {
    self.outputs = outputs
    self.inputs = inputs
    panels = arena.take(kernels.packedCount(outputs: outputs, inputs: inputs))
  }

  /// Packs w (n, k).
  package func pack(_ w: In, with kernels: KernelSet) {
    kernels.pack(panels, inputs, w, inputs, 1, outputs, inputs)
  }

  /// Packs the transpose of w (k, n).
  package func packTransposed(_ w: In, with kernels: KernelSet) {
    kernels.pack(panels, inputs, w, 1, outputs, outputs, inputs)
  }

  /// out (rows, n) = x (rows, k) · wᵀ, or out + x · wᵀ if it `accumulates`.
  @inline(__always)
  package func apply(
    _ out: Out, _ x: In, rows: Int, accumulates: Bool = false, with kernels: borrowing KernelSet
  ) {
    kernels.productPacked(
      out, x, panels,
      ProductShape(
        m: rows, n: outputs, k: inputs, cRow: outputs, aRow: inputs, aColumn: 1,
        accumulates: accumulates))
  }
}

/// A gate and an up matrix, packed side by side.
///
/// A view: the arena owns the memory.
package struct PackedGate: BitwiseCopyable {
  /// n: outputs of each.
  package let outputs: Int
  /// k: inputs.
  package let inputs: Int
  private let panels: Out

  /// Allocates a (2n, k) matrix of zeros in `arena`.
  package init(outputs: Int, inputs: Int, in arena: Arena, for kernels: KernelSet) {
    self.outputs = outputs
    self.inputs = inputs
    panels = arena.take(kernels.packedGatedCount(outputs: outputs, inputs: inputs))
  }

  /// Packs w (2n, k), gate first.
  package func pack(_ w: In, with kernels: KernelSet) {
    kernels.packGated(panels, w, outputs, inputs)
  }

  /// gated (rows, n) = silu(x · gateᵀ) · (x · upᵀ); kept (rows, 2n) receives x · gateᵀ and x · upᵀ.
  @inline(__always)
  package func apply(
    _ gated: Out, _ kept: Out?, _ x: In, rows: Int, with kernels: borrowing KernelSet
  ) {
    kernels.productGated(gated, kept, x, panels, rows, outputs, inputs)
  }
}
