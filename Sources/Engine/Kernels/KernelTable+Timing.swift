// The same kernels with a clock in front: where a run's time goes. For one thread at a time.

internal import Platform
internal import Synchronization

/// Nanoseconds by kernel, of all calls through `KernelTable.timed`.
package final class KernelClock: Sendable {
  /// The one clock: the kernels are plain functions and can't hold another.
  package static let shared = KernelClock()

  private let times = Mutex<[String: (calls: Int, nanoseconds: UInt64)]>([:])

  /// Sets every time to zero.
  package func reset() { times.withLock { $0 = [:] } }

  /// Each kernel's calls and seconds, the longest first.
  package var totals: [(name: String, calls: Int, seconds: Double)] {
    times.withLock { $0 }.map { ($0.key, $0.value.calls, Double($0.value.nanoseconds) / 1e9) }
      .sorted { $0.2 > $1.2 }
  }

  /// Runs a kernel and adds its time.
  fileprivate func time(_ name: String, _ body: () -> Void) {
    let started = now()
    body()
    let taken = now() - started
    times.withLock {
      let before = $0[name] ?? (0, 0)
      $0[name] = (before.calls + 1, before.nanoseconds + taken)
    }
  }
}

private func now() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

private let base = KernelTable.current
private let clock = KernelClock.shared

extension KernelTable {
  /// The fastest kernels, each call of the network's forward pass timed by `KernelClock.shared`.
  package static let timed = KernelTable(
    kind: base.kind, lanes: base.lanes,
    product: { c, cRow, a, aRow, aColumn, b, bRow, m, n, k, adding in
      clock.time("product") { base.product(c, cRow, a, aRow, aColumn, b, bRow, m, n, k, adding) }
    },
    productPacked: { c, cRow, a, aRow, aColumn, panels, m, n, k, adding in
      clock.time("product \(k) to \(n)") {
        base.productPacked(c, cRow, a, aRow, aColumn, panels, m, n, k, adding)
      }
    },
    productGated: { gated, kept, a, panels, m, n, k in
      clock.time("gated product \(k) to \(2 * n)") {
        base.productGated(gated, kept, a, panels, m, n, k)
      }
    },
    pack: { panels, depth, w, row, column, n, k in
      clock.time("pack") { base.pack(panels, depth, w, row, column, n, k) }
    },
    packGated: base.packGated,
    normRows: { out, scale, a, b, rows, width, epsilon in
      clock.time("norm") { base.normRows(out, scale, a, b, rows, width, epsilon) }
    },
    normRowsBackward: base.normRowsBackward,
    normColumns: { out, scale, a, b, rows, width, stride, epsilon in
      clock.time("norm") { base.normColumns(out, scale, a, b, rows, width, stride, epsilon) }
    },
    normColumnsBackward: base.normColumnsBackward,
    gate: { out, g, up, rows, width, stride in
      clock.time("gate") { base.gate(out, g, up, rows, width, stride) }
    },
    gateBackward: base.gateBackward,
    attend: {
      out, outStride, softmax, scratch, q, k, v, stride, m, s, h, scale, first, window, prefix in
      clock.time("attention") {
        base.attendKernel(
          out, outStride, softmax, scratch, q, k, v, stride, m, s, h, scale, first, window, prefix)
      }
    },
    attendBackward: base.attendBackwardKernel,
    turn: { rows, stride, first, count, heads, h, cosine, sine, s, sign in
      clock.time("rotary turn") {
        base.turn(rows, stride, first, count, heads, h, cosine, sine, s, sign)
      }
    },
    add: { out, a, b, c, count in clock.time("add") { base.add(out, a, b, c, count) } },
    addScaled: { out, a, factor, count in
      clock.time("add") { base.addScaled(out, a, factor, count) }
    },
    average: base.average, sumOfSquares: base.sumOfSquares, adam: base.adam,
    adamATan2: base.adamATan2, peak: base.peak)
}
