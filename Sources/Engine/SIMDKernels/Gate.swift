// The gate of a swiGLU: silu(gate) · up, between its two products.

internal import CKernelTable

/// out = silu(g) · u with silu(g) = g / (1 + e^-g).
///
/// Shapes: g, u (rows, width) in rows `stride` apart; out (rows, width).
@inline(never)
func gate(
  _ out: UnsafeMutablePointer<Float>, _ gate: UnsafePointer<Float>, _ up: UnsafePointer<Float>,
  _ rows: Int, _ width: Int, _ stride: Int
) {
  for row in 0..<rows {
    let (to, g, u) = (out + row &* width, gate + row &* stride, up + row &* stride)
    groups(of: width) { at, size in
      let value = silu(load(g + at, first: size))
      store(value * load(u + at, first: size), to + at, first: size)
    }
  }
}

/// The gradients through `gate`: with σ = 1 / (1 + e^-g), du = dout · g σ and
/// dg = dout · u · σ (1 + g (1 - σ)).
///
/// Shapes as in `gate`; dgate and dup have the stride of gate and up, and are overwritten.
@inline(never)
func gateBackward(
  _ dgate: UnsafeMutablePointer<Float>, _ dup: UnsafeMutablePointer<Float>,
  _ dout: UnsafePointer<Float>, _ gate: UnsafePointer<Float>, _ up: UnsafePointer<Float>,
  _ rows: Int, _ width: Int, _ stride: Int
) {
  for row in 0..<rows {
    let (g, u, d) = (gate + row &* stride, up + row &* stride, dout + row &* width)
    let (dg, du) = (dgate + row &* stride, dup + row &* stride)
    @inline(__always)
    func gradients(_ at: Int, _ size: Int) {
      // The next row, which the forward pass may have left in a slower cache.
      trm_prefetch(g + (stride &+ at))
      trm_prefetch(u + (stride &+ at))
      let x = load(g + at, first: size)
      let gradient = load(d + at, first: size)
      let sigma = 1 / (1 + exponential(-x))
      let slope = sigma * addProduct(Vector(repeating: 1), x, 1 - sigma)
      store(gradient * load(u + at, first: size) * slope, dg + at, first: size)
      store(gradient * x * sigma, du + at, first: size)
    }
    groups(of: width, gradients)
  }
}
