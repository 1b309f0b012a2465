// Infers a network's configuration from the shapes of its weights and known settings. The rest is
// guessed from the official defaults, and each guess is reported.

internal import Network
internal import Storage
internal import Wording

/// Why a configuration can't be inferred, with what to do.
struct ConfigurationInferenceError: Error {
  let reason: String
}

/// An inferred configuration and the guesses in it.
struct ConfigurationInference {
  /// The inferred configuration.
  private(set) var configuration: Configuration
  /// A message for each guess.
  private(set) var guesses: [String] = []

  /// Infers the configuration of a network from the shapes of its parameters and known settings.
  ///
  /// - Throws: `ConfigurationInferenceError` if parameters or settings are missing or
  ///   contradictory.
  init(_ shapes: [String: [Int]], _ settings: ConfigurationOverrides)
    throws(ConfigurationInferenceError)
  {
    if let cell = Self.cell(shapes) {
      configuration = cell
      configuration.inner = settings.inner ?? 6
      configuration.depth = settings.depth ?? 3
      configuration.cycles = settings.cycles ?? 1
      if settings.inner == nil { guess("inner 6", "inner") }
      if settings.depth == nil { guess("depth 3", "depth") }
      return
    }
    if let family = ForeignFamily(keys: shapes.keys) {
      throw ConfigurationInferenceError(
        reason:
          "is \(family.name), which needs \(family.missing); that isn't supported, load a network "
          + "of the official code, HRM or nano-trm")
    }
    let sizes = try Sizes(shapes)
    try Self.check(sizes, settings)
    configuration = Configuration(
      vocabulary: sizes.vocabulary, length: 1, width: sizes.width, layers: sizes.layers,
      innerWidth: sizes.innerWidth, mixing: sizes.mixerWidth > 0 ? .mixer : .attention,
      mixerWidth: sizes.mixerWidth, puzzleWidth: sizes.puzzleWidth, puzzles: sizes.puzzles,
      network: sizes.network,
      highLayers: sizes.highLayers == sizes.layers ? 0 : sizes.highLayers)
    if settings.learnsContinue == true, sizes.network != .baseline {
      configuration.learnsContinue = true
    }
    try setHeads(settings)
    setPositions(sizes, settings)
    try setLengths(sizes, settings)
    setRunLengths(settings)
    configuration.rotaryBase = settings.rotaryBase ?? configuration.rotaryBase
    configuration.window = settings.window ?? 0
    configuration.gridWidth = settings.gridWidth ?? 0
    configuration.gridBlock = settings.gridBlock ?? 0
    configuration.gridReach = settings.gridReach ?? 0
    configuration.epsilon = settings.epsilon ?? configuration.epsilon
  }

  /// Checks that settings agree with what shapes show.
  private static func check(_ sizes: Sizes, _ settings: ConfigurationOverrides)
    throws(ConfigurationInferenceError)
  {
    func require(_ holds: Bool, _ name: String, _ setting: String, _ weights: String)
      throws(ConfigurationInferenceError)
    {
      if !holds {
        throw ConfigurationInferenceError(
          reason: "its settings have \(name) \(setting), but its weights \(weights); "
            + "put the matching all_config.yaml beside it")
      }
    }
    if let width = settings.width {
      try require(width == sizes.width, "hidden_size", "\(width)", "\(sizes.width)")
    }
    if let network = settings.network {
      try require(
        network == sizes.network, "name", network.architecture.officialName,
        "are those of \(sizes.network.architecture.officialName)")
    }
    if let layers = settings.layers, sizes.network != .baseline {
      try require(layers == sizes.layers, "L_layers", "\(layers)", "\(sizes.layers)")
    }
    if let layers = settings.highLayers {
      let own = sizes.network == .baseline ? sizes.layers : sizes.highLayers
      try require(own == 0 || layers == own, "H_layers", "\(layers)", "\(own)")
    }
    if let mixes = settings.mixes {
      try require(
        mixes == (sizes.mixerWidth > 0), "mlp_t", "\(mixes)",
        sizes.mixerWidth > 0 ? "have a mixer" : "have attention")
    }
    if settings.positions == .learned {
      try require(
        sizes.isPositionLearned, "pos_encodings", "learned", "have no table of positions")
    }
  }

  /// The configuration of a single tanh cell for sums of two digits, if the parameters are its.
  private static func cell(_ shapes: [String: [Int]]) -> Configuration? {
    guard Set(shapes.keys).isSuperset(of: ["fc1.weight", "fc_y.weight", "fc_z.weight"]),
      let answers = shapes["fc_y.weight"], answers.count == 2
    else { return nil }
    return Configuration(
      vocabulary: answers[0], length: 2, width: answers[1], layers: 1, innerWidth: 1,
      mixing: .cell, positions: .none)
  }

  private mutating func guess(_ what: String, _ option: String) {
    guesses.append("guessed \(what); override with --\(option)")
  }

  /// Sets the number of heads, which shapes don't show: each is 64 wide by default, as officially.
  private mutating func setHeads(_ settings: ConfigurationOverrides)
    throws(ConfigurationInferenceError)
  {
    let width = configuration.width
    if let heads = settings.heads {
      configuration.heads = heads
      if configuration.mixing == .mixer && !width.isMultiple(of: max(heads, 1)) {
        configuration.heads = 1
      }
    } else if configuration.mixing == .mixer {
      configuration.heads = 1
    } else if width.isMultiple(of: 64), width > 0 {
      configuration.heads = width / 64
      guess("heads \(width / 64) (64 wide each)", "heads")
    } else {
      throw ConfigurationInferenceError(
        reason: "can't infer the number of attention heads; give --heads")
    }
  }

