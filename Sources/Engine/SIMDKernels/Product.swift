// The matrix product: tiles of a few rows and one or two vectors of columns, held in registers.

internal import CKernelTable

/// c (m, n) = a (m, k) · b (k, n), or c + a · b if it `accumulates`.
///
/// Element (i, p) of a is `a[i * aRow + p * aColumn]`, so a transposed matrix needs no copy; (p, j)
/// of b is `b[p * bRow + j]`; (i, j) of c is `c[i * cRow + j]`.
@inline(never)
func product(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ bRow: Int, _ shape: ProductShape
) {
  let (m, n, k, adding) = (shape.m, shape.n, shape.k, shape.accumulates)
  let (cRow, aRow, aColumn) = (shape.cRow, shape.aRow, shape.aColumn)
  var j = 0
  while j < n {
    let width = n &- j
    if width >= panelWidth {
      strip(c + j, cRow, a, aRow, aColumn, b + j, bRow, m, panelWidth, k, adding, nil, false)
      j &+= panelWidth
    } else if width >= Vector.scalarCount {
      narrowStrip(c + j, cRow, a, aRow, aColumn, b + j, bRow, m, k, adding)
      j &+= Vector.scalarCount
    } else {
      edge(c + j, cRow, a, aRow, aColumn, b + j, bRow, m, width, k, adding)
      j = n
    }
  }
}

/// The same with b packed by `pack`, panel by panel.
///
/// Few rows pass a panel in pieces that stay in the first-level cache with the next; sums continue
/// in their order, so the result is the same.
@inline(never)
func productPacked(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ panels: UnsafePointer<Float>,
  _ shape: ProductShape
) {
  let (m, n, k, adding) = (shape.m, shape.n, shape.k, shape.accumulates)
  let (cRow, aRow, aColumn) = (shape.cRow, shape.aRow, shape.aColumn)
  let piece = adding || m > 4 &* tileRows ? k : 4096 / panelWidth
  rowBlocks(of: m, k) { start, count, isLast in
    var j = 0
    while j < n {
      let (panel, width) = (panels + j &* k, min(panelWidth, n &- j))
      let following = j &+ panelWidth < n ? panel + panelWidth &* k : isLast ? nil : panels
      var p = 0
      repeat {
        let depth = width == panelWidth ? min(piece, k &- p) : k
        let (from, rows) = (panel + p &* panelWidth, a + (start &* aRow &+ p &* aColumn))
        strip(
          c + (start &* cRow &+ j), cRow, rows, aRow, aColumn, from, panelWidth, count, width,
          depth, adding, p &+ depth < k ? from + depth &* panelWidth : following, p > 0)
        p &+= depth
      } while p < k
      j &+= panelWidth
    }
  }
}

/// gated (m, n) = silu(g) · u with g = a · gateᵀ and u = a · upᵀ, packed side by side by
/// `packGated`.
///
/// Shapes: a (m, k); gated (m, n); kept (m, 2n) receives g, then u, in each row for the backward
/// pass; nil if there is none.
@inline(never)
func productGated(
  _ gated: UnsafeMutablePointer<Float>, _ kept: UnsafeMutablePointer<Float>?,
  _ a: UnsafePointer<Float>, _ panels: UnsafePointer<Float>, _ m: Int, _ n: Int, _ k: Int
) {
  rowBlocks(of: m, k) { start, count, isLast in
    var j = 0
    while j < n {
      let (panel, width) = (panels + 2 &* j &* k, min(Vector.scalarCount, n &- j))
      let next =
        j &+ Vector.scalarCount < n ? panel + panelWidth &* k : isLast ? nil : panels
      rowGroups(of: count) { at, rows, part, parts in
        let i = start &+ at
        let ahead = Ahead(next, or: panel, k, part, parts)
        let (to, from) = (gated + (i &* n &+ j), a + i &* k)
        let keep = kept.map { $0 + (2 &* i &* n &+ j) }
        switch rows {
        case 1: gatedTile(Rows<1>(), to, keep, n, from, panel, width, k, ahead)
        case 2: gatedTile(Rows<2>(), to, keep, n, from, panel, width, k, ahead)
        case 3: gatedTile(Rows<3>(), to, keep, n, from, panel, width, k, ahead)
        case 4: gatedTile(Rows<4>(), to, keep, n, from, panel, width, k, ahead)
        case 5: gatedTile(Rows<5>(), to, keep, n, from, panel, width, k, ahead)
        case 6: gatedTile(Rows<6>(), to, keep, n, from, panel, width, k, ahead)
        case 7: gatedTile(Rows<7>(), to, keep, n, from, panel, width, k, ahead)
        default: gatedTile(Rows<8>(), to, keep, n, from, panel, width, k, ahead)
        }
      }
      j &+= Vector.scalarCount
    }
  }
}

/// All rows of one panel of columns, of which `width` are written.
///
/// A whole panel of b must be readable; `next` is the packed panel that comes after it, if any. If
/// it `continues`, c holds the sums over earlier rows of b.
@inline(__always)
private func strip(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ m: Int, _ width: Int, _ k: Int, _ adding: Bool,
  _ next: UnsafePointer<Float>?, _ continues: Bool
) {
  rowGroups(of: m) { i, rows, part, parts in
    anyTile(
      rows, c + i &* cRow, cRow, a + i &* aRow, aRow, aColumn, b, bRow, width, k, adding,
      Ahead(next, or: b, k, part, parts), continues)
  }
}

/// All rows of one vector of columns.
@inline(__always)
private func narrowStrip(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ m: Int, _ k: Int, _ adding: Bool
) {
  rowGroups(of: m) { i, rows, _, _ in
    let (to, from) = (c + i &* cRow, a + i &* aRow)
    switch rows {
    case 1: narrowTile(Rows<1>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    case 2: narrowTile(Rows<2>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    case 3: narrowTile(Rows<3>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    case 4: narrowTile(Rows<4>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    case 5: narrowTile(Rows<5>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    case 6: narrowTile(Rows<6>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    case 7: narrowTile(Rows<7>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    default: narrowTile(Rows<8>(), to, cRow, from, aRow, aColumn, b, bRow, k, adding)
    }
  }
}

/// Calls `body` with the start and size of groups of at most `tileRows` of m rows, as evenly as
/// possible.
@inline(__always)
private func rowGroups(
  of m: Int, _ body: (_ start: Int, _ rows: Int, _ part: Int, _ parts: Int) -> Void
) {
  let parts = (m &+ tileRows &- 1) / tileRows
  var left = parts
  var i = 0
  while i < m {
    let rows = (m &- i &+ left &- 1) / left
    body(i, rows, parts &- left, parts)
    i &+= rows
    left &-= 1
  }
}

/// Calls `body` with the start and size of blocks of rows, whose inputs of at most half a megabyte
/// stay in the second-level cache while all panels pass.
@inline(__always)
private func rowBlocks(
  of m: Int, _ k: Int, _ body: (_ start: Int, _ count: Int, _ isLast: Bool) -> Void
) {
  let most = max(tileRows, (1 << 17) / max(1, k))
  var left = (m &+ most &- 1) / most
  var start = 0
  while start < m {
    let count = (m &- start &+ left &- 1) / left
    left &-= 1
    body(start, count, left == 0)
    start &+= count
  }
}
