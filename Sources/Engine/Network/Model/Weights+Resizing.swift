// The same weights for questions of another length, or for another depth.

internal import Kernels

extension Configuration {
  /// Whether no weight belongs to a position, so that the network takes questions of any length.
  package var takesAnyLength: Bool { mixing == .attention && positions != .learned }
}

extension Weights {
  /// A copy for questions of `length` tokens, of a grid with so many columns if it is one.
  ///
  /// - Throws: `ConfigurationError` if weights belong to positions.
  package func resized(length: Int, gridWidth: Int?) throws -> Weights {
    guard configuration.takesAnyLength else {
      let reason =
        configuration.mixing == .attention
        ? "learned positions" : "a \(configuration.mixing.rawValue)"
      throw ConfigurationError(
        description: "a network with \(reason) takes only the \(configuration.length) positions "
          + "that it was made for, not \(length)")
    }
    var other = configuration
    other.length = length
    if other.gridWidth > 0 { other.gridWidth = gridWidth ?? 0 }
    return try Weights(other, values: values.copy())
  }

  /// The same numbers, not copied, in a network whose own depth is `depth` supervision steps.
  ///
  /// - Throws: `ConfigurationError` if there are too few or too many.
  package func withDepth(_ depth: Int) throws -> Weights {
    var other = configuration
    other.depth = depth
    return try Weights(
      other, values: FloatBuffer(borrowing: values.base, count: values.count, owner: self))
  }
}
