// Softmax attention of one head in one sequence, and the rotary turn of queries and keys.

/// out = softmax(scale · q kᵀ) v for some queries of one head of one sequence.
///
/// Query i, at position first + i, sees the keys at most `window` away and the first `prefix`;
/// position 0 sees all.
///
/// Shapes: q (m, h) and k, v (s, h) in rows `stride` apart; out (m, h) in rows `outStride` apart;
/// weights (m, w) receives the softmax, zeros where nothing is seen and behind its s columns; turned
/// (h, w) is scratch; w is s rounded up to a multiple of 16, so that no product ends inside a
/// register.
@inline(never)
package func attend(
  _ out: UnsafeMutablePointer<Float>, _ outStride: Int,
  _ weights: UnsafeMutablePointer<Float>, _ turned: UnsafeMutablePointer<Float>,
  _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ stride: Int,
  _ m: Int, _ s: Int, _ h: Int, _ scale: Float, _ first: Int, _ window: Int, _ prefix: Int
) {
  let w = (s &+ 15) / 16 &* 16
  transpose(turned, k, stride, s, w, h)
  product(weights, w, q, stride, 1, turned, w, m, w, h, false)
  for row in 0..<m {
    let position = first &+ row
    let seesAll = window >= s || position == 0
    let low = seesAll ? 0 : max(prefix, position &- window)
    let high = seesAll ? s : max(low, min(s, position &+ window &+ 1))
    softmax(weights + row &* w, min(prefix, low), low, high, w, scale)
  }
  product(out, outStride, weights, w, 1, v, stride, m, h, s, false)
}

/// The gradients of q, k and v of one head from that of out; all three are overwritten.
///
/// With p the softmax and dp = dout vᵀ: ds = scale · p (dp - Σ p dp), dq = ds k, dk = dsᵀ q,
/// dv = pᵀ dout.
///
/// Shapes as in `attend`; dq, dk, dv have the stride of q, k, v; dscores (s, w) and turned (h, w)
/// are scratch.
@inline(never)
package func attendBackward(
  _ dq: UnsafeMutablePointer<Float>, _ dk: UnsafeMutablePointer<Float>,
  _ dv: UnsafeMutablePointer<Float>, _ dout: UnsafePointer<Float>, _ outStride: Int,
  _ weights: UnsafePointer<Float>, _ dscores: UnsafeMutablePointer<Float>,
  _ turned: UnsafeMutablePointer<Float>,
  _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ stride: Int,
  _ s: Int, _ h: Int, _ scale: Float
) {
  let w = (s &+ 15) / 16 &* 16
  transpose(turned, v, stride, s, w, h)
  product(dscores, w, dout, outStride, 1, turned, w, s, w, h, false)
  product(dv, stride, weights, 1, w, dout, outStride, s, h, s, false)
  for row in 0..<s {
    let (d, p) = (dscores + row &* w, weights + row &* w)
    var sum = Vector.zero
    groups(of: w) { at, size in
      sum = addProduct(sum, load(d + at, first: size), load(p + at, first: size))
    }
    let total = horizontalSum(sum)
    groups(of: w) { at, size in
      let slope = load(p + at, first: size) * (load(d + at, first: size) - total)
      store(slope * scale, d + at, first: size)
    }
  }
  product(dq, stride, dscores, w, 1, k, stride, s, h, s, false)
  product(dk, stride, dscores, 1, w, q, stride, s, h, s, false)
}

/// Turns pairs (i, i + h/2) of each head of each row by the position's angles, in place.
///
/// Shapes: rows (count, heads, h) in rows `stride` apart; cosine and sine (s, h/2); a row's
/// position is `first` and its number, modulo s. `sign` is 1, or -1 for the gradient, which turns
/// back.
@inline(never)
package func turn(
  _ rows: UnsafeMutablePointer<Float>, _ stride: Int, _ first: Int, _ count: Int, _ heads: Int,
  _ h: Int, _ cosine: UnsafePointer<Float>, _ sine: UnsafePointer<Float>, _ s: Int,
  _ sign: Float
) {
  let half = h / 2
  for row in 0..<count {
    let position = (first &+ row) % s
    let (c, n) = (cosine + position &* half, sine + position &* half)
    for head in 0..<heads {
      let low = rows + (row &* stride &+ head &* h)
      let high = low + half
      groups(of: half) { at, size in
        let (x, y) = (load(low + at, first: size), load(high + at, first: size))
        let (cos, sin) = (load(c + at, first: size), load(n + at, first: size) * sign)
        store(addProduct(x * cos, -y, sin), low + at, first: size)
        store(addProduct(y * cos, x, sin), high + at, first: size)
      }
    }
  }
}

/// to (h, w) = fromᵀ with from (s, h) in rows `stride` apart, zeros behind the s columns.
@inline(__always)
private func transpose(
  _ to: UnsafeMutablePointer<Float>, _ from: UnsafePointer<Float>, _ stride: Int, _ s: Int,
  _ w: Int, _ h: Int
) {
  for i in 0..<s {
    let row = from + i &* stride
    for j in 0..<h { to[j &* w &+ i] = row[j] }
  }
  for j in 0..<h {
    for i in s..<w { to[j &* w &+ i] = 0 }
  }
}

/// x = e^(scale · (x - largest)) over `count` numbers, and their sum, spread over a vector.
@inline(__always)
private func exponentials(
  _ x: UnsafeMutablePointer<Float>, _ count: Int, _ largest: Float, _ scale: Float
) -> Vector {
  var total = Vector.zero
  groups(of: count) { at, size in
    let e = exponential((load(x + at, first: size) - largest) * scale)
    store(e, x + at, first: size)
    total += load(x + at, first: size)
  }
  return total
}

/// x = softmax(scale · x) over the first `prefix` numbers and those from `low` up to `high`, zeros
/// elsewhere up to `width`.
@inline(__always)
private func softmax(
  _ x: UnsafeMutablePointer<Float>, _ prefix: Int, _ low: Int, _ high: Int, _ width: Int,
  _ scale: Float
) {
  var largest = high > low ? maximum(x + low, high &- low) : x[0]
  if prefix > 0 { largest = max(largest, maximum(x, prefix)) }
  let total =
    exponentials(x, prefix, largest, scale) + exponentials(x + low, high &- low, largest, scale)
  for i in prefix..<low { x[i] = 0 }
  for i in high..<width { x[i] = 0 }
  let inverse = 1 / horizontalSum(total)
  groups(of: high) { at, size in store(load(x + at, first: size) * inverse, x + at, first: size) }
}

/// The largest of `count` ≥ 1 numbers.
@inline(__always)
private func maximum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  let size = Vector.scalarCount
  var largest = x[0]
  var at = 0
  if count >= size {
    var most = load(x)
    at = size
    while at &+ size <= count {
      let next = load(x + at)
      most.replace(with: next, where: next .> most)
      at &+= size
    }
    largest = horizontalMaximum(most)
  }
  for i in at..<count where x[i] > largest { largest = x[i] }
  return largest
}
