// The gradient of a matrix: a product whose left factor is read down its columns.

internal import CKernelTable

/// dw (m, n) += aᵀ · b, for a (rows, m) and b (rows, n).
///
/// Columns of a far apart are copied, a tile's rows side by side, so that they neither evict each
/// other from the first-level cache nor each need a page of their own; `scratch` takes
/// `KernelSet.outerProductCount(rows:)` floats.
@inline(never)
func outerProduct(
  _ dw: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ scratch: UnsafeMutablePointer<Float>, _ m: Int, _ n: Int, _ rows: Int
) {
  let panel = scratch
  let copied = scratch + panelWidth &* rows
  let copies = m >= 512 || n >= 256
  let most = max(tileRows, Int(outerProductBlock) / max(1, rows) / tileRows &* tileRows)
  var start = 0
  while start < m {
    let count = min(most, m &- start)
    if copies {
      groups(of: count, tileRows) { at, size in
        copyColumns(copied + at &* rows, a + (start &+ at), m, size, rows)
      }
    }
    var j = 0
    while j < n {
      let width = min(panelWidth, n &- j)
      pack(panel, rows, b + j, 1, n, width, rows)
      groups(of: count, tileRows) { at, size in
        let to = dw + ((start &+ at) &* n &+ j)
        let from = copies ? UnsafePointer(copied + at &* rows) : a + (start &+ at)
        outerTile(to, n, from, copies ? size : m, panel, width, rows, size)
      }
      j &+= panelWidth
    }
    start &+= count
  }
}

/// One tile of `size` rows of dw; fetches what it adds to while it computes.
@inline(__always)
private func outerTile(
  _ dw: UnsafeMutablePointer<Float>, _ n: Int, _ a: UnsafePointer<Float>, _ aColumn: Int,
  _ panel: UnsafePointer<Float>, _ width: Int, _ rows: Int, _ size: Int
) {
  for row in 0..<size {
    trm_prefetch(dw + row &* n)
    trm_prefetch(dw + (row &* n &+ width &- 1))
  }
  anyTile(
    size, dw, n, a, 1, aColumn, panel, panelWidth, width, rows, true,
    Ahead(nil, or: panel, rows, 0, 1), false)
}

/// Copies `width` columns of a (rows, m) to (rows, width).
@inline(__always)
private func copyColumns(
  _ to: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ m: Int, _ width: Int, _ rows: Int
) {
  @inline(__always)
  func copy(_ width: Int) {
    for row in 0..<rows {
      UnsafeMutableRawPointer(to + row &* width)
        .copyMemory(from: a + row &* m, byteCount: width &* MemoryLayout<Float>.stride)
    }
  }
  // A size known to the compiler is a move or two.
  if width == tileRows { copy(tileRows) } else { copy(width) }
}

/// Calls `body` with the start and size of consecutive groups of `size` of `count` things, the last
/// of which may be smaller.
@inline(__always)
private func groups(of count: Int, _ size: Int, _ body: (_ at: Int, _ size: Int) -> Void) {
  var at = 0
  while at < count {
    body(at, min(size, count &- at))
    at &+= size
  }
}
