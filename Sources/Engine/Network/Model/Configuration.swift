// The numbers that define a network: its shape and how often it is applied. No weights, no state.

/// The shape of a recursive network and the depth it was made for.
///
/// Letters, here and in every kernel: V vocabulary, L tokens, P prefix positions, S = P + L
/// positions, D width, I inner width of the swiGLU. Source: arXiv:2510.04871, section 4.
package struct Configuration: Codable, Equatable, Sendable, BitwiseCopyable {
  /// How a layer lets positions exchange information.
  package enum Mixing: String, Codable, Sendable, CaseIterable, BitwiseCopyable {
    /// Multi-head self-attention, full and not causal.
    case attention
    /// A swiGLU over the positions of each feature (the official code's `mlp_t`).
    case mixer
    /// Not at all: one vector a question, through one small tanh cell. It has no layers, no
    /// embeddings and no halting head; see `CellEngine`.
    case cell
  }

  /// How the network learns where a token stands.
  package enum Positions: String, Codable, Sendable, CaseIterable, BitwiseCopyable {
    /// Rotary embedding of queries and keys. Without effect in a mixer.
    case rotary
    /// A learned vector for each position, added to the token's.
    case learned
    /// Not at all: a mixer's weights tell positions apart.
    case none
  }

  /// V: the number of tokens the network knows.
  package var vocabulary: Int
  /// L: the number of tokens in a question and its answer.
  package var length: Int
  /// D: the width of y, z and x at each position.
  package var width: Int
  /// The number of layers in the network (the paper's 2).
  package var layers: Int
  /// I: the inner width of the swiGLU over features.
  package var innerWidth: Int
  /// The block's way to mix positions.
  package var mixing: Mixing
  /// The inner width of the swiGLU over positions; 0 with attention.
  package var mixerWidth: Int
  /// The number of attention heads; D is a multiple of it.
  package var heads: Int
  /// How far a position sees to either side; 0 for all.
  ///
  /// Position 0, from which the halting head reads, sees all; the prefix is seen by all. Anything
  /// else that is further away takes an update for each window on its way: reach costs depth.
  /// Source: arXiv:2004.05150 (sliding window with global positions).
  package var window: Int
  /// The way positions are told apart.
  package var positions: Positions
  /// θ of the rotary embedding: dimension i turns by position / θ^(2i / head width).
  package var rotaryBase: Float
  /// ε of the norms.
  package var epsilon: Float
  /// P: positions before the tokens that hold the puzzle embedding.
  package var prefix: Int
  /// Floats of a puzzle embedding; 0 for none.
  package var puzzleWidth: Int
  /// The number of puzzle embeddings.
  package var puzzles: Int
  /// n: updates of z in a cycle (the official `L_cycles`).
  package var inner: Int
  /// T: cycles in a supervision step (the official `H_cycles`).
  package var cycles: Int
  /// N_sup: supervision steps in a run (the official `halt_max_steps`).
  package var depth: Int

  /// A configuration from its parts; what is not named is the paper's or the smallest that works.
  package init(
    vocabulary: Int, length: Int, width: Int, layers: Int = 2, innerWidth: Int,
    mixing: Mixing = .attention, mixerWidth: Int = 0, heads: Int = 1,
    window: Int = 0, positions: Positions = .rotary, rotaryBase: Float = 10000,
    epsilon: Float = 1e-5, prefix: Int = 0, puzzleWidth: Int = 0, puzzles: Int = 0,
    inner: Int = 6, cycles: Int = 3, depth: Int = 16
  ) {
    self.vocabulary = vocabulary
    self.length = length
    self.width = width
    self.layers = layers
    self.innerWidth = innerWidth
    self.mixing = mixing
    self.mixerWidth = mixerWidth
    self.heads = heads
    self.window = window
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

  /// S = P + L: the positions that the network sees; one in a cell.
  package var sequence: Int { mixing == .cell ? 1 : prefix + length }

  /// Whether the query at position `query` sees the key at position `key`.
  func sees(_ key: Int, from query: Int) -> Bool {
    window == 0 || query == 0 || key < prefix || abs(query - key) <= window
  }

  /// The width of one attention head.
  package var headWidth: Int { width / max(heads, 1) }
}
