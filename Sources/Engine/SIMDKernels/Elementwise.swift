// Elementwise sums over whole states, in one pass over memory each.

/// out = a + b + c.
@inline(never)
func add(
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
func addScaled(
  _ out: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ factor: Float, _ count: Int
) {
  accumulate(out, a, Vector(repeating: factor), count)
}

/// out += factor · a, for few numbers in the middle of a kernel.
@inline(__always)
func accumulate(
  _ out: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ factor: Vector, _ count: Int
) {
  groups(of: count) { at, size in
    store(
      addProduct(load(out + at, first: size), load(a + at, first: size), factor), out + at,
      first: size)
  }
}

/// out = out · keep + a · (1 - keep): an exponential moving average.
@inline(never)
func average(
  _ out: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ keep: Float, _ count: Int
) {
  groups(of: count) { at, size in
    let now = load(a + at, first: size)
    let before = load(out + at, first: size)
    store(addProduct(now, before - now, Vector(repeating: keep)), out + at, first: size)
  }
}

/// The sum of the squares of `count` numbers.
@inline(never)
func sumOfSquares(_ a: UnsafePointer<Float>, _ count: Int) -> Float { dot(a, a, count) }

/// Σ a b over `count` numbers.
@inline(__always)
func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
  var sum = Vector.zero
  groups(of: count) { at, size in
    sum = addProduct(sum, load(a + at, first: size), load(b + at, first: size))
  }
  return horizontalSum(sum)
}
