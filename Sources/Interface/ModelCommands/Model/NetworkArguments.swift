// The shape of a new network, as options of `new`.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Puzzles

/// The layers of a network.
struct NetworkArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "D: the width of y, z and x; 64, or 96 with --units.")
  var width: Int?
  @OptionGroup var kind: KindArguments
  @Option(
    parsing: .unconditional,
    help: "Inner width of the SwiGLU; 0 for the paper's 8/3 D, rounded up to a multiple of 32.")
  var innerWidth = 0
  @Option(help: "How positions are mixed; a mixer for grids if left out, attention for others.")
  var mixing: Choice<Configuration.Mixing>?
  @Option(
    parsing: .unconditional,
    help: "Inner width of the mixer; 0 for twice the positions, rounded up to a multiple of 32.")
  var mixerWidth = 0
  @Option(parsing: .unconditional, help: "Attention heads; 2, or 4 with --reach, 6 with --units.")
  var heads: Int?
  @Option(
    parsing: .unconditional,
    help: "Attention window to either side; 0 for unlimited. The first position always sees all.")
  var window = 0
  @Flag(help: "Attention heads see, in turn, the row, the column and the box of a cell.")
  var units = false
  @Option(
    parsing: .unconditional,
    help: "Attention heads see, in turn, so many cells up, down, left and right.")
  var reach = 0
  @Option(
    parsing: .unconditional,
    help: "Positions before the tokens, which all see; 1 for --units and --reach, else 0.")
  var prefix: Int?
  @Option(help: "Position encoding; rotary for attention to a line, else none.")
  var positions: Choice<Configuration.Positions>?
  @Option(parsing: .unconditional, help: "The rotary embedding's base.") var rotaryBase: Float = 100

  /// The configuration for a puzzle.
  ///
  /// - Throws: `Diagnostic` where a number is out of range.
  func configuration(
    of made: any Puzzle, depth: Int, cycles: Int, inner: Int?
  ) throws -> Configuration {
    func rounded(_ value: Int) -> Int { (value + 31) / 32 * 32 }
    let width = width ?? (units ? 96 : 64)
    for (name, value) in [
      ("width", width), ("inner-width", innerWidth), ("mixer-width", mixerWidth),
    ]
    where value < 0 || value > 1 << 16 {
      throw Diagnostic(
        .usage, "invalid value '\(value)' for '--\(name)'", about: .option("--\(name)"),
        hint: "at most 65536")
    }
    // Full attention learns grids many times more slowly.
    let isGrid = units || reach > 0
    let mixing = mixing?.value ?? (made.gridWidth == nil || isGrid ? .attention : .mixer)
    guard !isGrid || made.gridWidth != nil else {
      throw Diagnostic(
        .usage, "the tokens of \(made.name) are no grid",
        about: .option(units ? "--units" : "--reach"))
    }
    guard !units || made.gridBlock > 0 else {
      throw Diagnostic(
        .usage, "the grid of \(made.name) has no boxes", about: .option("--units"),
        hint: "--reach 1")
    }
    guard mixing.isTrainable else {
      throw Diagnostic(
        .usage, "networks of the kind 'cell' can be loaded, but not created or trained",
        hint: "--mixing attention or mixer")
    }
    let isMixer = mixing == .mixer
    let network = kind.network?.value ?? .trm
    let puzzleWidth = try kind.puzzleWidth(default: width)
    return Configuration(
      vocabulary: made.vocabulary.count, length: made.length, width: width, layers: kind.layers,
      innerWidth: innerWidth > 0 ? innerWidth : rounded(width * 8 / 3), mixing: mixing,
      mixerWidth: !isMixer ? 0 : mixerWidth > 0 ? mixerWidth : rounded(made.length * 2),
      heads: heads ?? (units ? 6 : reach > 0 ? 4 : 2), window: window,
      gridWidth: isGrid ? made.gridWidth ?? 0 : 0,
      gridBlock: units ? made.gridBlock : 0, gridReach: reach,
      positions: isMixer && positions?.value == .rotary
        ? .none : positions?.value ?? (isMixer || isGrid ? .none : .rotary),
      rotaryBase: rotaryBase,
      prefix: prefix
        ?? max(isGrid ? 1 : 0, (puzzleWidth + width - 1) / max(width, 1)),
      puzzleWidth: puzzleWidth, puzzles: kind.puzzles,
      inner: inner ?? network.architecture.nearestInner(to: network.usualInner),
      cycles: cycles, depth: depth, network: network, highLayers: try kind.layersOfH())
  }
}

/// The kind of a new network, its layers and its puzzle embeddings.
struct KindArguments: ParsableArguments {
  @Option(help: "The kind of network; trm if left out.") var network: Choice<NetworkKind>?
  @Option(parsing: .unconditional, help: "Layers of HRM's H module; as many as its L if left out.")
  var highLayers: Int?

  @Option(parsing: .unconditional, help: "Layers of the network, or of each of its modules.")
  var layers = 1
  @Option(
    parsing: .unconditional,
    help: "Puzzle embeddings, of which the first is the blank one; 0 for none.")
  var puzzles = 0
  @Option(parsing: .unconditional, help: "Width of a puzzle embedding; D if left out.")
  var puzzleWidth: Int?

  /// The width of a puzzle embedding; 0 without any.
  ///
  /// - Throws: `Diagnostic` if a number is out of range.
  func puzzleWidth(default standard: Int) throws -> Int {
    let width = puzzleWidth ?? standard
    for (name, value, range) in [
      ("puzzles", puzzles, 0...1 << 24), ("puzzle-width", width, 1...1 << 16),
    ]
    where !range.contains(value) {
      throw Diagnostic(
        .usage, "invalid value '\(value)' for '--\(name)'", about: .option("--\(name)"),
        hint: "give \(range.lowerBound) to \(range.upperBound)")
    }
    return puzzles > 0 ? width : 0
  }

  /// The number of layers of an H module if it isn't that of the L module; 0 otherwise.
  ///
  /// - Throws: `Diagnostic` if there is no such module.
  func layersOfH() throws -> Int {
    guard let highLayers else { return 0 }
    guard network?.value.architecture.modules.count ?? 1 > 1, highLayers > 0 else {
      throw Diagnostic(
        .usage, "invalid value '\(highLayers)' for '--high-layers'",
        about: .option("--high-layers"),
        hint: "only --network hrm has an H module, of 1 layer or more")
    }
    return highLayers == layers ? 0 : highLayers
  }
}
