// Measurements that can be trusted on a shared machine: the work and the register loop in turn,
// medians of both.

internal import Kernels

/// One measured work.
struct Measurement: Sendable {
  /// What was done.
  let name: String
  /// Of how many sequences.
  let batch: Int
  /// Median milliseconds of one go.
  let ms: Double
  /// Floating-point operations of one go.
  let operations: Double
  /// GFLOP/s of the register loop on all threads, measured in between.
  let peak: Double

  /// 10⁹ floating-point operations a second.
  var gflops: Double { operations / ms / 1e6 }
  /// Of the batch, a second.
  var perSecond: Double { Double(batch) * 1e3 / ms }
  /// The share of the peak.
  var share: Double { gflops / peak }
}

/// Measures work in turn with the register loop.
struct Stopwatch {
  private let lanes: Instructions
  private let team: Team
  private let seconds: Double
  /// Rounds of the register loop that take about two milliseconds.
  private let rounds: Int

  /// A stopwatch that gives each work so many seconds on the team's threads.
  init(team: Team, lanes: Instructions = .current, seconds: Double) {
    self.lanes = lanes
    self.team = team
    self.seconds = seconds
    let started = Clock.now
    let trial = 100_000
    let sum = lanes.peak(trial)
    let taken = max(Clock.now - started, 1e-6)
    rounds = max(1, Int(Double(trial) * 0.002 / taken))
    precondition(sum.isFinite)
  }

  /// 10⁹ floating-point operations a second of the register loop on all threads.
  func peak() -> Double {
    let started = Clock.now
    team.run { [lanes, rounds] _ in
      let sum = lanes.peak(rounds)
      precondition(sum.isFinite)
    }
    return Double(rounds * 24 * lanes.lanes * team.count) / (Clock.now - started) / 1e9
  }

  /// Measures a work after one go that isn't counted.
  ///
  /// - Throws: what the work throws, and `ShellError` if Ctrl-C stopped it.
  func measure(
    _ name: String, _ batch: Int, _ operations: Double, _ work: () throws -> Void
  ) throws -> Measurement {
    try work()
    var (times, peaks): ([Double], [Double]) = ([], [])
    let begun = Clock.now
    repeat {
      peaks.append(peak())
      let started = Clock.now
      try work()
      times.append((Clock.now - started) * 1e3)
      if Interrupt.isRequested { throw ShellError(.interrupted, "interrupted") }
    } while Clock.now - begun < seconds || times.count < 3
    return Measurement(
      name: name, batch: batch, ms: Self.median(times), operations: operations,
      peak: Self.median(peaks))
  }

  /// Measures works in turn: each one's median milliseconds, and the median of its time over the
  /// first one's in the same round.
  ///
  /// - Throws: what a work throws, and `ShellError` if Ctrl-C stopped it.
  func compare(_ works: [() throws -> Void]) throws -> [(ms: Double, cost: Double)] {
    for work in works { try work() }
    var times = works.map { _ in [Double]() }
    let begun = Clock.now
    repeat {
      for (index, work) in works.enumerated() {
        let started = Clock.now
        try work()
        times[index].append((Clock.now - started) * 1e3)
        if Interrupt.isRequested { throw ShellError(.interrupted, "interrupted") }
      }
    } while Clock.now - begun < seconds || times[0].count < 3
    return times.map { own in
      (Self.median(own), Self.median(zip(own, times[0]).map { $0 / max($1, 1e-9) }))
    }
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
