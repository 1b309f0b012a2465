// The fast path: packed weights, buffers taken once, vector kernels.

public import Kernels

/// Runs the recursion with the vector kernels on weights packed at `init`.
public final class FastEngine: Engine {
  /// The weights that it runs.
  public let weights: Weights
  private let capacity: Int
  private let lanes: Instructions
  private let net: Net
  private let heads: Heads
  private let embedding: Embedding
  private let state: Net.State
  private let carried: Carry
  private let x: FloatBuffer
  private let scores: FloatBuffer
  private let halts: FloatBuffer
  private var batch = 0

  /// An engine for up to `capacity` sequences at a time.
  public init(_ weights: Weights, capacity: Int, lanes: Instructions = .current) {
    precondition(capacity >= 1, "an engine holds at least one sequence")
    let c = weights.configuration
    self.weights = weights
    self.capacity = capacity
    self.lanes = lanes
    net = Net(weights, lanes: lanes)
    heads = Heads(weights, lanes: lanes)
    embedding = Embedding(c, table: weights.table)
    state = Net.State(c, batch: capacity)
    carried = Carry(c, batch: capacity)
    x = FloatBuffer(count: capacity * c.sequence * c.width)
    scores = FloatBuffer(count: capacity * c.length * c.vocabulary)
    halts = FloatBuffer(count: capacity * 2)
    net.pack(weights.values.base)
    heads.pack(weights.values.base)
  }

  /// Sets x from the questions, and y and z to y₀ and z₀.
  public func begin(_ questions: Questions) {
    precondition(questions.count <= capacity, "the engine holds \(capacity) sequences")
    batch = questions.count
    embedding.forward(
      x.base, tokens: questions.tokens, puzzles: questions.puzzles, weights: weights.values.base)
    for sequence in 0..<batch { carried.reset(sequence, weights) }
  }

  /// One supervision step; see `Engine`.
  public func step(_ number: Int, cycles: Int, inner: Int, observer: Observer?) -> Bool {
    for cycle in 1...cycles {
      for update in 1...inner {
        carried.updateZ(net, state, x: x.base, weights: weights.values.base, batch, lanes)
        if let observer {
          let moment = Moment(kind: .z, step: number, cycle: cycle, inner: update)
          if !observer(moment, z) { return false }
        }
      }
      carried.updateY(net, state, weights: weights.values.base, batch, lanes)
      if let observer, !observer(Moment(kind: .y, step: number, cycle: cycle), y) {
        return false
      }
    }
    heads.forward(
      scores.base, halts.base, carried.y.base, weights: weights.values.base, batch: batch)
    guard let observer else { return true }
    return observer(Moment(kind: .logits, step: number), logits)
      && observer(Moment(kind: .halt, step: number), halting)
  }

  /// (batch · S, D).
  public var y: UnsafeBufferPointer<Float> { view(carried.y, carried.rowCount) }
  /// (batch · S, D).
  public var z: UnsafeBufferPointer<Float> { view(carried.z, carried.rowCount) }
  /// (batch, L, V).
  public var logits: UnsafeBufferPointer<Float> {
    view(scores, weights.configuration.length * weights.configuration.vocabulary)
  }
  /// (batch, 2).
  public var halting: UnsafeBufferPointer<Float> { view(halts, 2) }

  private func view(_ buffer: borrowing FloatBuffer, _ each: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: buffer.base, count: batch * each)
  }
}
