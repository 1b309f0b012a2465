// The kernels with a timer around each call: where a run's time goes. For one thread at a time.

internal import Platform
internal import Synchronization

/// The time of each kernel, over all calls through `KernelSet.timed`.
package final class KernelClock: Sendable {
  /// The shared clock: the kernels are plain functions and can't hold a reference to one.
  package static let shared = KernelClock()

  private let times = Mutex<[String: (calls: Int, nanoseconds: UInt64)]>([:])

  /// Sets every time to zero.
  package func reset() { times.withLock { $0 = [:] } }

  /// Each kernel's calls and seconds, in descending order of time.
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

private let base = KernelSet.current
private let clock = KernelClock.shared

extension KernelSet {
  /// The fastest kernels, each call of the network's forward pass timed by `KernelClock.shared`.
  package static let timed: KernelSet = {
    var timed = base
    timed.product = { c, a, b, bRow, shape in
      clock.time("product") { base.product(c, a, b, bRow, shape) }
    }
    timed.productPacked = { c, a, panels, shape in
      clock.time("product \(shape.k) to \(shape.n)") { base.productPacked(c, a, panels, shape) }
    }
    timed.productGated = { gated, kept, a, panels, m, n, k in
      clock.time("gated product \(k) to \(2 * n)") {
        base.productGated(gated, kept, a, panels, m, n, k)
      }
    }
    timed.outerProduct = { dw, a, b, scratch, m, n, rows in
      clock.time("outer product \(m) x \(n)") {
        base.outerProduct(dw, a, b, scratch, m, n, rows)
      }
    }
    timed.pack = { panels, depth, w, row, column, n, k in
      clock.time("pack") { base.pack(panels, depth, w, row, column, n, k) }
    }
    timed.normRows = { out, scale, a, b, rows, width, epsilon in
      clock.time("norm") { base.normRows(out, scale, a, b, rows, width, epsilon) }
    }
    timed.normColumns = { out, scale, a, b, rows, width, stride, epsilon in
      clock.time("norm") { base.normColumns(out, scale, a, b, rows, width, stride, epsilon) }
    }
    timed.gate = { out, gate, up, rows, width, stride in
      clock.time("gate") { base.gate(out, gate, up, rows, width, stride) }
    }
    timed.attend = { out, weights, transposed, inputs, shape, queries in
      clock.time("attention") {
        base.attend(out, weights, transposed, inputs, shape, queries)
      }
    }
    timed.attendListed = { out, weights, inputs, shape, lists in
      clock.time("attention to listed keys") {
        base.attendListed(out, weights, inputs, shape, lists)
      }
    }
    timed.rotate = { rows, cosine, sine, sign, shape in
      clock.time("rotary embedding") { base.rotate(rows, cosine, sine, sign, shape) }
    }
    timed.add = { out, a, b, c, count in clock.time("add") { base.add(out, a, b, c, count) } }
    timed.addScaled = { out, a, factor, count in
      clock.time("add") { base.addScaled(out, a, factor, count) }
    }
    return timed
  }()
}
