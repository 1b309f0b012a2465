// A network's configuration from its weights' shapes and what else is known. Whatever is neither
// there nor known is guessed by the official defaults, and each guess is told.

internal import Network
internal import Storage

/// Why a configuration can't be deduced, ending with what to do.
struct DeductionFault: Error {
  let reason: String
}

/// A configuration, and what was guessed for it.
struct ConfigurationInference {
  private(set) var configuration: Configuration
  /// Each guess as a sentence.
  private(set) var guesses: [String] = []

  /// The configuration of a network whose parameters have these shapes.
  ///
  /// - Throws: `DeductionFault` that lists what is missing or asks for what can't be told.
  init(_ shapes: [String: [Int]], known: ConfigurationOverrides) throws(DeductionFault) {
    if let cell = Self.cell(shapes) {
      configuration = cell
      configuration.inner = known.inner ?? 6
      configuration.depth = known.depth ?? 3
      configuration.cycles = known.cycles ?? 1
      if known.inner == nil { guess("inner 6", "inner") }
      if known.depth == nil { guess("depth 3", "depth") }
      return
    }
    let sizes = try Sizes(shapes)
    if let width = known.width, width != sizes.width {
      throw DeductionFault(
        reason: "its settings are for hidden_size \(width), its weights have \(sizes.width); "
          + "put the right all_config.yaml beside it")
    }
    configuration = Configuration(
      vocabulary: sizes.vocabulary, length: 1, width: sizes.width, layers: sizes.layers,
      innerWidth: sizes.innerWidth, mixing: sizes.mixerWidth > 0 ? .mixer : .attention,
      mixerWidth: sizes.mixerWidth, puzzleWidth: sizes.puzzleWidth, puzzles: sizes.puzzles)
    try setHeads(known)
    setPositions(sizes, known)
    try setLengths(sizes, known)
    setEffort(known)
    configuration.rotaryBase = known.rotaryBase ?? configuration.rotaryBase
    configuration.window = known.window ?? 0
    configuration.epsilon = known.epsilon ?? configuration.epsilon
  }

  /// A network that is one tanh cell for sums of two digits, if these are its parameters.
  private static func cell(_ shapes: [String: [Int]]) -> Configuration? {
    guard Set(shapes.keys).isSuperset(of: ["fc1.weight", "fc_y.weight", "fc_z.weight"]),
      let answers = shapes["fc_y.weight"], answers.count == 2
    else { return nil }
    return Configuration(
      vocabulary: answers[0], length: 2, width: answers[1], layers: 1, innerWidth: 1,
      mixing: .cell, positions: .none)
  }

  private mutating func guess(_ what: String, _ option: String) {
    guesses.append("guessed \(what); --\(option) says otherwise")
  }

  /// Heads can't be told from shapes: 64 wide as in the official settings.
  private mutating func setHeads(_ known: ConfigurationOverrides) throws(DeductionFault) {
    let width = configuration.width
    if let heads = known.heads {
      configuration.heads = heads
      if configuration.mixing == .mixer && !width.isMultiple(of: max(heads, 1)) {
        configuration.heads = 1
      }
    } else if configuration.mixing == .mixer {
      configuration.heads = 1
    } else if width.isMultiple(of: 64) {
      configuration.heads = width / 64
      guess("heads \(width / 64) (64 wide each)", "heads")
    } else {
      throw DeductionFault(
        reason: "its shapes don't tell the number of attention heads; give --heads")
    }
  }

  private mutating func setPositions(_ sizes: Sizes, _ known: ConfigurationOverrides) {
    if sizes.isPositionLearned {
      configuration.positions = .learned
    } else if configuration.mixing == .mixer {
      // Rotary positions turn queries and keys, which a mixer hasn't.
      configuration.positions = .none
    } else if let positions = known.positions, positions != .learned {
      configuration.positions = positions
    } else {
      configuration.positions = .rotary
      guess("rotary positions", "positions")
    }
  }

