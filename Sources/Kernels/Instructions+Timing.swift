// The same kernels with a clock in front: where a run's time goes.

internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Nanoseconds by kernel.
public final class KernelClock: Sendable {
  private let times = Mutex<[String: (calls: Int, nanoseconds: UInt64)]>([:])

  /// A clock at zero.
  public init() {}

  /// Each kernel's calls and seconds, the longest first.
  public var totals: [(name: String, calls: Int, seconds: Double)] {
    times.withLock { $0 }.map { ($0.key, $0.value.calls, Double($0.value.nanoseconds) / 1e9) }
      .sorted { $0.2 > $1.2 }
  }

  /// Runs a kernel and adds its time.
  func time(_ name: String, _ body: () -> Void) {
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

extension Instructions {
  /// These kernels, each call of the network's forward pass timed by `clock`.
  public func timed(by clock: KernelClock) -> Instructions {
    Instructions(
      name: name,
      product: { [product] c, cRow, a, aRow, aColumn, b, bRow, m, n, k, adding in
        clock.time("product") { product(c, cRow, a, aRow, aColumn, b, bRow, m, n, k, adding) }
      },
      productPacked: { [productPacked] c, cRow, a, aRow, aColumn, panels, m, n, k, adding in
        clock.time("product \(k) to \(n)") {
          productPacked(c, cRow, a, aRow, aColumn, panels, m, n, k, adding)
        }
      },
      pack: pack,
      normRows: { [normRows] out, scale, a, b, rows, width, epsilon in
        clock.time("norm") { normRows(out, scale, a, b, rows, width, epsilon) }
      },
      normRowsBackward: { [normRowsBackward] gradient, out, scale, rows, width in
        clock.time("norm backward") { normRowsBackward(gradient, out, scale, rows, width) }
      },
      normColumns: { [normColumns] out, scale, a, b, rows, width, epsilon in
        clock.time("norm") { normColumns(out, scale, a, b, rows, width, epsilon) }
      },
      normColumnsBackward: { [normColumnsBackward] gradient, out, scale, rows, width in
        clock.time("norm backward") { normColumnsBackward(gradient, out, scale, rows, width) }
      },
      gate: { [gate] out, g, up, rows, width, stride in
        clock.time("gate") { gate(out, g, up, rows, width, stride) }
      },
      gateBackward: { [gateBackward] dgate, dup, dout, g, up, rows, width, stride in
        clock.time("gate backward") { gateBackward(dgate, dup, dout, g, up, rows, width, stride) }
      },
      attend: { [attend] out, outStride, softmax, scratch, q, k, v, stride, s, h, scale in
        clock.time("attention") {
          attend(out, outStride, softmax, scratch, q, k, v, stride, s, h, scale)
        }
      },
      attendBackward: attendBackward,
      turn: { [turn] rows, stride, count, heads, h, cosine, sine, s, sign in
        clock.time("rotary turn") { turn(rows, stride, count, heads, h, cosine, sine, s, sign) }
      },
      add: { [add] out, a, b, c, count in clock.time("add") { add(out, a, b, c, count) } },
      addScaled: addScaled, average: average, adam: adam, peak: peak)
  }
}
