// Sums over whole states, and the optimiser's step: memory in order, one pass each.

/// out = a + b + c.
@inline(never)
public func add(
  _ out: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ c: UnsafePointer<Float>, _ count: Int
) {
  groups(of: count) { at, size in
    let sum = load(a + at, first: size) + load(b + at, first: size) + load(c + at, first: size)
    store(sum, out + at, first: size)
  }
}

/// out += factor · a.
@inline(never)
public func addScaled(
  _ out: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ factor: Float, _ count: Int
) {
  let f = Vector(repeating: factor)
  groups(of: count) { at, size in
    store(
      addProduct(load(out + at, first: size), load(a + at, first: size), f), out + at, first: size)
  }
}

/// out = out · keep + a · (1 - keep): a running average.
@inline(never)
public func average(
  _ out: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ keep: Float, _ count: Int
) {
  groups(of: count) { at, size in
    let now = load(a + at, first: size)
    let before = load(out + at, first: size)
    store(addProduct(now, before - now, Vector(repeating: keep)), out + at, first: size)
  }
}

/// One AdamW step: m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g²,
/// w = w (1 - rate · decay) - step · m / (√v · correction + ε).
///
/// `step` is rate / (1 - β₁ᵗ), `correction` 1 / √(1 - β₂ᵗ).
@inline(never)
public func adam(
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
