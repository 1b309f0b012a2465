// What a configuration must satisfy before memory is taken for it.

/// A configuration that no network can have: what is wrong with it, and what would be right.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The sentence for the user.
  package let description: String
}

extension Configuration {
  /// The largest number of weights that is accepted: 2^33, 32 GiB.
  static let largestWeightCount = 1 << 33

  /// Checks every number, so that a wrong file ends in a sentence and not in a crash.
  ///
  /// - Throws: `ConfigurationError` naming the first number that is wrong.
  package func validate() throws {
    func require(_ holds: Bool, _ message: @autoclosure () -> String) throws {
      if !holds { throw ConfigurationError(description: message()) }
    }
    let limit = 1 << 20
    let positive = [
      ("vocabulary", vocabulary), ("length", length), ("width", width), ("layers", layers),
      ("innerWidth", innerWidth), ("heads", heads), ("inner", inner), ("cycles", cycles),
      ("depth", depth),
    ]
    for (name, value) in positive {
      try require(value >= 1 && value <= limit, "\(name) is \(value); it must be 1 to \(limit)")
    }
    let natural = [
      ("mixerWidth", mixerWidth), ("prefix", prefix), ("puzzleWidth", puzzleWidth),
      ("window", window),
    ]
    for (name, value) in natural {
      try require(value >= 0 && value <= limit, "\(name) is \(value); it must be 0 to \(limit)")
    }
    try require(
      puzzles >= 0 && puzzles <= 1 << 28, "puzzles is \(puzzles); it must be 0 to \(1 << 28)")
    try require(width.isMultiple(of: heads), "width \(width) is not a multiple of heads \(heads)")
    try require(mixing != .mixer || mixerWidth >= 1, "a mixer needs a mixerWidth of at least 1")
    try require(
      window == 0 || mixing == .attention, "only attention has a window; mixing is \(mixing)")
    try require(
      mixing != .cell || vocabulary <= width && prefix == 0 && puzzles == 0,
      "a cell needs a width of at least its vocabulary, no prefix and no puzzles")
    try require(
      !(mixing == .attention && positions == .rotary) || headWidth.isMultiple(of: 2),
      "rotary positions need an even head width; width \(width) / heads \(heads) is \(headWidth)")
    try require(
      rotaryBase.isFinite && rotaryBase > 1, "rotaryBase is \(rotaryBase); it must be above 1")
    try require(
      epsilon.isFinite && epsilon > 0 && epsilon < 1,
      "epsilon is \(epsilon); it must be between 0 and 1")
    try require(
      (puzzleWidth == 0) == (puzzles == 0),
      "puzzleWidth is \(puzzleWidth) and puzzles is \(puzzles); both are 0 or neither")
    try require(
      puzzleWidth <= prefix * width,
      "a puzzle embedding of \(puzzleWidth) does not fit a prefix of \(prefix) x \(width)")
    try require(weightBound <= Self.largestWeightCount, "the network has too many weights")
  }

  /// The number of weights, saturating instead of overflowing.
  private var weightBound: Int {
    let d = Double(width), s = Double(sequence)
    let perLayer = 3 * d * Double(innerWidth) + 4 * d * d + 3 * s * Double(mixerWidth)
    let tables = 2 * d * Double(vocabulary) + d * s + Double(puzzles) * Double(puzzleWidth)
    let bound = perLayer * Double(layers) + tables + 4 * d
    return bound < 1e15 ? Int(bound) : Int.max
  }
}
