// Measurements that can be trusted on a shared machine: the work and the register loop in turn,
// medians of both.

package import Kernels
internal import Language
internal import Platform

/// One measured work.
package struct Measurement: Sendable {
  /// What was done.
  package let name: String
  /// Of how many sequences.
  package let batch: Int
  /// Median milliseconds of one go.
  package let ms: Double
  /// Floating-point operations of one go.
  package let operations: Double
  /// GFLOP/s of the register loop on all threads, measured in between.
  package let peak: Double

  /// 10⁹ floating-point operations a second.
  package var gflops: Double { operations / ms / 1e6 }
  /// Of the batch, a second.
  package var perSecond: Double { Double(batch) * 1e3 / ms }
  /// The share of the peak.
  package var share: Double { gflops / peak }
}

/// Measures work in turn with the register loop.
package struct Stopwatch {
  private let kernels: KernelSet
  private let threadPool: ThreadPool
  private let seconds: Double
  private let goesOn: () -> Bool
  /// Rounds of the register loop that take about two milliseconds.
  private let rounds: Int

  /// A stopwatch that measures each workload for `seconds` on the pool's threads.
  package init(
    threadPool: ThreadPool, kernels: KernelSet = .current, seconds: Double,
    while goesOn: @escaping () -> Bool
  ) {
    self.goesOn = goesOn
    self.kernels = kernels
    self.threadPool = threadPool
    self.seconds = seconds
    let started = Clock.now
    let trial = 100_000
    let sum = kernels.peak(trial)
    let taken = max(Clock.now - started, 1e-6)
    rounds = max(1, Int(Double(trial) * 0.002 / taken))
    precondition(sum.isFinite)
  }

  /// 10⁹ floating-point operations a second of the register loop on all threads.
  package func peak() -> Double {
    let started = Clock.now
    threadPool.run { [kernels, rounds] _ in
      let sum = kernels.peak(rounds)
      precondition(sum.isFinite)
    }
    return Double(rounds * 24 * kernels.vectorWidth * threadPool.count) / (Clock.now - started)
      / 1e9
  }

  /// Measures a work after one go that isn't counted.
  ///
  /// - Throws: what the work throws, and `Diagnostic` if Ctrl-C stopped it.
  package func measure(
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
      if !goesOn() { throw Diagnostic.interrupted }
    } while Clock.now - begun < seconds || times.count < 3
    return Measurement(
      name: name, batch: batch, ms: Self.median(times), operations: operations,
      peak: Self.median(peaks))
  }

  /// Measures works in turn: each one's median milliseconds, and the median of its time over the
  /// first one's in the same round.
  ///
  /// - Throws: what a work throws, and `Diagnostic` if Ctrl-C stopped it.
  package func compare(_ works: [() throws -> Void]) throws -> [(ms: Double, cost: Double)] {
    for work in works { try work() }
    var times = works.map { _ in [Double]() }
    let begun = Clock.now
    repeat {
      for (index, work) in works.enumerated() {
        let started = Clock.now
        try work()
        times[index].append((Clock.now - started) * 1e3)
        if !goesOn() { throw Diagnostic.interrupted }
      }
    } while Clock.now - begun < seconds || times[0].count < 3
    return times.map { own in
      (Self.median(own), Self.median(zip(own, times[0]).map { $0 / max($1, 1e-9) }))
    }
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
