// RMS norm without a weight, over rows (features) or over columns (the mixer's positions).

/// out = v · r with v = a + b and r = 1 / √(mean v² + ε), for each row.
///
/// Shapes: out, a, b (rows, width); scale (rows) receives r for the backward pass.
@inline(never)
func normRows(
  _ out: UnsafeMutablePointer<Float>, _ scale: UnsafeMutablePointer<Float>,
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ rows: Int, _ width: Int, _ epsilon: Float
) {
  for row in 0..<rows {
    let (to, x, y) = (out + row &* width, a + row &* width, b + row &* width)
    var squares = Vector.zero
    @inline(__always)
    func add(_ at: Int, _ size: Int) {
      let v = load(x + at, first: size) + load(y + at, first: size)
      squares = addProduct(squares, v, v)
      store(v, to + at, first: size)
    }
    groups(of: width, add)
    let r = 1 / (horizontalSum(squares) / Float(width) + epsilon).squareRoot()
    scale[row] = r
    @inline(__always)
    func rescale(_ at: Int, _ size: Int) {
      store(load(to + at, first: size) * r, to + at, first: size)
    }
    groups(of: width, rescale)
  }
}

/// The gradient of v from that of out: dv = r · (dout - out · mean(dout · out)), in place.
///
/// Shapes: gradient, out (rows, width); scale (rows).
@inline(never)
func normRowsBackward(
  _ gradient: UnsafeMutablePointer<Float>, _ out: UnsafePointer<Float>,
  _ scale: UnsafePointer<Float>, _ rows: Int, _ width: Int
) {
  for row in 0..<rows {
    let (d, o) = (gradient + row &* width, out + row &* width)
    var sum = Vector.zero
    groups(of: width) { at, size in
      sum = addProduct(sum, load(d + at, first: size), load(o + at, first: size))
    }
    let mean = horizontalSum(sum) / Float(width)
    let r = scale[row]
    groups(of: width) { at, size in
      let rest = load(d + at, first: size) - load(o + at, first: size) * mean
      store(rest * r, d + at, first: size)
    }
  }
}

/// The same norm of each column of one sequence: the mean is over the rows.
///
/// Shapes: out, a, b (rows, width) in rows `stride` apart; scale (width).
@inline(never)
func normColumns(
  _ out: UnsafeMutablePointer<Float>, _ scale: UnsafeMutablePointer<Float>,
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ rows: Int, _ width: Int, _ stride: Int, _ epsilon: Float
) {
  groups(of: width) { at, size in
    var squares = Vector.zero
    for row in 0..<rows {
      let i = row &* stride &+ at
      let v = load(a + i, first: size) + load(b + i, first: size)
      squares = addProduct(squares, v, v)
      store(v, out + i, first: size)
    }
    let r = 1 / (squares / Float(rows) + epsilon).squareRoot()
    store(r, scale + at, first: size)
    for row in 0..<rows {
      let i = row &* stride &+ at
      store(load(out + i, first: size) * r, out + i, first: size)
    }
  }
}

/// The gradient through `normColumns`, in place.
///
/// Shapes: gradient, out (rows, width) in rows `stride` apart; scale (width).
@inline(never)
func normColumnsBackward(
  _ gradient: UnsafeMutablePointer<Float>, _ out: UnsafePointer<Float>,
  _ scale: UnsafePointer<Float>, _ rows: Int, _ width: Int, _ stride: Int
) {
  groups(of: width) { at, size in
    var sum = Vector.zero
    for row in 0..<rows {
      let i = row &* stride &+ at
      sum = addProduct(sum, load(gradient + i, first: size), load(out + i, first: size))
    }
    let mean = sum / Float(rows)
    let r = load(scale + at, first: size)
    for row in 0..<rows {
      let i = row &* stride &+ at
      let rest = load(gradient + i, first: size) - load(out + i, first: size) * mean
      store(rest * r, gradient + i, first: size)
    }
  }
}
