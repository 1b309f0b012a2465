// The checks of a configuration before memory is allocated for it.

internal import Wording

/// An invalid configuration or input: what is wrong, and what would be valid.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The message for the user.
  package let description: String
}

extension Configuration {
  /// The largest supported number of weights: 2^33, 32 GiB.
  static let largestWeightCount = 1 << 33

  /// Checks every number, so that an invalid file causes an error instead of a crash.
  ///
  /// - Throws: `ConfigurationError` for the first invalid number.
  package func validate() throws {
    func require(_ holds: Bool, _ message: @autoclosure () -> String) throws {
      if !holds { throw ConfigurationError(description: message()) }
    }
    let limit = 1 << 20
    let positive = [
      ("vocabulary", vocabulary), ("length", length), ("width", width), ("layers", layers),
      ("innerWidth", innerWidth), ("heads", heads), ("cycles", cycles),
      ("depth", depth),
    ]
    for (name, value) in positive {
      try require(
        value >= 1 && value <= limit, "invalid value '\(value)' for '\(name)' (1 to \(limit))")
    }
    let natural = [
      ("mixerWidth", mixerWidth), ("prefix", prefix), ("puzzleWidth", puzzleWidth),
      ("highLayers", highLayers),
      ("window", window), ("gridWidth", gridWidth), ("gridBlock", gridBlock),
      ("gridReach", gridReach),
    ]
    for (name, value) in natural {
      try require(
        value >= 0 && value <= limit, "invalid value '\(value)' for '\(name)' (0 to \(limit))")
    }
    try checkRecursion()
    try require(
      puzzles >= 0 && puzzles <= 1 << 28,
      "invalid value '\(puzzles)' for 'puzzles' (0 to \(1 << 28))")
    try require(width.isMultiple(of: heads), "width \(width) is not a multiple of heads \(heads)")
    try require(mixing != .mixer || mixerWidth >= 1, "a mixer needs a 'mixerWidth' of at least 1")
    try require(
      window == 0 || mixing == .attention, "only attention supports a window; mixing is \(mixing)")
    try require(
      gridWidth == 0 || mixing == .attention && length.isMultiple(of: gridWidth),
      "a grid of \(gridWidth) columns needs attention and whole rows; mixing is \(mixing), length "
        + "\(length)")
    try require(
      gridWidth == 0 ? gridBlock == 0 && gridReach == 0 : (gridBlock > 0) != (gridReach > 0),
      "the heads of a grid see either units, which gridBlock says, or directions, which gridReach "
        + "does")
    try require(
      gridBlock == 0
        || gridWidth.isMultiple(of: gridBlock) && (length / gridWidth).isMultiple(of: gridBlock),
      "boxes of side \(gridBlock) don't divide the grid")
    try require(
      gridWidth == 0 || window == 0 && heads >= gridKinds,
      "a grid needs at least \(counted(gridKinds, "head")) and no window")
    try require(
      gridKinds == 0 || listedKeys < 1 << 30,
      "the heads of a grid of \(counted(length, "cell")) see too many of them")
    try require(
      mixing != .cell
        || vocabulary <= width && prefix == 0 && puzzles == 0 && network == .trm && !learnsContinue,
      "a cell needs a width of at least its vocabulary, no prefix, no puzzles and network 'trm'")
    try require(
      !(mixing == .attention && positions == .rotary) || headWidth.isMultiple(of: 2),
      "rotary positions need an even head width; width \(width) / heads \(heads) is \(headWidth)")
    try require(
      rotaryBase.isFinite && rotaryBase > 1,
      "invalid value '\(rotaryBase)' for 'rotaryBase' (above 1)")
    try require(
      epsilon.isFinite && epsilon > 0 && epsilon < 1,
      "invalid value '\(epsilon)' for 'epsilon' (between 0 and 1)")
    try require(
      (puzzleWidth == 0) == (puzzles == 0),
      "puzzleWidth \(puzzleWidth) and puzzles \(puzzles) must both be 0 or both be positive")
    try require(
      puzzleWidth <= prefix * width,
      "a puzzle embedding of \(puzzleWidth) doesn't fit a prefix of \(prefix) × \(width)")
    try require(weightBound <= Self.largestWeightCount, "the network has too many weights")
  }

  /// Checks what depends on the kind of network.
  ///
  /// - Throws: `ConfigurationError` for the first invalid number.
  private func checkRecursion() throws {
    try Self.check(inner: inner, of: network)
    guard architecture.modules.count > 1 || highLayers == 0 else {
      throw ConfigurationError(
        description: "only a network with two modules has 'highLayers'; network is \(network)")
    }
  }

  /// Checks that a kind of network can make n inner updates.
  ///
  /// - Throws: `ConfigurationError` if it can't.
  package static func check(inner: Int, of network: NetworkKind) throws {
    let architecture = network.architecture
    guard !architecture.innerRange.contains(inner) else { return }
    throw ConfigurationError(
      description: "invalid value '\(inner)' for 'inner' "
        + (network == .trm
          ? "(1 to \(architecture.innerRange.upperBound))"
          : "(a network of kind '\(network)' \(architecture.innerSentence))"))
  }

  /// An upper bound of the number of weights; saturates instead of overflowing.
  private var weightBound: Int {
    let d = Double(width), s = Double(sequence)
    let perLayer = 3 * d * Double(innerWidth) + 4 * d * d + 3 * s * Double(mixerWidth)
    let tables = 2 * d * Double(vocabulary) + d * s + Double(puzzles) * Double(puzzleWidth)
    let bound =
      perLayer * Double(layersOfModules) + tables + Double(architecture.states.count + 2) * d
    return bound < 1e15 ? Int(bound) : Int.max
  }
}
