// What Swift adds to the table of vector kernels: short pointer types, names and packed sizes.

@_exported public import CKernelTable

/// Float32 memory that a kernel writes.
package typealias Out = UnsafeMutablePointer<Float>
/// Float32 memory that a kernel reads.
package typealias In = UnsafePointer<Float>

extension KernelSet {
  /// The name: `naive`, `portable`, `fused` or `wide`.
  package var name: String {
    switch kind {
    case .naive: "naive"
    case .portable: "portable"
    case .fused: "fused"
    case .wide: "wide"
    }
  }

  /// The width of a packed matrix's panels.
  package var panelWidth: Int { 2 * vectorWidth }

  /// Floats that a packed matrix of k inputs and n outputs takes.
  package func packedCount(outputs n: Int, inputs k: Int) -> Int {
    (n + panelWidth - 1) / panelWidth * panelWidth * k
  }

  /// Floats that a gate and an up matrix of k inputs and n outputs each take, packed side by side.
  package func packedGatedCount(outputs n: Int, inputs k: Int) -> Int {
    (n + vectorWidth - 1) / vectorWidth * panelWidth * k
  }

  /// Floats of scratch memory that an outer product of `rows` rows takes: a panel of one factor and
  /// a block of the other, of at least one tile's columns.
  package func outerProductCount(rows: Int) -> Int {
    panelWidth * rows + max(outerProductBlock, 8 * rows)
  }
}
