// The numbers that define a network: its shape and how often it is applied.

/// The shape of a recursive network and its default depth.
///
/// Letters, here and in every kernel: V vocabulary, L tokens, P prefix positions, S = P + L
/// positions, D width, I inner width of the swiGLU. Source: arXiv:2510.04871, section 4.
package struct Configuration: Codable, Equatable, Sendable, BitwiseCopyable {
  /// How a layer mixes information across positions.
  package enum Mixing: String, Codable, Sendable, CaseIterable, BitwiseCopyable {
    /// Multi-head self-attention, full and not causal.
    case attention
    /// A swiGLU over the positions of each feature (the official code's `mlp_t`).
    case mixer
    /// Not at all: one vector per question and one small tanh cell, without layers, embeddings or a
    /// halting head; see `CellEngine`.
    case cell
  }

  /// How the network encodes positions.
  package enum Positions: String, Codable, Sendable, CaseIterable, BitwiseCopyable {
    /// Rotary embedding of queries and keys; no effect in a mixer.
    case rotary
    /// A learned embedding of each position, added to the token's.
    case learned
    /// None: a mixer's weights are specific to positions.
    case none
  }

  /// The kind of network, which decides its states and the order of their updates.
  package var network: NetworkKind
  /// The number of layers of HRM's high-level module; 0 for as many as `layers`.
  package var highLayers: Int
  /// Whether the continue head is trained, and a run halts where halt exceeds continue; by default as
  /// the kind of network has it.
  package var learnsContinue: Bool
  /// V: the number of different tokens.
  package var vocabulary: Int
  /// L: the number of tokens in a question and its answer.
  package var length: Int
  /// D: the width of y, z and x at each position.
  package var width: Int
  /// The number of layers in the network (the paper's 2).
  package var layers: Int
  /// I: the inner width of the swiGLU over features.
  package var innerWidth: Int
  /// How a layer mixes positions.
  package var mixing: Mixing
  /// The inner width of the swiGLU over positions; 0 with attention.
  package var mixerWidth: Int
  /// The number of attention heads; D is a multiple of it.
  package var heads: Int
  /// The attention window: how far a position attends to either side; 0 for no limit.
  ///
  /// Position 0, which the halting head reads, attends to all positions, and all attend to the
  /// prefix. Other information propagates one window per update, so reach costs depth. Source:
  /// arXiv:2004.05150 (sliding window with global positions).
  package var window: Int
  /// The columns of the grid whose cells the tokens are, row by row; 0 for a line.
  ///
  /// In a grid each head sees only some cells, in turn those of one of the units or directions.
  package var gridWidth: Int
  /// The side of the boxes of a grid whose heads see units: the row, the column, the box; or 0.
  package var gridBlock: Int
  /// How far heads see into one of the directions up, down, left and right of a grid; or 0.
  package var gridReach: Int
  /// How positions are encoded.
  package var positions: Positions
  /// θ of the rotary embedding: pair i is rotated by position / θ^(2i / head width).
  package var rotaryBase: Float
  /// ε of the norms.
  package var epsilon: Float
  /// P: positions before the tokens, for the puzzle embedding.
  package var prefix: Int
  /// The width of a puzzle embedding; 0 for none.
  package var puzzleWidth: Int
  /// The number of puzzle embeddings.
  package var puzzles: Int
  /// n: inner updates in a cycle (the official `L_cycles`).
  package var inner: Int
  /// T: cycles in a supervision step (the official `H_cycles`).
  package var cycles: Int
  /// N_sup: supervision steps in a run (the official `halt_max_steps`).
  package var depth: Int

  /// A configuration from its parts; defaults are the paper's or the smallest that work.
  package init(
    vocabulary: Int, length: Int, width: Int, layers: Int = 2, innerWidth: Int,
    mixing: Mixing = .attention, mixerWidth: Int = 0, heads: Int = 1,
    window: Int = 0, gridWidth: Int = 0, gridBlock: Int = 0, gridReach: Int = 0,
    positions: Positions = .rotary,
    rotaryBase: Float = 10000,
    epsilon: Float = 1e-5, prefix: Int = 0, puzzleWidth: Int = 0, puzzles: Int = 0,
    inner: Int = 6, cycles: Int = 3, depth: Int = 16, network: NetworkKind = .trm,
    highLayers: Int = 0
  ) {
    self.network = network
    self.highLayers = highLayers
    learnsContinue = network.architecture.learnsContinue
    self.vocabulary = vocabulary
    self.length = length
    self.width = width
    self.layers = layers
    self.innerWidth = innerWidth
    self.mixing = mixing
    self.mixerWidth = mixerWidth
    self.heads = heads
    self.window = window
    self.gridWidth = gridWidth
    self.gridBlock = gridBlock
    self.gridReach = gridReach
    self.positions = positions
    self.rotaryBase = rotaryBase
    self.epsilon = epsilon
    self.prefix = prefix
    self.puzzleWidth = puzzleWidth
    self.puzzles = puzzles
    self.inner = inner
    self.cycles = cycles
    self.depth = depth
  }

  /// Its states, modules and updates.
  package var architecture: Architecture { network.architecture }

  /// The number of layers of a module.
  func layers(of module: Int) -> Int { module > 0 && highLayers > 0 ? highLayers : layers }

  /// The number of layers of all modules.
  var layersOfModules: Int { architecture.modules.indices.reduce(0) { $0 + layers(of: $1) } }

  /// S = P + L: the number of positions; 1 in a cell.
  package var sequence: Int { mixing == .cell ? 1 : prefix + length }

  /// The width of one attention head.
  package var headWidth: Int { width / max(heads, 1) }
}
