// Attention's arguments by name: its kernels take too many to be told apart by their order.

/// The kernel behind `KernelTable.attend`: (out, outStride, softmax, scratch, q, k, v, stride,
/// queries, positions, width, scale, first, window, prefix).
package typealias AttentionKernel =
  @Sendable @convention(c) (
    Out, Int, Out, Out, In, In, In, Int, Int, Int, Int, Float, Int, Int, Int
  ) -> Void

/// The kernel behind `KernelTable.attendBackward`: (dq, dk, dv, dout, outStride, softmax, dscores,
/// scratch, q, k, v, stride, positions, width, scale).
package typealias AttentionBackwardKernel =
  @Sendable @convention(c) (
    Out, Out, Out, In, Int, In, Out, Out, In, In, In, Int, Int, Int, Float
  ) -> Void

/// The queries, keys and values of one head of one sequence.
package struct AttentionHead: BitwiseCopyable {
  /// Queries (m, h), keys and values (s, h), in rows `stride` apart.
  package let q, k, v: In
  package let stride: Int
  /// s: the positions that are attended to.
  package let positions: Int
  /// h: the width of the head.
  package let width: Int
  /// 1 / √h.
  package let scale: Float

  package init(q: In, k: In, v: In, stride: Int, positions: Int, width: Int, scale: Float) {
    (self.q, self.k, self.v, self.stride) = (q, k, v, stride)
    (self.positions, self.width, self.scale) = (positions, width, scale)
  }
}

/// Which keys a query sees: query i, at position `first` + i, those at most `window` away and the first
/// `prefix`; position 0 sees all.
package struct AttentionMask: BitwiseCopyable {
  package let first, window, prefix: Int

  package init(first: Int, window: Int, prefix: Int) {
    (self.first, self.window, self.prefix) = (first, window, prefix)
  }
}

extension KernelTable {
  /// out = softmax(scale · q kᵀ) v for `queries` queries of one head.
  ///
  /// Shapes: out (queries, h) in rows `outStride` apart; softmax (queries, w) receives the weights,
  /// scratch (h, w), where w is s rounded up to a multiple of 16.
  package func attend(
    _ head: AttentionHead, queries: Int, _ mask: AttentionMask, out: Out, outStride: Int,
    softmax: Out, scratch: Out
  ) {
    attendKernel(
      out, outStride, softmax, scratch, head.q, head.k, head.v, head.stride, queries,
      head.positions, head.width, head.scale, mask.first, mask.window, mask.prefix)
  }

  /// The gradients of q, k and v, in rows as those, from that of out, for all s queries.
  ///
  /// Shapes: dout (s, h) in rows `outStride` apart; softmax (s, w) as `attend` left it; dscores
  /// (s, w) and scratch (h, w).
  package func attendBackward(
    _ head: AttentionHead, dq: Out, dk: Out, dv: Out, dout: In, outStride: Int, softmax: In,
    dscores: Out, scratch: Out
  ) {
    attendBackwardKernel(
      dq, dk, dv, dout, outStride, softmax, dscores, scratch, head.q, head.k, head.v, head.stride,
      head.positions, head.width, head.scale)
  }
}
