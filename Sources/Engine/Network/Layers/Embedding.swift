// From tokens to x, the embedded question.

internal import Kernels

/// x = √D · h with h = [puzzle embedding over P rows; token embeddings], and with learned positions
/// h = (h + position) / √2.
///
/// Shapes: tokens (batch, L); puzzles (batch); x (batch · S, D). A puzzle embedding shorter than
/// P · D is padded with zeros.
struct Embedding {
  private let configuration: Configuration
  private let tokenOffset: Int
  private let positionOffset: Int?
  private let puzzleOffset: Int?
  /// The factor of every embedding in x.
  private let scale: Float

  init(_ configuration: Configuration, table: ParameterTable) {
    let learned = configuration.positions == .learned
    self.configuration = configuration
    tokenOffset = table.offset("embed_tokens.embedding_weight")
    positionOffset = learned ? table.offset("embed_pos.embedding_weight") : nil
    puzzleOffset = configuration.puzzleWidth > 0 ? table.offset("puzzle_emb.weights") : nil
    scale = Float(configuration.width).squareRoot() * (learned ? Float(0.5).squareRoot() : 1)
  }

  /// Fills x.
  func forward(_ x: Out, tokens: [Int32], puzzles: [Int32], weights: In) {
    tokens.withUnsafeBufferPointer { tokens in
      puzzles.withUnsafeBufferPointer { puzzles in
        guard let tokens = tokens.baseAddress, let first = puzzles.baseAddress else { return }
        forward(x, tokens: tokens, puzzles: first, count: puzzles.count, weights: weights)
      }
    }
  }

  /// Fills x of `count` sequences.
  func forward(
    _ x: Out, tokens: UnsafePointer<Int32>, puzzles: UnsafePointer<Int32>, count: Int, weights: In
  ) {
    let (p, l, d) = (configuration.prefix, configuration.length, configuration.width)
    let size = configuration.sequence * d
    for sequence in 0..<count {
      let (x, puzzle) = (x + sequence * size, puzzles[sequence])
      x.update(repeating: 0, count: size)
      if let positionOffset { add(weights + positionOffset, to: x, count: size) }
      if let puzzleOffset {
        let width = configuration.puzzleWidth
        add(weights + (puzzleOffset + Int(puzzle) * width), to: x, count: width)
      }
      for position in 0..<l {
        let row = weights + (tokenOffset + Int(tokens[sequence * l + position]) * d)
        add(row, to: x + (p + position) * d, count: d)
      }
    }
  }

  /// Adds the gradient of x of `count` sequences to the gradients of its embeddings.
  func backward(
    _ dx: In, tokens: UnsafePointer<Int32>, puzzles: UnsafePointer<Int32>, count: Int,
    gradients: Out
  ) {
    let (p, l, d) = (configuration.prefix, configuration.length, configuration.width)
    let size = configuration.sequence * d
    for sequence in 0..<count {
      let (dx, puzzle) = (dx + sequence * size, puzzles[sequence])
      if let positionOffset { add(dx, to: gradients + positionOffset, count: size) }
      if let puzzleOffset {
        let width = configuration.puzzleWidth
        add(dx, to: gradients + (puzzleOffset + Int(puzzle) * width), count: width)
      }
      for position in 0..<l {
        let row = gradients + (tokenOffset + Int(tokens[sequence * l + position]) * d)
        add(dx + (p + position) * d, to: row, count: d)
      }
    }
  }

  /// to += scale · from.
  private func add(_ from: In, to: Out, count: Int) {
    for i in 0..<count { to[i] += scale * from[i] }
  }
}
