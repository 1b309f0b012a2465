// The optimizers' steps: element by element, in one pass over memory.

internal import CKernelTable

/// One AdamW step (arXiv:1711.05101): m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g²,
/// w = weightFactor · w - stepSize · m / (√v · correction + ε).
@inline(never)
func adam(
  _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>,
  _ v: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ count: Int, _ step: AdamStep
) {
  let (beta1, beta2, epsilon) = (step.beta1, step.beta2, step.epsilon)
  let (weightFactor, stepSize) = (step.weightFactor, step.stepSize)
  let correction = step.correction
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
      addProduct(
        load(w + at, first: size) * weightFactor, change, Vector(repeating: -stepSize)), w + at,
      first: size)
  }
}

/// One AdamATan2 step (arXiv:2407.05872): m and v as in `adam`, then
/// w = weightFactor · w - learningRate · atan2(m · correction₁, √v · correction₂).
///
/// atan2 replaces the quotient, so no ε is needed.
@inline(never)
func adamATan2(
  _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>,
  _ v: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ count: Int,
  _ step: AdamATan2Step
) {
  let (beta1, beta2, rate) = (step.beta1, step.beta2, step.learningRate)
  let (weightFactor, correction1, correction2) = (
    step.weightFactor, step.correction1, step.correction2
  )
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
      addProduct(load(w + at, first: size) * weightFactor, change, Vector(repeating: -rate)),
      w + at, first: size)
  }
}

/// atan2(y, x) for x ≥ 0 within 3e-7; 0 for y = x = 0.
///
/// With t the ratio of the smaller of |y| and x to the larger, atan t is t times a polynomial in
/// t²; the angle is atan t, or π/2 - atan t where |y| is larger.
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
