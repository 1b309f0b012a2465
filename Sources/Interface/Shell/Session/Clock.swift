// Time that only goes forward, for measuring.

internal import Platform

/// The monotonic clock.
enum Clock {
  /// Seconds since some fixed moment.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Milliseconds since a reading of the clock, with three decimals.
func milliseconds(since start: Double) -> Double {
  ((Clock.now - start) * 1e6).rounded() / 1e3
}
