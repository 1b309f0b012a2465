// The change between two values of a state.

/// ‖now - before‖, and that over ‖now‖.
package struct StateDelta: Equatable, Sendable {
  /// ‖now - before‖.
  package let absolute: Double
  /// ‖now - before‖ / ‖now‖.
  package let relative: Double

  /// The change between two states of the same size, summed in float64.
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
