// A weight matrix packed once for the product kernels, which then read it in order.

/// w (n, k), packed so that x · wᵀ reads it front to back: panels of 16 outputs.
public struct PackedMatrix: ~Copyable {
  /// n: outputs.
  public let outputs: Int
  /// k: inputs.
  public let inputs: Int
  private let panels: FloatBuffer

  /// Room for an (n, k) matrix, all zeros.
  public init(outputs: Int, inputs: Int) {
    self.outputs = outputs
    self.inputs = inputs
    panels = FloatBuffer(count: (outputs + 15) / 16 * 16 * inputs)
  }

  /// Packs w (n, k).
  public func pack(_ w: In, with instructions: Instructions) {
    instructions.pack(panels.base, w, outputs, inputs)
  }

  /// out (rows, n) = x (rows, k) · wᵀ, or added to out.
  @inline(__always)
  public func apply(
    _ out: Out, _ x: In, rows: Int, adding: Bool = false, with instructions: borrowing Instructions
  ) {
    instructions.productPacked(
      out, outputs, x, inputs, 1, panels.base, rows, outputs, inputs, adding)
  }
}
