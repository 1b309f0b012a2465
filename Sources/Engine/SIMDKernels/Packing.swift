// Matrices packed in the order in which the product reads them: panels two vectors wide.

/// Packs b (k, n) for `productPacked` into zero-padded panels of two vectors of columns.
///
/// Element (p, j) of b is `w[j * row + p * column]`: `row` k and `column` 1 pack the transpose of
/// w (n, k), `row` 1 and `column` n pack w (k, n) itself. Panels are `depth` rows long, of which k
/// are written, so that a long b can be packed in pieces.
@inline(never)
func pack(
  _ panels: UnsafeMutablePointer<Float>, _ depth: Int, _ w: UnsafePointer<Float>, _ row: Int,
  _ column: Int, _ n: Int, _ k: Int
) {
  var j = 0
  while j < n {
    let panel = panels + j &* depth
    let width = min(panelWidth, n &- j)
    fill(panel, w + j &* row, row, column, width, k, panelWidth)
    j &+= panelWidth
  }
}

/// Packs w (2n, k), gate first, for `productGated`: a row of a panel is a vector of gate columns,
/// then the same columns of up.
@inline(never)
func packGated(
  _ panels: UnsafeMutablePointer<Float>, _ w: UnsafePointer<Float>, _ n: Int, _ k: Int
) {
  let size = Vector.scalarCount
  var j = 0
  while j < n {
    let panel = panels + 2 &* j &* k
    let width = min(size, n &- j)
    fill(panel, w + j &* k, k, 1, width, k, size)
    fill(panel + size, w + (n &+ j) &* k, k, 1, width, k, size)
    j &+= size
  }
}

/// Fills `width` columns of a panel, followed by zeros up to `whole`.
@inline(__always)
private func fill(
  _ panel: UnsafeMutablePointer<Float>, _ w: UnsafePointer<Float>, _ row: Int, _ column: Int,
  _ width: Int, _ k: Int, _ whole: Int
) {
  if row == 1 && width == whole {
    for p in 0..<k {
      let (to, from) = (panel + p &* panelWidth, w + p &* column)
      groups(of: whole) { at, _ in store(load(from + at), to + at) }
    }
    return
  }
  for j in 0..<width {
    let from = w + j &* row
    for p in 0..<k { panel[p &* panelWidth &+ j] = from[p &* column] }
  }
  for j in width..<max(whole, width) {
    for p in 0..<k { panel[p &* panelWidth &+ j] = 0 }
  }
}
