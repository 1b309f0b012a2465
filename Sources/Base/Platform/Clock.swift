// Time that only goes forward, for measuring.

/// The monotonic clock.
package enum Clock {
  /// Seconds since some fixed moment.
  package static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Seconds since it was made.
package struct ContinuousTimer: Sendable {
  private let started = Clock.now

  package init() {}

  /// Seconds that have passed.
  package var seconds: Double { Clock.now - started }

  /// Milliseconds that have passed, with three decimals.
  package var milliseconds: Double { (seconds * 1e6).rounded() / 1e3 }
}
