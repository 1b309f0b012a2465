// The optimizers' steps: every number by itself, memory in order, one pass.

/// One AdamW step: m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g²,
/// w = w (1 - rate · decay) - step · m / (√v · correction + ε).
///
/// `step` is rate / (1 - β₁ᵗ), `correction` 1 / √(1 - β₂ᵗ).
@inline(never)
package func adam(
  _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>,
  _ v: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ count: Int,
  _ beta1: Float, _ beta2: Float, _ shrink: Float, _ step: Float, _ correction: Float,
  _ epsilon: Float
) {
  groups(of: count) { at, size in
    let gradient = load(g + at, first: size)
    let first = addProduct(
      load(m + at, first: size) * beta1, gradient, Vector(repeating: 1 - beta1))
    let second = addProduct(
      load(v + at, first: size) * beta2, gradient * gradient, Vector(repeating: 1 - beta2))
    let change = first / (second.squareRoot() * correction + epsilon)
    store(first, m + at, first: size)
    store(second, v + at, first: size)
    store(
      addProduct(load(w + at, first: size) * shrink, change, Vector(repeating: -step)), w + at,
      first: size)
  }
}

/// One step of AdamATan2 (arXiv:2407.05872): as `adam`, with atan2(m, √v · correction) in place of the
/// quotient, so that no ε is needed.
@inline(never)
package func adamATan2(
  _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>,
  _ v: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ count: Int,
  _ beta1: Float, _ beta2: Float, _ shrink: Float, _ rate: Float, _ correction1: Float,
  _ correction2: Float
) {
  groups(of: count) { at, size in
    let gradient = load(g + at, first: size)
    let first = addProduct(
      load(m + at, first: size) * beta1, gradient, Vector(repeating: 1 - beta1))
    let second = addProduct(
      load(v + at, first: size) * beta2, gradient * gradient, Vector(repeating: 1 - beta2))
    let change = angle(first * correction1, second.squareRoot() * correction2)
    store(first, m + at, first: size)
    store(second, v + at, first: size)
    store(
      addProduct(load(w + at, first: size) * shrink, change, Vector(repeating: -rate)), w + at,
      first: size)
  }
}

/// atan2(y, x) for x ≥ 0 within 3e-7; 0 for y = x = 0.
///
/// With t the smaller of |y| and x over the larger, atan t is t times a polynomial in t²; the angle
/// is that, or π/2 less it where |y| is larger.
@inline(__always)
private func angle(_ y: Vector, _ x: Vector) -> Vector {
  let size = y.replacing(with: -y, where: y .< 0)
  let isSteep = size .> x
  let above = size.replacing(with: x, where: isSteep)
  let below = x.replacing(with: size, where: isSteep)
  let t = above / below.replacing(with: 1, where: below .== 0)
  let t2 = t * t
  var sum = Vector(repeating: 0.002_849_828_4)
  sum = addProduct(Vector(repeating: -0.016_068_4), sum, t2)
  sum = addProduct(Vector(repeating: 0.042_691_18), sum, t2)
  sum = addProduct(Vector(repeating: -0.075_042_68), sum, t2)
  sum = addProduct(Vector(repeating: 0.106_409_23), sum, t2)
  sum = addProduct(Vector(repeating: -0.142_036_42), sum, t2)
  sum = addProduct(Vector(repeating: 0.199_926_2), sum, t2)
  sum = addProduct(Vector(repeating: -0.333_330_72), sum, t2)
  sum = addProduct(Vector(repeating: 1), sum, t2)
  let flat = sum * t
  let angle = flat.replacing(with: Vector(repeating: 1.570_796_4) - flat, where: isSteep)
  return angle.replacing(with: -angle, where: y .< 0)
}
