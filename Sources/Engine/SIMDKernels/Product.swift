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
      strip(c + j, cRow, a, aRow, aColumn, b + j, bRow, m, panelWidth, k, adding)
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
@inline(never)
func productPacked(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ panels: UnsafePointer<Float>,
  _ shape: ProductShape
) {
  let (m, n, k, adding) = (shape.m, shape.n, shape.k, shape.accumulates)
  let (cRow, aRow, aColumn) = (shape.cRow, shape.aRow, shape.aColumn)
  var j = 0
  while j < n {
    let (panel, width) = (panels + j &* k, min(panelWidth, n &- j))
    strip(c + j, cRow, a, aRow, aColumn, panel, panelWidth, m, width, k, adding)
    j &+= panelWidth
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
  var j = 0
  while j < n {
    let (panel, width) = (panels + 2 &* j &* k, min(Vector.scalarCount, n &- j))
    rowGroups(of: m) { i, rows in
      let (to, from) = (gated + (i &* n &+ j), a + i &* k)
      let keep = kept.map { $0 + (2 &* i &* n &+ j) }
      switch rows {
      case 1: gatedTile(Rows<1>(), to, keep, n, from, panel, width, k)
      case 2: gatedTile(Rows<2>(), to, keep, n, from, panel, width, k)
      case 3: gatedTile(Rows<3>(), to, keep, n, from, panel, width, k)
      case 4: gatedTile(Rows<4>(), to, keep, n, from, panel, width, k)
      case 5: gatedTile(Rows<5>(), to, keep, n, from, panel, width, k)
      case 6: gatedTile(Rows<6>(), to, keep, n, from, panel, width, k)
      case 7: gatedTile(Rows<7>(), to, keep, n, from, panel, width, k)
      default: gatedTile(Rows<8>(), to, keep, n, from, panel, width, k)
      }
    }
    j &+= Vector.scalarCount
  }
}

/// All rows of one panel of columns, of which `width` are written; a whole panel of b must be
/// readable.
@inline(__always)
private func strip(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ m: Int, _ width: Int, _ k: Int, _ adding: Bool
) {
  rowGroups(of: m) { i, rows in
    let (to, from) = (c + i &* cRow, a + i &* aRow)
    switch rows {
    case 1: tile(Rows<1>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    case 2: tile(Rows<2>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    case 3: tile(Rows<3>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    case 4: tile(Rows<4>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    case 5: tile(Rows<5>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    case 6: tile(Rows<6>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    case 7: tile(Rows<7>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    default: tile(Rows<8>(), to, cRow, from, aRow, aColumn, b, bRow, width, k, adding)
    }
  }
}

/// All rows of one vector of columns.
@inline(__always)
private func narrowStrip(
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ m: Int, _ k: Int, _ adding: Bool
) {
  rowGroups(of: m) { i, rows in
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
private func rowGroups(of m: Int, _ body: (_ start: Int, _ rows: Int) -> Void) {
  var left = (m &+ tileRows &- 1) / tileRows
  var i = 0
  while i < m {
    let rows = (m &- i &+ left &- 1) / left
    body(i, rows)
    i &+= rows
    left &-= 1
  }
}
