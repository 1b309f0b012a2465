// The long-run behavior of a sequence's states: convergence, oscillation or neither.

internal import Platform

/// The changes of one sequence's states from step to step, and their long-run behavior.
package struct Dynamics: Equatable, Sendable {
  /// The long-run behavior of the states.
  package enum Regime: Equatable, Hashable, Sendable {
    /// They no longer change.
    case converged
    /// They repeat after a period of 2 or more steps.
    case oscillating(Int)
    /// Neither, but each step changes them less than the one before.
    case converging
    /// None of these.
    case aperiodic
    /// They are not all finite.
    case nonfinite
  }

  /// When states count as the same.
  package struct Thresholds: Equatable, Sendable {
    /// ε: the relative change below which states count as the same.
    package var tolerance: Double
    /// The number of final steps for which that must hold; for an oscillation, two periods.
    package var steps: Int
    /// The longest period to look for.
    package var longestPeriod: Int

    /// The relative distance below which float32 resolves no difference.
    package static let resolution = 1e-5
    /// The contraction rate below which states count as converging.
    package static let convergingRate = 0.98

    /// Thresholds from their parts.
    package init(tolerance: Double = 1e-3, steps: Int = 3, longestPeriod: Int = 16) {
      self.tolerance = tolerance
      self.steps = steps
      self.longestPeriod = longestPeriod
    }
  }

  /// ‖y_s - y_(s-1)‖ of each step, for the state that the heads read.
  package let changesOfY: [Double]
  /// ‖z_s - z_(s-1)‖ of each step, for all other states together; the same if there are none.
  package let changesOfZ: [Double]
  /// ‖y_s - y_(s-1)‖ / ‖y_s‖ of each step.
  package let relativeOfY: [Double]
  /// ‖z_s - z_(s-1)‖ / ‖z_s‖ of each step.
  package let relativeOfZ: [Double]
  /// The larger of the two.
  package let relative: [Double]
  /// The long-run behavior of the states.
  package let regime: Regime
  /// The step from which on every change is within the tolerance; nil if there is none.
  package let convergenceStep: Int?
  /// The contraction rate, the factor of ‖Δz‖ in a step; nil if there are too few steps.
  ///
  /// It is e^(least-squares slope of ln ‖Δz_s‖) over the later half of the steps before the first
  /// whose relative change is below the resolution of float32.
  package let rate: Double?
  /// The step from which on the answer is the final one.
  package let answerStep: Int

  /// The dynamics of one sequence, whose answer is at the positions `answerRange`.
  package init(
    _ trajectory: Trajectory, of sequence: Int, answerRange: Range<Int>,
    _ thresholds: Thresholds = Thresholds()
  ) {
    let steps = 1...trajectory.depth
    let (answer, latents) = (
      [trajectory.architecture.answerKind], trajectory.architecture.latentKinds
    )
    func delta(_ kinds: [StateID.Kind], _ step: Int, back: Int = 1) -> StateDelta {
      trajectory.delta(of: kinds, of: sequence, from: step - back, to: step)
    }
    func relative(_ step: Int, back: Int) -> Double {
      [answer, latents].map { delta($0, step, back: back).relative }
        .reduce(0) { $1.isNaN ? .nan : max($0, $1) }
    }
    let (ys, zs) = (steps.map { delta(answer, $0) }, steps.map { delta(latents, $0) })
    (changesOfY, relativeOfY) = (ys.map(\.absolute), ys.map(\.relative))
    (changesOfZ, relativeOfZ) = (zs.map(\.absolute), zs.map(\.relative))
    let moved = steps.map { relative($0, back: 1) }
    self.relative = moved
    let unconverged = moved.lastIndex { !($0 <= thresholds.tolerance) }
    let first = unconverged.map { $0 + 2 } ?? 1
    convergenceStep = first <= trajectory.depth ? first : nil
    let end = moved.firstIndex { $0 < Thresholds.resolution } ?? moved.count
    let late = changesOfZ[min(end / 2, max(end - 3, 0))..<end]
    let rate = Self.slope(late.map { log($0) }).map { exp($0) }
    self.rate = rate
    let last = trajectory.tokens(of: sequence, after: trajectory.depth)
    let other = steps.last { step in
      let tokens = trajectory.tokens(of: sequence, after: step)
      return !answerRange.allSatisfy {
        tokens[tokens.startIndex + $0] == last[last.startIndex + $0]
      }
    }
    answerStep = (other ?? 0) + 1
    regime = Self.regime(
      moved, thresholds, convergenceStep: convergenceStep, rate: rate, returning: relative)
  }

  private static func regime(
    _ moved: [Double], _ thresholds: Thresholds, convergenceStep: Int?, rate: Double?,
    returning: (_ step: Int, _ back: Int) -> Double
  ) -> Regime {
    let depth = moved.count
    guard moved.allSatisfy(\.isFinite) else { return .nonfinite }
    if let convergenceStep, convergenceStep <= max(depth - thresholds.steps + 1, 1) {
      return .converged
    }
    for period in 2..<max(min(thresholds.longestPeriod, depth / 3) + 1, 2) {
      let isBack = (depth - 2 * period + 1...depth).allSatisfy {
        returning($0, period) <= thresholds.tolerance
      }
      if isBack { return .oscillating(period) }
    }
    return rate ?? 1 < Thresholds.convergingRate ? .converging : .aperiodic
  }

  /// ‖Δz_(s+1)‖ / ‖Δz_s‖, from the second step on.
  package var ratios: [Double] {
    zip(changesOfZ, changesOfZ.dropFirst()).map { $1 / $0 }
  }

  /// The finite-time Lyapunov exponent per step from the relative distances of a perturbed run: the
  /// slope of their logarithms; nil if too few are between the resolution of float32 and 1/3.
  package static func exponent(of distances: [Double]) -> Double? {
    let growing = distances.dropFirst().prefix { $0 > Thresholds.resolution / 10 && $0 < 1.0 / 3 }
    return slope(growing.map { log($0) })
  }

  /// The least-squares slope of values at 0, 1, 2 and so on; nil for fewer than three or a
  /// non-finite one.
  static func slope(_ values: [Double]) -> Double? {
    guard values.count >= 3, values.allSatisfy(\.isFinite) else { return nil }
    let middle = Double(values.count - 1) / 2
    let mean = values.reduce(0, +) / Double(values.count)
    var (product, square) = (0.0, 0.0)
    for (index, value) in values.enumerated() {
      let x = Double(index) - middle
      product += x * (value - mean)
      square += x * x
    }
    return product / square
  }
}
