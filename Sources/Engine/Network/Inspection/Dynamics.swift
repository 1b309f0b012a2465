// What a sequence's states do in the long run: come to rest, go round, or neither.

internal import Platform

/// How one sequence of a trajectory moves, and where that leads.
package struct Dynamics: Equatable, Sendable {
  /// What the states do in the end.
  package enum Regime: Equatable, Hashable, Sendable {
    /// They have come to rest.
    case converged
    /// They come back after so many steps, 2 or more.
    case oscillating(Int)
    /// Neither, but each step moves them less than the one before.
    case converging
    /// None of these.
    case aperiodic
    /// They are no finite numbers.
    case nonfinite
  }

  /// From where on states count as the same.
  package struct Thresholds: Equatable, Sendable {
    /// ε: the relative change below which a state has come to rest, or has come back.
    package var within: Double
    /// Steps at the end for which that must hold; of a cycle, twice round.
    package var steps: Int
    /// The longest cycle that is looked for.
    package var longest: Int

    /// The distance relative to ‖z‖ below which float32 says nothing more.
    package static let floor = 1e-5
    /// The contraction rate below which states that have not come to rest count as settling.
    package static let converging = 0.98

    /// Thresholds; without arguments 0.001, three steps, sixteen steps.
    package init(within: Double = 1e-3, steps: Int = 3, longest: Int = 16) {
      self.within = within
      self.steps = steps
      self.longest = longest
    }
  }

  /// ‖y_s - y_(s-1)‖ of each step.
  package let changesOfY: [Double]
  /// ‖z_s - z_(s-1)‖ of each step.
  package let changesOfZ: [Double]
  /// The larger of both relative to ‖y_s‖ and ‖z_s‖.
  package let relative: [Double]
  /// What the states do in the end.
  package let regime: Regime
  /// The step from which on every change is below the threshold; nil where it never is.
  package let settled: Int?
  /// The contraction rate: by what ‖Δz‖ is multiplied in a step; nil where too few steps tell.
  ///
  /// e to the slope of the line through ln ‖Δz_s‖ by least squares, over the later half of the steps
  /// before the first whose relative change is below what float32 resolves.
  package let rate: Double?
  /// The step from which on the answer is the last one.
  package let answered: Int

  /// What one sequence of a trajectory does; the answer stands at the positions `asked`.
  package init(
    _ trajectory: Trajectory, of sequence: Int, asked: Range<Int>,
    _ thresholds: Thresholds = Thresholds()
  ) {
    let steps = 1...trajectory.depth
    func movement(_ kind: StateID.Kind, _ step: Int, back: Int = 1) -> StateDelta {
      StateDelta(
        from: trajectory.state(kind, of: sequence, after: step - back),
        to: trajectory.state(kind, of: sequence, after: step))
    }
    func relative(_ step: Int, back: Int) -> Double {
      [StateID.Kind.y, .z].map { movement($0, step, back: back).relative }
        .reduce(0) { $1.isNaN ? .nan : max($0, $1) }
    }
    changesOfY = steps.map { movement(.y, $0).absolute }
    changesOfZ = steps.map { movement(.z, $0).absolute }
    let moved = steps.map { relative($0, back: 1) }
    self.relative = moved
    let restless = moved.lastIndex { !($0 <= thresholds.within) }
    let first = restless.map { $0 + 2 } ?? 1
    settled = first <= trajectory.depth ? first : nil
    let end = moved.firstIndex { $0 < Thresholds.floor } ?? moved.count
    let late = changesOfZ[min(end / 2, max(end - 3, 0))..<end]
    let rate = Self.slope(late.map { log($0) }).map { exp($0) }
    self.rate = rate
    let last = trajectory.tokens(of: sequence, after: trajectory.depth)
    let other = steps.last { step in
      let tokens = trajectory.tokens(of: sequence, after: step)
      return !asked.allSatisfy {
        tokens[tokens.startIndex + $0] == last[last.startIndex + $0]
      }
    }
    answered = (other ?? 0) + 1
    regime = Self.regime(moved, thresholds, settled: settled, rate: rate, returning: relative)
  }

  private static func regime(
    _ moved: [Double], _ thresholds: Thresholds, settled: Int?, rate: Double?,
    returning: (_ step: Int, _ back: Int) -> Double
  ) -> Regime {
    let depth = moved.count
    guard moved.allSatisfy(\.isFinite) else { return .nonfinite }
    if let settled, settled <= max(depth - thresholds.steps + 1, 1) { return .converged }
    for period in 2..<max(min(thresholds.longest, depth / 3) + 1, 2) {
      let isBack = (depth - 2 * period + 1...depth).allSatisfy {
        returning($0, period) <= thresholds.within
      }
      if isBack { return .oscillating(period) }
    }
    return rate ?? 1 < Thresholds.converging ? .converging : .aperiodic
  }

  /// ‖Δz_(s+1)‖ / ‖Δz_s‖, from the second step on.
  package var ratios: [Double] {
    zip(changesOfZ, changesOfZ.dropFirst()).map { $1 / $0 }
  }

  /// The finite-time Lyapunov exponent a step of distances that began small, the start first: the slope
  /// of ln of them; nil where too few are between what float32 resolves and a third of ‖z‖.
  package static func exponent(of distances: [Double]) -> Double? {
    let growing = distances.dropFirst().prefix { $0 > Thresholds.floor / 10 && $0 < 1.0 / 3 }
    return slope(growing.map { log($0) })
  }

  /// The slope of the line through numbers at 0, 1, 2 and so on, by least squares; nil for fewer than
  /// three, or where one isn't finite.
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
