// The innermost loops of the product: one tile of c each, its sums in registers from first to last.

/// How many rows a tile has, known when the tile is compiled.
struct Rows<let count: Int> {}

/// The sums of a tile of `count` rows and two vectors of columns.
@inline(__always)
private func sums<let count: Int>(
  _ rows: Rows<count>, _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ k: Int
) -> (left: InlineArray<count, Vector>, right: InlineArray<count, Vector>) {
  var left = InlineArray<count, Vector>(repeating: .zero)
  var right = InlineArray<count, Vector>(repeating: .zero)
  var (a, b) = (a, b)
  for _ in 0..<k {
    let (b0, b1) = (load(b), load(b + Vector.scalarCount))
    for row in 0..<count {
      let x = Vector(repeating: a[row &* aRow])
      left[row] = addProduct(left[row], x, b0)
      right[row] = addProduct(right[row], x, b1)
    }
    a += aColumn
    b += bRow
  }
  return (left, right)
}

/// A tile of `count` rows and two vectors of columns, of which `width` are written.
@inline(__always)
func tile<let count: Int>(
  _ rows: Rows<count>,
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ width: Int, _ k: Int, _ adding: Bool
) {
  let (left, right) = sums(rows, a, aRow, aColumn, b, bRow, k)
  let size = Vector.scalarCount
  for row in 0..<count {
    let to = c + row &* cRow
    if width == 2 &* size {
      store(adding ? load(to) + left[row] : left[row], to)
      store(adding ? load(to + size) + right[row] : right[row], to + size)
    } else {
      let (low, high) = (min(width, size), max(width &- size, 0))
      store(adding ? load(to, first: low) + left[row] : left[row], to, first: low)
      if high > 0 {
        let rest = adding ? load(to + size, first: high) + right[row] : right[row]
        store(rest, to + size, first: high)
      }
    }
  }
}

/// A tile whose left vector is a gate and whose right one goes through it; `width` columns of each.
@inline(__always)
func gatedTile<let count: Int>(
  _ rows: Rows<count>,
  _ gated: UnsafeMutablePointer<Float>, _ kept: UnsafeMutablePointer<Float>?, _ n: Int,
  _ a: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ width: Int, _ k: Int
) {
  let (left, right) = sums(rows, a, k, 1, panel, panelWidth, k)
  for row in 0..<count {
    if let kept {
      store(left[row], kept + 2 &* row &* n, first: width)
      store(right[row], kept + (2 &* row &* n &+ n), first: width)
    }
    store(silu(left[row]) * right[row], gated + row &* n, first: width)
  }
}

/// A tile of `count` rows and one vector of columns.
@inline(__always)
func narrowTile<let count: Int>(
  _ rows: Rows<count>,
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ k: Int, _ adding: Bool
) {
  var sums = InlineArray<count, Vector>(repeating: .zero)
  var (a, b) = (a, b)
  for _ in 0..<k {
    let b0 = load(b)
    for row in 0..<count {
      sums[row] = addProduct(sums[row], Vector(repeating: a[row &* aRow]), b0)
    }
    a += aColumn
    b += bRow
  }
  for row in 0..<count {
    let to = c + row &* cRow
    store(adding ? load(to) + sums[row] : sums[row], to)
  }
}

/// Fewer columns than a vector has: reads and writes none beyond them.
@inline(never)
func edge(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ m: Int, _ width: Int, _ k: Int, _ adding: Bool
) {
  for row in 0..<m {
    let to = c + row &* cRow
    var sum = Vector.zero
    var (ap, bp) = (a + row &* aRow, b)
    for _ in 0..<k {
      sum = addProduct(sum, Vector(repeating: ap.pointee), load(bp, first: width))
      ap += aColumn
      bp += bRow
    }
    if adding { sum += load(to, first: width) }
    store(sum, to, first: width)
  }
}
