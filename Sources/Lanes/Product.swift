// The matrix product: tiles of up to six rows and sixteen columns, held in registers.

/// How many rows a tile has, known when the tile is compiled.
private struct Rows<let count: Int> {}

/// c (m, n) = a (m, k) · b (k, n), or c + that where `adding`.
///
/// Element (i, p) of a lies at `a[i * aRow + p * aColumn]`, so that a transposed matrix needs no
/// copy; (p, j) of b at `b[p * bRow + j]`; (i, j) of c at `c[i * cRow + j]`.
@inline(never)
public func product(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int,
  _ m: Int, _ n: Int, _ k: Int, _ adding: Bool
) {
  var j = 0
  while j < n {
    let width = min(16, n &- j)
    strip(c + j, cRow, a, aRow, aColumn, b + j, bRow, m, width, width == 16, k, adding)
    j &+= 16
  }
}

/// c (m, n) = a (m, k) · b (k, n), or c + that, with b packed by `pack`: panel after panel.
@inline(never)
public func productPacked(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ panels: UnsafePointer<Float>, _ m: Int, _ n: Int, _ k: Int, _ adding: Bool
) {
  var j = 0
  while j < n {
    let panel = panels + j &* k
    strip(c + j, cRow, a, aRow, aColumn, panel, 16, m, min(16, n &- j), true, k, adding)
    j &+= 16
  }
}

/// Packs w (n, k) for `productPacked` as b = wᵀ: panels of 16 columns, (k, 16) each, zero padded.
@inline(never)
public func pack(
  _ panels: UnsafeMutablePointer<Float>, _ w: UnsafePointer<Float>, _ n: Int, _ k: Int
) {
  var j = 0
  while j < n {
    let panel = panels + j &* k
    let width = min(16, n &- j)
    for p in 0..<k {
      let row = panel + p &* 16
      for column in 0..<width { row[column] = w[(j &+ column) &* k &+ p] }
      for column in width..<16 { row[column] = 0 }
    }
    j &+= 16
  }
}

/// All rows of up to sixteen columns: six at a time, the last eleven or fewer split evenly.
///
/// `isFull` tells that all sixteen columns of b can be read, even where fewer are written.
@inline(__always)
private func strip(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ m: Int, _ width: Int, _ isFull: Bool, _ k: Int,
  _ adding: Bool
) {
  var i = 0
  while i < m {
    let left = m &- i
    let rows = left >= 12 ? 6 : left <= 6 ? left : (left &+ 1) / 2
    let (ci, ai) = (c + i &* cRow, a + i &* aRow)
    if isFull {
      switch rows {
      case 6: tile(Rows<6>(), ci, cRow, ai, aRow, aColumn, b, bRow, width, k, adding)
      case 5: tile(Rows<5>(), ci, cRow, ai, aRow, aColumn, b, bRow, width, k, adding)
      case 4: tile(Rows<4>(), ci, cRow, ai, aRow, aColumn, b, bRow, width, k, adding)
      case 3: tile(Rows<3>(), ci, cRow, ai, aRow, aColumn, b, bRow, width, k, adding)
      case 2: tile(Rows<2>(), ci, cRow, ai, aRow, aColumn, b, bRow, width, k, adding)
      default: tile(Rows<1>(), ci, cRow, ai, aRow, aColumn, b, bRow, width, k, adding)
      }
    } else {
      edge(ci, cRow, ai, aRow, aColumn, b, bRow, rows, width, k, adding)
    }
    i &+= rows
  }
}

/// A tile of `count` rows and sixteen columns, of which `width` are written: two registers a row.
@inline(__always)
private func tile<let count: Int>(
  _ rows: Rows<count>,
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ width: Int, _ k: Int, _ adding: Bool
) {
  var left = InlineArray<count, Eight>(repeating: .zero)
  var right = InlineArray<count, Eight>(repeating: .zero)
  var (a, b) = (a, b)
  for _ in 0..<k {
    let (b0, b1) = (load(b), load(b + 8))
    for row in 0..<count {
      let x = Eight(repeating: a[row &* aRow])
      left[row] = addProduct(left[row], x, b0)
      right[row] = addProduct(right[row], x, b1)
    }
    a += aColumn
    b += bRow
  }
  for row in 0..<count {
    let to = c + row &* cRow
    if width < 16 {
      let (low, high) = (min(width, 8), max(width &- 8, 0))
      store(adding ? load(to, first: low) + left[row] : left[row], to, first: low)
      if high > 0 {
        store(adding ? load(to + 8, first: high) + right[row] : right[row], to + 8, first: high)
      }
    } else if adding {
      store(load(to) + left[row], to)
      store(load(to + 8) + right[row], to + 8)
    } else {
      store(left[row], to)
      store(right[row], to + 8)
    }
  }
}

/// A tile of fewer than sixteen columns: reads and writes none beyond them.
@inline(never)
private func edge(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ rows: Int, _ width: Int, _ k: Int, _ adding: Bool
) {
  for row in 0..<rows {
    var column = 0
    while column < width {
      let count = min(8, width &- column)
      let to = c + (row &* cRow &+ column)
      var sum = Eight.zero
      var (ap, bp) = (a + row &* aRow, b + column)
      for _ in 0..<k {
        sum = addProduct(sum, Eight(repeating: ap.pointee), load(bp, first: count))
        ap += aColumn
        bp += bRow
      }
      if adding { sum += load(to, first: count) }
      store(sum, to, first: count)
      column &+= 8
    }
  }
}
