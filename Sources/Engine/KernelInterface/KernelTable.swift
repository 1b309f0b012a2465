// The table of the vector kernels: one for each set of instructions, and one of plain loops that the
// tests compare the others with. A new kernel is its file, its plain twin and a line here.

/// Float32 memory that a kernel writes.
package typealias Out = UnsafeMutablePointer<Float>
/// Float32 memory that a kernel reads.
package typealias In = UnsafePointer<Float>

/// One implementation of every vector kernel.
///
/// Plain function pointers: calling one counts no references. Arguments come as outputs, inputs,
/// sizes. Matrices are row-major; `…Row` and `stride` are the distance between rows in floats.
/// Outputs are overwritten unless the comment says otherwise.
package struct KernelTable: Sendable, BitwiseCopyable {
  /// The instructions that a set uses.
  package enum Kind: String, Sendable, BitwiseCopyable {
    /// Plain loops in float64.
    case naive
    /// What every processor has.
    case portable
    /// AVX2 and fused multiply-add, or what every 64-bit ARM has.
    case fused
    /// AVX-512.
    case wide
  }

  /// The instructions it uses.
  package let kind: Kind
  /// Floats in a vector; a packed matrix has panels of two vectors.
  package let lanes: Int

  /// c (m, n) = a (m, k) · b (k, n): (c, cRow, a, aRow, aColumn, b, bRow, m, n, k, adding).
  ///
  /// Element (i, p) of a is `a[i * aRow + p * aColumn]`; `adding` adds to what c holds.
  package let product:
    @Sendable @convention(c) (Out, Int, In, Int, Int, In, Int, Int, Int, Int, Bool) -> Void
  /// The same with b packed: (c, cRow, a, aRow, aColumn, panels, m, n, k, adding).
  package let productPacked:
    @Sendable @convention(c) (Out, Int, In, Int, Int, In, Int, Int, Int, Bool) -> Void
  /// silu(a · gateᵀ) · (a · upᵀ), packed by `packGated`: (gated, kept or nil, a, panels, m, n, k).
  package let productGated: @Sendable @convention(c) (Out, Out?, In, In, Int, Int, Int) -> Void
  /// Packs b (k, n) with b[p, j] = w[j · row + p · column] into panels `depth` rows long:
  /// (panels, depth, w, row, column, n, k).
  package let pack: @Sendable @convention(c) (Out, Int, In, Int, Int, Int, Int) -> Void
  /// Packs w (2n, k), gates first, for `productGated`: (panels, w, n, k).
  package let packGated: @Sendable @convention(c) (Out, In, Int, Int) -> Void

  /// RMS norm of a + b over each row: (out, scale, a, b, rows, width, ε).
  package let normRows: @Sendable @convention(c) (Out, Out, In, In, Int, Int, Float) -> Void
  /// Its gradient, in place: (gradient, out, scale, rows, width).
  package let normRowsBackward: @Sendable @convention(c) (Out, In, In, Int, Int) -> Void
  /// RMS norm of a + b down each column: (out, scale, a, b, rows, width, stride, ε).
  package let normColumns: @Sendable @convention(c) (Out, Out, In, In, Int, Int, Int, Float) -> Void
  /// Its gradient, in place: (gradient, out, scale, rows, width, stride).
  package let normColumnsBackward: @Sendable @convention(c) (Out, In, In, Int, Int, Int) -> Void

  /// silu(gate) · up: (out, gate, up, rows, width, stride of gate and up).
  package let gate: @Sendable @convention(c) (Out, In, In, Int, Int, Int) -> Void
  /// Its gradient: (dgate, dup, dout, gate, up, rows, width, stride).
  package let gateBackward: @Sendable @convention(c) (Out, Out, In, In, In, Int, Int, Int) -> Void

  /// Attention of some queries of one head; called through `attend(_:)`.
  package let attendKernel: AttentionKernel
  /// Its gradient for all queries; called through `attendBackward(_:)`.
  package let attendBackwardKernel: AttentionBackwardKernel
  /// Rotary turn in place: (rows, stride, first, count, heads, h, cosine, sine, s, sign).
  package let turn:
    @Sendable @convention(c) (Out, Int, Int, Int, Int, Int, In, In, Int, Float) -> Void

  /// out = a + b + c: (out, a, b, c, count).
  package let add: @Sendable @convention(c) (Out, In, In, In, Int) -> Void
  /// out += factor · a: (out, a, factor, count).
  package let addScaled: @Sendable @convention(c) (Out, In, Float, Int) -> Void
  /// out = keep · out + (1 - keep) · a: (out, a, keep, count).
  package let average: @Sendable @convention(c) (Out, In, Float, Int) -> Void
  /// The sum of the squares: (a, count).
  package let sumOfSquares: @Sendable @convention(c) (In, Int) -> Float
  /// An AdamW step: (w, m, v, g, count, β₁, β₂, shrink, step, correction, ε).
  package let adam:
    @Sendable @convention(c) (
      Out, Out, Out, In, Int, Float, Float, Float, Float, Float, Float
    ) -> Void

  /// An AdamATan2 step: (w, m, v, g, count, β₁, β₂, shrink, rate, correction₁, correction₂).
  package let adamATan2:
    @Sendable @convention(c) (
      Out, Out, Out, In, Int, Float, Float, Float, Float, Float, Float
    ) -> Void

  /// 24 · `lanes` floating-point operations a round in registers, the most that a core can do.
  package let peak: @Sendable @convention(c) (Int) -> Float

  /// A table of kernels.
  package init(
    kind: Kind, lanes: Int,
    product:
      @escaping @Sendable @convention(c) (Out, Int, In, Int, Int, In, Int, Int, Int, Int, Bool) ->
      Void,
    productPacked:
      @escaping @Sendable @convention(c) (Out, Int, In, Int, Int, In, Int, Int, Int, Bool) -> Void,
    productGated: @escaping @Sendable @convention(c) (Out, Out?, In, In, Int, Int, Int) -> Void,
    pack: @escaping @Sendable @convention(c) (Out, Int, In, Int, Int, Int, Int) -> Void,
    packGated: @escaping @Sendable @convention(c) (Out, In, Int, Int) -> Void,
    normRows: @escaping @Sendable @convention(c) (Out, Out, In, In, Int, Int, Float) -> Void,
    normRowsBackward: @escaping @Sendable @convention(c) (Out, In, In, Int, Int) -> Void,
    normColumns:
      @escaping @Sendable @convention(c) (Out, Out, In, In, Int, Int, Int, Float) -> Void,
    normColumnsBackward: @escaping @Sendable @convention(c) (Out, In, In, Int, Int, Int) -> Void,
    gate: @escaping @Sendable @convention(c) (Out, In, In, Int, Int, Int) -> Void,
    gateBackward: @escaping @Sendable @convention(c) (Out, Out, In, In, In, Int, Int, Int) -> Void,
    attend: @escaping AttentionKernel,
    attendBackward: @escaping AttentionBackwardKernel,
    turn:
      @escaping @Sendable @convention(c) (Out, Int, Int, Int, Int, Int, In, In, Int, Float) -> Void,
    add: @escaping @Sendable @convention(c) (Out, In, In, In, Int) -> Void,
    addScaled: @escaping @Sendable @convention(c) (Out, In, Float, Int) -> Void,
    average: @escaping @Sendable @convention(c) (Out, In, Float, Int) -> Void,
    sumOfSquares: @escaping @Sendable @convention(c) (In, Int) -> Float,
    adam:
      @escaping @Sendable @convention(c) (
        Out, Out, Out, In, Int, Float, Float, Float, Float, Float, Float
      ) -> Void,
    adamATan2:
      @escaping @Sendable @convention(c) (
        Out, Out, Out, In, Int, Float, Float, Float, Float, Float, Float
      ) -> Void,
    peak: @escaping @Sendable @convention(c) (Int) -> Float
  ) {
    (self.kind, self.lanes) = (kind, lanes)
    self.product = product
    self.productPacked = productPacked
    self.productGated = productGated
    self.pack = pack
    self.packGated = packGated
    self.normRows = normRows
    self.normRowsBackward = normRowsBackward
    self.normColumns = normColumns
    self.normColumnsBackward = normColumnsBackward
    self.gate = gate
    self.gateBackward = gateBackward
    self.attendKernel = attend
    self.attendBackwardKernel = attendBackward
    self.turn = turn
    self.add = add
    self.addScaled = addScaled
    self.average = average
    self.sumOfSquares = sumOfSquares
    self.adam = adam
    self.adamATan2 = adamATan2
    self.peak = peak
  }

  /// The name: `naive`, `portable`, `fused` or `wide`.
  package var name: String { kind.rawValue }

  /// The width of a packed matrix's panels.
  package var panelWidth: Int { 2 * lanes }

  /// Floats that a packed matrix of k inputs and n outputs takes.
  package func packedCount(outputs n: Int, inputs k: Int) -> Int {
    (n + panelWidth - 1) / panelWidth * panelWidth * k
  }

  /// Floats that a gate and an up matrix of k inputs and n outputs each take, packed side by side.
  package func packedGatedCount(outputs n: Int, inputs k: Int) -> Int {
    (n + lanes - 1) / lanes * panelWidth * k
  }
}
