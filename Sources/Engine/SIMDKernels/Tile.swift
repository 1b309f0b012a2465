// The innermost loops of the product: one tile of c each, whose sums stay in registers.

internal import CKernelTable

/// The number of rows of a tile, as a compile-time constant.
struct Rows<let count: Int> {}

/// What a tile fetches into the cache while it computes: its part of the next panel.
///
/// Fetched by all groups of rows in turn, a panel asks little of the memory at any time.
struct Ahead {
  /// The first address.
  let from: UnsafePointer<Float>
  /// Floats from there to the address for the tile's next row of b; 0 to fetch nothing.
  let step: Int

  /// Part `part` of `parts` of the panel at `next`, k rows long; nothing but `here` if it is nil.
  @inline(__always)
  init(
    _ next: UnsafePointer<Float>?, or here: UnsafePointer<Float>, _ k: Int, _ part: Int,
    _ parts: Int
  ) {
    from = next.map { $0 + panelWidth &* k / parts &* part } ?? here
    // At most a cache line, so that none is left out.
    step = next == nil ? 0 : min(16, (panelWidth &+ parts &- 1) / parts)
  }
}

/// The sums of a tile of `count` rows and two vectors of columns, begun at `begun` if it isn't nil.
@inline(__always)
private func sums<let count: Int>(
  _ rows: Rows<count>, _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ k: Int, _ ahead: Ahead,
  _ begun: UnsafePointer<Float>? = nil, _ begunRow: Int = 0
) -> (left: InlineArray<count, Vector>, right: InlineArray<count, Vector>) {
  var left = InlineArray<count, Vector>(repeating: .zero)
  var right = InlineArray<count, Vector>(repeating: .zero)
  if let begun {
    for row in 0..<count {
      left[row] = load(begun + row &* begunRow)
      right[row] = load(begun + (row &* begunRow &+ Vector.scalarCount))
    }
  }
  var (a, b, next) = (a, b, ahead.from)
  for _ in 0..<k {
    trm_prefetch(next)
    let (b0, b1) = (load(b), load(b + Vector.scalarCount))
    for row in 0..<count {
      let x = Vector(repeating: a[row &* aRow])
      left[row] = addProduct(left[row], x, b0)
      right[row] = addProduct(right[row], x, b1)
    }
    a += aColumn
    b += bRow
    next += ahead.step
  }
  return (left, right)
}

/// A tile of `count` rows and two vectors of columns, of which `width` are written.
///
/// If it `continues`, c holds the sums over earlier rows of b. Each loop over the sums is simple
/// enough to be unrolled, so that they stay in registers.
@inline(__always)
func tile<let count: Int>(
  _ rows: Rows<count>,
  _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ width: Int, _ k: Int, _ adding: Bool, _ ahead: Ahead,
  _ continues: Bool
) {
  let begun = continues ? UnsafePointer(c) : nil
  let (left, right) = sums(rows, a, aRow, aColumn, b, bRow, k, ahead, begun, cRow)
  let size = Vector.scalarCount
  if width < panelWidth {
    // Whole vectors fit in a temporary tile.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count &* panelWidth) { room in
      guard let room = room.baseAddress else { return }
      for row in 0..<count {
        store(left[row], room + row &* panelWidth)
        store(right[row], room + (row &* panelWidth &+ size))
      }
      copy(c, cRow, room, panelWidth, count, width, adding)
    }
  } else if adding {
    for row in 0..<count {
      let to = c + row &* cRow
      store(load(to) + left[row], to)
      store(load(to + size) + right[row], to + size)
    }
  } else {
    for row in 0..<count {
      let to = c + row &* cRow
      store(left[row], to)
      store(right[row], to + size)
    }
  }
}

