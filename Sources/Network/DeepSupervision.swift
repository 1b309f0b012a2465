// One supervision step with its gradient: T - 1 cycles without, the last cycle with. It knows no
// loss and no optimiser: both heads' gradients come from outside.

public import Kernels

/// A batch of sequences under training, each with y and z that go on from step to step.
///
/// Gradients flow through the n updates of z and the update of y in the last cycle, and no further:
/// y and z are constants where that cycle starts.
public final class DeepSupervision {
  /// The weights; call `pack` after changing them.
  public let weights: Weights
  /// The number of sequences.
  public let batch: Int
  private let lanes: Instructions
  private let net: Net
  private let heads: Heads
  private let embedding: Embedding
  private let carry: Carry
  private let x: FloatBuffer
  private let free: Net.State
  private let kept: [Net.State]
  private let scores: FloatBuffer
  private let halts: FloatBuffer
  private let gradient: FloatBuffer
  private let gradientOfX: FloatBuffer
  private var tokens: [Int32]
  private var puzzles: [Int32]
  private let cycles: Int

  /// Room for `batch` sequences with T and n as given, all at y₀ and z₀ with token 0.
  public init(
    _ weights: Weights, batch: Int, cycles: Int, inner: Int, lanes: Instructions = .current
  ) {
    precondition(batch >= 1 && cycles >= 1 && inner >= 1, "training needs at least one of each")
    let c = weights.configuration
    self.weights = weights
    self.batch = batch
    self.lanes = lanes
    self.cycles = cycles
    net = Net(weights, lanes: lanes)
    heads = Heads(weights, lanes: lanes)
    embedding = Embedding(c, table: weights.table)
    carry = Carry(c, batch: batch)
    let count = batch * c.sequence * c.width
    x = FloatBuffer(count: count)
    free = Net.State(c, batch: batch)
    kept = (0...inner).map { _ in Net.State(c, batch: batch) }
    scores = FloatBuffer(count: batch * c.length * c.vocabulary)
    halts = FloatBuffer(count: batch * 2)
    gradient = FloatBuffer(count: count)
    gradientOfX = FloatBuffer(count: count)
    tokens = [Int32](repeating: 0, count: batch * c.length)
    puzzles = [Int32](repeating: 0, count: batch)
    for sequence in 0..<batch { carry.reset(sequence, weights) }
    pack()
  }

  /// About how many floats training takes, its gradients, moments and average included.
  public static func floatCount(_ c: Configuration, batch: Int, inner: Int) -> Double {
    let rows = Double(batch) * Double(c.sequence)
    let padded = Double(c.heads) * Double((c.sequence + 15) / 16 * 16)
    let mixing =
      c.mixing == .attention
      ? 4 * Double(c.width) + padded
      : 3 * Double(c.mixerWidth) * Double(c.width) / Double(c.sequence)
    let layer = mixing + 3 * Double(c.innerWidth) + 3 * Double(c.width)
    let states = rows * Double(inner + 2) * Double(c.layers) * layer
    return states + rows * (8 * Double(c.width) + 2 * Double(c.vocabulary))
      + 7 * Double(ParameterTable(c).count)
  }

  /// Packs the matrices anew: to be called whenever the weights have changed.
  public func pack() {
    net.pack(weights.values.base)
    heads.pack(weights.values.base)
  }

  /// Puts a new question in one sequence's place, which starts again from y₀ and z₀.
  public func replace(_ sequence: Int, tokens new: UnsafePointer<Int32>, puzzle: Int32 = 0) {
    let length = weights.configuration.length
    for i in 0..<length { tokens[sequence * length + i] = new[i] }
    puzzles[sequence] = puzzle
    carry.reset(sequence, weights)
  }

  /// One supervision step of every sequence; the heads' results stand in `logits` and `halting`.
  public func forward() {
    let w = In(weights.values.base)
    embedding.forward(x.base, tokens: tokens, puzzles: puzzles, weights: w)
    let inner = kept.count - 1
    for _ in 1..<cycles {
      for _ in 0..<inner { carry.updateZ(net, free, x: x.base, weights: w, batch, lanes) }
      carry.updateY(net, free, weights: w, batch, lanes)
    }
    for update in 0..<inner {
      carry.updateZ(net, kept[update], x: x.base, weights: w, batch, lanes)
    }
    carry.updateY(net, kept[inner], weights: w, batch, lanes)
    heads.forward(scores.base, halts.base, carry.y.base, weights: w, batch: batch)
  }

  /// Adds the gradient of every weight to `gradients`, given those of the heads' results.
  ///
  /// Shapes: dlogits (batch, L, V); dhalting (batch, 2); gradients in the table's layout.
  public func backward(dlogits: In, dhalting: In, gradients: Out) {
    let w = In(weights.values.base)
    let inner = kept.count - 1
    heads.backward(
      gradient.base, dlogits, dhalting, carry.y.base, weights: w, gradients: gradients,
      batch: batch)
    net.backward(
      gradient.base, kept[inner], scratch: free, weights: w, gradients: gradients, batch: batch)
    gradientOfX.fill(0)
    for update in (0..<inner).reversed() {
      net.backward(
        gradient.base, kept[update], scratch: free, weights: w, gradients: gradients, batch: batch)
      lanes.addScaled(gradientOfX.base, gradient.base, 1, gradient.count)
    }
    embedding.backward(gradientOfX.base, tokens: tokens, puzzles: puzzles, gradients: gradients)
  }

  /// (batch, L, V), of the last `forward`.
  public var logits: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: scores.base, count: scores.count)
  }
  /// (batch, 2): halt, continue, of the last `forward`.
  public var halting: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: halts.base, count: halts.count)
  }
}
