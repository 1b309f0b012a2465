// The change between two values of a state.

/// ‖now - before‖, and that over ‖now‖.
package struct StateDelta: Equatable, Sendable {
  /// ‖now - before‖.
  package let absolute: Double
  /// ‖now - before‖ / ‖now‖.
  package let relative: Double

  /// The change of the first of some states, which the heads read, and of all others together; the same
  /// if there are none.
  static func changes<Before: Sequence<Float>, Now: Sequence<Float>>(
    from before: [Before], to now: [Now]
  ) -> (y: StateDelta, z: StateDelta) {
    let y = StateDelta(from: before[0], to: now[0])
    guard before.count > 1 else { return (y, y) }
    return (y, StateDelta(from: before.dropFirst().joined(), to: now.dropFirst().joined()))
  }

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