/// A tile of `rows` rows, at most `tileRows`.
@inline(__always)
func anyTile(
  _ rows: Int, _ c: UnsafeMutablePointer<Float>, _ cRow: Int,
  _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ width: Int, _ k: Int, _ adding: Bool, _ ahead: Ahead,
  _ continues: Bool
) {
  switch rows {
  case 1:
    tile(Rows<1>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  case 2:
    tile(Rows<2>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  case 3:
    tile(Rows<3>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  case 4:
    tile(Rows<4>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  case 5:
    tile(Rows<5>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  case 6:
    tile(Rows<6>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  case 7:
    tile(Rows<7>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  default:
    tile(Rows<8>(), c, cRow, a, aRow, aColumn, b, bRow, width, k, adding, ahead, continues)
  }
}

/// A tile whose left vector is the gate and whose right vector is up; `width` columns of each.
///
/// The sums are stored before the gate is applied in a separate loop: unrolled into the tile it
/// would need more registers than there are.
@inline(__always)
func gatedTile<let count: Int>(
  _ rows: Rows<count>,
  _ gated: UnsafeMutablePointer<Float>, _ kept: UnsafeMutablePointer<Float>?, _ n: Int,
  _ a: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ width: Int, _ k: Int, _ ahead: Ahead
) {
  let (left, right) = sums(rows, a, k, 1, panel, panelWidth, k, ahead)
  let size = Vector.scalarCount
  if let kept, width == size {
    // Sums that are kept are stored once.
    for row in 0..<count {
      store(left[row], kept + row &* 2 &* n)
      store(right[row], kept + (row &* 2 &* n &+ n))
    }
    gateWhole(gated, n, kept, 2 &* n, n, count)
    return
  }
  withUnsafeTemporaryAllocation(of: Float.self, capacity: count &* panelWidth) { room in
    guard let room = room.baseAddress else { return }
    for row in 0..<count {
      store(left[row], room + row &* panelWidth)
      store(right[row], room + (row &* panelWidth &+ size))
    }
    if width == size {
      gateWhole(gated, n, room, panelWidth, size, count)
    } else {
      gatePart(gated, kept, n, room, count, width)
    }
  }
}

/// Applies the gate to one vector of some rows, each of them `stride` floats from the last; up is
/// `up` floats after its gate.
@inline(never)
private func gateWhole(
  _ gated: UnsafeMutablePointer<Float>, _ n: Int, _ sums: UnsafePointer<Float>, _ stride: Int,
  _ up: Int, _ rows: Int
) {
  for row in 0..<rows {
    let from = sums + row &* stride
    store(silu(load(from)) * load(from + up), gated + row &* n)
  }
}

/// Copies the first `width` columns of the sums of a gated tile to `kept` and applies the gate.
@inline(never)
private func gatePart(
  _ gated: UnsafeMutablePointer<Float>, _ kept: UnsafeMutablePointer<Float>?, _ n: Int,
  _ room: UnsafeMutablePointer<Float>, _ rows: Int, _ width: Int
) {
  let size = Vector.scalarCount
  if let kept {
    copy(kept, 2 &* n, room, panelWidth, rows, width, false)
    copy(kept + n, 2 &* n, room + size, panelWidth, rows, width, false)
  }
  gateWhole(room, panelWidth, room, panelWidth, size, rows)
  copy(gated, n, room, panelWidth, rows, width, false)
}

/// to = from, or to += from if `adding`, for the first `width` columns of some rows.
@inline(never)
private func copy(
  _ to: UnsafeMutablePointer<Float>, _ toRow: Int, _ from: UnsafePointer<Float>, _ fromRow: Int,
  _ rows: Int, _ width: Int, _ adding: Bool
) {
  for row in 0..<rows {
    let (to, from) = (to + row &* toRow, from + row &* fromRow)
    groups(of: width) { at, size in
      if size == Vector.scalarCount {
        let value = load(from + at)
        store(adding ? load(to + at) + value : value, to + at)
      } else {
        for i in at..<at &+ size { to[i] = adding ? to[i] + from[i] : from[i] }
      }
    }
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
  if adding {
    for row in 0..<count { store(load(c + row &* cRow) + sums[row], c + row &* cRow) }
  } else {
    for row in 0..<count { store(sums[row], c + row &* cRow) }
  }
}

/// Fewer columns than a vector; reads and writes none beyond them.
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
