// Softmax attention of one head in one sequence, and the rotary position embedding.

internal import CKernelTable

/// out = softmax(scale · q kᵀ) v for some queries of one head in one sequence.
///
/// Shapes: q (m, h) and k, v (s, h) in rows `stride` apart; out (m, h) in rows `outStride` apart;
/// weights (m, w) receives the softmax, zeros where a query doesn't attend and in columns s and
/// beyond; transposed (h, w) is scratch. w is s rounded up to a multiple of 16, so that no product
/// ends inside a register.
@inline(never)
func attend(
  _ out: UnsafeMutablePointer<Float>, _ weights: UnsafeMutablePointer<Float>,
  _ transposed: UnsafeMutablePointer<Float>, _ inputs: AttentionInputs, _ shape: AttentionShape,
  _ queries: AttentionQueries
) {
  let (m, s, h) = (queries.count, shape.positions, shape.headWidth)
  let (window, prefix) = (queries.window, queries.prefix)
  let w = (s &+ 15) / 16 &* 16
  // Of many queries, in the order in which the product reads them.
  let packs = w % panelWidth == 0 && m > 4 &* tileRows
  if packs {
    pack(transposed, h, inputs.k, shape.stride, 1, s, h)
  } else {
    transpose(transposed, inputs.k, shape.stride, s, w, h)
  }
  // As many queries at once as have scores that stay in the second-level cache.
  let most = max(tileRows, 65_536 / w)
  var start = 0
  while start < m {
    let (scores, count) = (weights + start &* w, min(most, m &- start))
    let (q, scored) = (
      inputs.q + start &* shape.stride,
      ProductShape(
        m: count, n: w, k: h, cRow: w, aRow: shape.stride, aColumn: 1, accumulates: false)
    )
    if packs {
      productPacked(scores, q, transposed, scored)
    } else {
      product(scores, q, transposed, w, scored)
    }
    for row in 0..<count {
      let position = queries.first &+ start &+ row
      let isGlobal = window >= s || position == 0
      let low = isGlobal ? 0 : max(prefix, position &- window)
      let high = isGlobal ? s : max(low, min(s, position &+ window &+ 1))
      softmax(scores + row &* w, min(prefix, low), low, high, w, shape.scale)
    }
    start &+= count
  }
  let weighted = ProductShape(
    m: m, n: h, k: s, cRow: shape.outStride, aRow: w, aColumn: 1, accumulates: false)
  if h % panelWidth == 0 && m > 4 &* tileRows {
    // The keys have been used: values far apart are packed in their place.
    pack(transposed, s, inputs.v, 1, shape.stride, h, s)
    productPacked(out, weights, transposed, weighted)
  } else {
    product(out, weights, inputs.v, shape.stride, weighted)
  }
}

/// The gradients of q, k and v of one head from that of out; all three are overwritten.
///
/// With p the softmax and dp = dout vᵀ: ds = scale · p (dp - Σ p dp), dq = ds k, dk = dsᵀ q,
/// dv = pᵀ dout.
///
/// Shapes as in `attend`; dq, dk, dv have the stride of q, k, v; dscores (s, w) and transposed
/// (h, w) are scratch.
@inline(never)
func attendBackward(
  _ gradients: AttentionGradients, _ dscores: UnsafeMutablePointer<Float>,
  _ transposed: UnsafeMutablePointer<Float>, _ dout: UnsafePointer<Float>,
  _ weights: UnsafePointer<Float>, _ inputs: AttentionInputs, _ shape: AttentionShape
) {
  let (s, h, stride, outStride) = (
    shape.positions, shape.headWidth, shape.stride, shape.outStride
  )
  let w = (s &+ 15) / 16 &* 16
  transpose(transposed, inputs.v, stride, s, w, h)
  product(
    dscores, dout, transposed, w,
    ProductShape(m: s, n: w, k: h, cRow: w, aRow: outStride, aColumn: 1, accumulates: false))
  product(
    gradients.dv, weights, dout, outStride,
    ProductShape(m: s, n: h, k: s, cRow: stride, aRow: 1, aColumn: w, accumulates: false))
  for row in 0..<s {
    let (d, p) = (dscores + row &* w, weights + row &* w)
    var sum = Vector.zero
    groups(of: w) { at, size in
      sum = addProduct(sum, load(d + at, first: size), load(p + at, first: size))
    }
    let total = horizontalSum(sum)
    groups(of: w) { at, size in
      let slope = load(p + at, first: size) * (load(d + at, first: size) - total)
      store(slope * shape.scale, d + at, first: size)
    }
  }
  product(
    gradients.dq, dscores, inputs.k, stride,
    ProductShape(m: s, n: h, k: s, cRow: stride, aRow: w, aColumn: 1, accumulates: false))
  product(
    gradients.dk, dscores, inputs.q, stride,
    ProductShape(m: s, n: h, k: s, cRow: stride, aRow: 1, aColumn: w, accumulates: false))
}

/// Rotates pairs (i, i + h/2) of each head of each row by `sign` times the angles of the row's
/// position, in place.
///
/// Shapes: rows (count, heads, h) in rows `stride` apart; cosine and sine (s, h/2). A `sign` of -1
/// rotates back, as the gradient needs.
@inline(never)
func rotate(
  _ rows: UnsafeMutablePointer<Float>, _ cosine: UnsafePointer<Float>,
  _ sine: UnsafePointer<Float>, _ sign: Float, _ shape: RotaryShape
) {
  let (h, half) = (shape.headWidth, shape.headWidth / 2)
  for row in 0..<shape.count {
    let position = (shape.first &+ row) % shape.positions
    let (c, n) = (cosine + position &* half, sine + position &* half)
    for head in 0..<shape.heads {
      let low = rows + (row &* shape.stride &+ head &* h)
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

/// to (h, w) = fromᵀ with from (s, h) in rows `stride` apart, zeros in columns s and beyond.
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

/// x = e^(scale · (x - largest)) over `count` numbers; returns their sum as a vector of partial
/// sums.
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

/// x = softmax(scale · x) over the first `prefix` numbers and those in low..<high; zeros elsewhere,
/// up to `width`.
@inline(__always)
func softmax(
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
