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
    var at = 0
    while at &+ Vector.scalarCount <= width {
      // The next row, which the forward pass may have left in a slower cache.
      trm_prefetch(g + (stride &+ at))
      trm_prefetch(u + (stride &+ at))
      let (ofGate, ofUp) = gateGradients(load(d + at), load(g + at), load(u + at))
      store(ofGate, dg + at)
      store(ofUp, du + at)
      at &+= Vector.scalarCount
    }
    if at < width { gateRemainder(dg + at, du + at, d + at, g + at, u + at, width &- at) }
  }
}

/// The gradients of a gate and of up, from the output's.
@inline(__always)
private func gateGradients(_ gradient: Vector, _ x: Vector, _ up: Vector) -> (Vector, Vector) {
  let sigma = 1 / (1 + exponential(-x))
  let slope = sigma * addProduct(Vector(repeating: 1), x, 1 - sigma)
  return (gradient * up * slope, gradient * x * sigma)
}

/// The same for the last floats of a row, fewer than a vector.
@inline(never)
private func gateRemainder(
  _ dgate: UnsafeMutablePointer<Float>, _ dup: UnsafeMutablePointer<Float>,
  _ dout: UnsafePointer<Float>, _ gate: UnsafePointer<Float>, _ up: UnsafePointer<Float>,
  _ count: Int
) {
  let (ofGate, ofUp) = gateGradients(
    load(dout, first: count), load(gate, first: count), load(up, first: count))
  store(ofGate, dgate, first: count)
  store(ofUp, dup, first: count)
}