  private mutating func setPositions(_ sizes: Sizes, _ settings: ConfigurationOverrides) {
    if sizes.isPositionLearned {
      configuration.positions = .learned
    } else if configuration.mixing == .mixer {
      // Rotary positions rotate queries and keys, which a mixer doesn't have.
      configuration.positions = .none
    } else if let positions = settings.positions, positions != .learned {
      configuration.positions = positions
    } else {
      configuration.positions = .rotary
      guess("rotary positions", "positions")
    }
  }

  /// Sets P and L, of which shapes show at most the sum.
  private mutating func setLengths(_ sizes: Sizes, _ settings: ConfigurationOverrides)
    throws(ConfigurationInferenceError)
  {
    let usual = [11: 81, 6: 900, 12: 900][configuration.vocabulary]
    var length = settings.length
    let least = (sizes.puzzleWidth + sizes.width - 1) / max(sizes.width, 1)
    var prefix = settings.prefix.map { $0 == 0 ? least : $0 }
    // HRM and the baseline have just the positions that the embedding fills.
    if prefix == nil, !configuration.network.hasWidePrefix { prefix = least }
    // Without an embedding the official code has no prefix; a grid has a position that sees all.
    if sizes.puzzleWidth == 0 { prefix = settings.gridWidth ?? 0 > 0 ? prefix ?? 1 : 0 }
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
      throw ConfigurationInferenceError(
        reason: "invalid \(name) \(value); correct it with --\(name)")
    }
    guard let length, let prefix else {
      throw ConfigurationInferenceError(
        reason: "can't infer how many tokens a question has; give --length, or put the data set's "
          + "dataset.json beside it")
    }
    if let sequence = sizes.sequence, sequence != length + prefix {
      throw ConfigurationInferenceError(
        reason:
          "it has \(counted(sequence, "position")), not a prefix of \(prefix) and \(counted(length, "token")); "
          + "correct --prefix or --length, or the settings beside it")
    }
    configuration.length = length
    configuration.prefix = prefix
  }

  private mutating func setRunLengths(_ settings: ConfigurationOverrides) {
    let network = configuration.network
    // The baseline's settings have cycles, which it doesn't use.
    configuration.cycles = network == .baseline ? 1 : settings.cycles ?? (network == .hrm ? 2 : 3)
    if network != .baseline && settings.cycles == nil {
      guess("cycles \(configuration.cycles)", "cycles")
    }
    setInner(settings)
    configuration.depth = settings.depth ?? 16
    if settings.depth == nil { guess("depth 16", "depth") }
  }

  private mutating func setInner(_ settings: ConfigurationOverrides) {
    switch configuration.network {
    case .baseline: configuration.inner = 0
    case .hrm:
      configuration.inner = settings.inner ?? 2
      if settings.inner == nil { guess("inner 2", "inner") }
    case .trm, .singlez, .hier6:
      // An ARC network that was trained with n = 4 loses most of its accuracy with 6.
      let isGrid = [6, 12].contains(configuration.vocabulary)
      configuration.inner = settings.inner ?? (isGrid ? 4 : 6)
      if settings.inner == nil {
        let task = [6: "mazes", 11: "Sudoku", 12: "ARC"][configuration.vocabulary]
        let source = task.map { " (as for \($0), by its vocabulary)" } ?? ""
        guess("inner \(configuration.inner)\(source)", "inner")
      }
    }
  }
}

/// The sizes that shapes show.
private struct Sizes {
  let vocabulary: Int
  let width: Int
  let network: NetworkKind
  let layers: Int
  /// The number of layers of HRM's high-level module; 0 in other networks.
  let highLayers: Int
  let innerWidth: Int
  /// The inner width of the position mixer; 0 for attention.
  let mixerWidth: Int
  /// P + L, from a mixer or learned positions; nil otherwise.
  let sequence: Int?
  let isPositionLearned: Bool
  let puzzles: Int
  let puzzleWidth: Int

  init(_ shapes: [String: [Int]]) throws(ConfigurationInferenceError) {
    func matrix(_ key: String) -> (rows: Int, columns: Int)? {
      // An empty tensor can have extents whose sums overflow.
      guard let shape = shapes[key], shape.count == 2, shape.allSatisfy({ $0 <= 1 << 28 }) else {
        return nil
      }
      return (shape[0], shape[1])
    }
    let network = NetworkKind(keys: shapes.keys)
    self.network = network
    let modules = network.architecture.modules
    let first = modules[0] + ".layers.0."
    let wanted = ["embed_tokens.embedding_weight", first + "mlp.gate_up_proj.weight"]
    let missing = wanted.filter { matrix($0) == nil }
    guard missing.isEmpty, let tokens = matrix(wanted[0]), let gate = matrix(wanted[1]) else {
      let names = shapes.keys.sorted()
      let listed = names.prefix(20).map { legible($0) }.joined(separator: ", ")
      throw ConfigurationInferenceError(
        reason: "isn't a network of this kind: it lacks \(missing.joined(separator: " and ")); it "
          + "holds \(listed.isEmpty ? "no tensors" : listed)"
          + (names.count > 20 ? " and \(names.count - 20) more" : "")
          + "; load a checkpoint of the official code")
    }
    (vocabulary, width) = (tokens.rows, tokens.columns)
    innerWidth = gate.rows / 2
    func layerCount(of module: String) -> Int {
      let numbers = shapes.keys.compactMap { key -> Int? in
        guard key.hasPrefix(module + ".layers.") else { return nil }
        return Int(key.dropFirst(module.count + ".layers.".count).prefix { $0 != "." })
      }
      // At most one layer a tensor, so that a name can't ask for a huge network.
      return min((numbers.max() ?? 0), shapes.count) + 1
    }
    layers = layerCount(of: modules[0])
    highLayers = modules.count > 1 ? layerCount(of: modules[1]) : 0
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