  /// P and L, of which shapes tell at most the sum.
  private mutating func setLengths(_ sizes: Sizes, _ known: ConfigurationOverrides)
    throws(DeductionFault)
  {
    let usual = [11: 81, 6: 900, 12: 900][configuration.vocabulary]
    var length = known.length
    let least = (sizes.puzzleWidth + sizes.width - 1) / max(sizes.width, 1)
    var prefix = known.prefix.map { $0 == 0 ? least : $0 }
    if sizes.puzzleWidth == 0 { prefix = 0 }
    if length == nil && prefix == nil, let sequence = sizes.sequence, let usual, usual <= sequence {
      length = usual
      guess("length \(usual) (that of vocabulary \(configuration.vocabulary))", "length")
    }
    if prefix == nil, let length, let sequence = sizes.sequence, sequence >= length {
      prefix = sequence - length
    }
    if prefix == nil {
      prefix = max(16, least)
      guess("prefix \(max(16, least)), as in the official settings", "prefix")
    }
    if length == nil, let sequence = sizes.sequence, let prefix, sequence > prefix {
      length = sequence - prefix
    }
    if length == nil, let usual {
      length = usual
      guess("length \(usual) (that of vocabulary \(configuration.vocabulary))", "length")
    }
    for (name, value) in [("length", length), ("prefix", prefix)] {
      guard let value, !(0...1 << 20).contains(value) else { continue }
      throw DeductionFault(reason: "its \(name) can't be \(value); correct --\(name)")
    }
    guard let length, let prefix else {
      throw DeductionFault(
        reason: "its shapes don't tell how many tokens a question has; give --length, or put the "
          + "data set's dataset.json beside it")
    }
    if let sequence = sizes.sequence, sequence != length + prefix {
      throw DeductionFault(
        reason: "it has \(sequence) positions, not \(prefix) of a prefix and \(length) tokens; "
          + "correct --prefix or --length, or the settings beside it")
    }
    configuration.length = length
    configuration.prefix = prefix
  }

  private mutating func setEffort(_ known: ConfigurationOverrides) {
    configuration.cycles = known.cycles ?? 3
    if known.cycles == nil { guess("cycles 3", "cycles") }
    // Trained with 4 and run with 6, an ARC network loses most of its answers.
    let isGrid = [6, 12].contains(configuration.vocabulary)
    configuration.inner = known.inner ?? (isGrid ? 4 : 6)
    if known.inner == nil {
      let task = [6: "mazes", 11: "Sudoku", 12: "ARC"][configuration.vocabulary]
      let source = task.map { " (as for \($0), by its vocabulary)" } ?? ""
      guess("inner \(configuration.inner)\(source)", "inner")
    }
    configuration.depth = known.depth ?? 16
    if known.depth == nil { guess("depth 16", "depth") }
  }
}

/// What shapes tell.
private struct Sizes {
  let vocabulary: Int
  let width: Int
  let layers: Int
  let innerWidth: Int
  /// 0 for attention.
  let mixerWidth: Int
  /// P + L, where a mixer or learned positions tell.
  let sequence: Int?
  let isPositionLearned: Bool
  let puzzles: Int
  let puzzleWidth: Int

  init(_ shapes: [String: [Int]]) throws(DeductionFault) {
    func matrix(_ key: String) -> (rows: Int, columns: Int)? {
      // An empty tensor may claim extents that no sum could hold.
      guard let shape = shapes[key], shape.count == 2, shape.allSatisfy({ $0 <= 1 << 28 }) else {
        return nil
      }
      return (shape[0], shape[1])
    }
    let first = "L_level.layers.0."
    let wanted = ["embed_tokens.embedding_weight", first + "mlp.gate_up_proj.weight"]
    let missing = wanted.filter { matrix($0) == nil }
    guard missing.isEmpty, let tokens = matrix(wanted[0]), let gate = matrix(wanted[1]) else {
      let names = shapes.keys.sorted()
      let listed = names.prefix(20).map { legible($0) }.joined(separator: ", ")
      throw DeductionFault(
        reason: "is no network of this kind: it lacks \(missing.joined(separator: " and ")); it "
          + "holds \(listed.isEmpty ? "no tensors" : listed)"
          + (names.count > 20 ? " and \(names.count - 20) more" : "")
          + "; load a checkpoint of the official code")
    }
    (vocabulary, width) = (tokens.rows, tokens.columns)
    innerWidth = gate.rows / 2
    let numbers = shapes.keys.compactMap { key -> Int? in
      guard key.hasPrefix("L_level.layers.") else { return nil }
      return Int(key.dropFirst("L_level.layers.".count).prefix { $0 != "." })
    }
    // No file names more layers than it has tensors.
    layers = min((numbers.max() ?? 0), shapes.count) + 1
    let mixer = matrix(first + "mlp_t.gate_up_proj.weight")
    mixerWidth = mixer.map { $0.rows / 2 } ?? 0
    let positions = matrix("embed_pos.embedding_weight")
    isPositionLearned = positions != nil
    sequence = mixer?.columns ?? positions?.rows
    let table = matrix("puzzle_emb.weights")
    puzzles = table?.rows ?? 0
    puzzleWidth = table?.columns ?? 0
  }
}
