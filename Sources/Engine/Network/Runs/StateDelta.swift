// How far a state went from one moment to another.

/// ‖now - before‖, and that over ‖now‖.
package struct StateDelta: Equatable, Sendable {
  /// ‖now - before‖.
  package let absolute: Double
  /// ‖now - before‖ / ‖now‖.
  package let relative: Double

  /// The way between two states of one size, summed in float64.
  package init(from before: some Sequence<Float>, to now: some Sequence<Float>) {
    var (difference, square) = (0.0, 0.0)
    for (now, before) in zip(now, before) {
      let delta = Double(now) - Double(before)
      difference += delta * delta
      square += Double(now) * Double(now)
    }
    absolute = difference.squareRoot()
    relative = (difference / max(square, 1e-30)).squareRoot()
  }
}
