// The reference path as an engine: the recursion as the paper writes it, one sequence at a time.

internal import Kernels

/// Runs the recursion with plain loops in float64; between updates, y and z are float32 as everywhere.
package final class ReferenceEngine: Engine {
  /// The weights that it runs.
  package let weights: Weights
  private let network: ReferenceNetwork
  private var xs: [Rows] = []
  private var ys: [Rows] = []
  private var zs: [Rows] = []
  private var shownY = FloatBuffer(count: 0)
  private var shownZ = FloatBuffer(count: 0)
  private var shownLogits = FloatBuffer(count: 0)
  private var shownHalting = FloatBuffer(count: 0)

  /// A reference engine; it takes batches of any size.
  package init(_ weights: Weights) {
    self.weights = weights
    network = ReferenceNetwork(weights)
  }

  /// Sets x from the questions, and y and z to y₀ and z₀.
  package func begin(_ questions: TokenBatch) {
    let length = weights.configuration.length
    xs = (0..<questions.count).map {
      network.embed(
        Array(questions.tokens[$0 * length..<($0 + 1) * length]), puzzle: questions.puzzles[$0])
    }
    ys = xs.map { _ in network.firstY }
    zs = xs.map { _ in network.firstZ }
    show()
  }

  /// Goes on with some of the sequences, in order, and forgets the others.
  package func keep(_ sequences: [Int]) {
    xs = sequences.map { xs[$0] }
    ys = sequences.map { ys[$0] }
    zs = sequences.map { zs[$0] }
    show()
  }

  /// Adds noise to y and z of each sequence, the same as the fast path's.
  package func disturb(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      ys[sequence] = disturbed(ys[sequence], &noise, sigma)
      zs[sequence] = disturbed(zs[sequence], &noise, sigma)
    }
    show()
  }

  private func disturbed(_ state: Rows, _ noise: inout Noise, _ sigma: Float) -> Rows {
    let values = FloatBuffer(state.joined().map { Float($0) })
    noise.add(to: values.base, count: values.count, sigma: sigma)
    return rows(values.array)
  }

  /// Sets y and z of all sequences.
  package func set(y: UnsafeBufferPointer<Float>, z: UnsafeBufferPointer<Float>) {
    let size = weights.configuration.sequence * weights.configuration.width
    precondition(
      y.count == xs.count * size && z.count == xs.count * size,
      "y and z have \(xs.count * size) numbers each")
    for sequence in xs.indices {
      let own = sequence * size..<(sequence + 1) * size
      ys[sequence] = rows(y[own])
      zs[sequence] = rows(z[own])
    }
    show()
  }

  /// One update of a step; see `Engine`.
  package func update(_ number: Int, inner: Int, while continues: @escaping ContinueCheck) -> Bool {
    guard continues() else { return false }
    if StateID(update: number, of: 1, inner: inner).kind == .y {
      for i in 0..<xs.count { ys[i] = rounded(network.net(ys[i] + zs[i])) }
      shownY = flat(ys)
    } else {
      for i in 0..<xs.count { zs[i] = rounded(network.net(zs[i] + ys[i] + xs[i])) }
      shownZ = flat(zs)
    }
    return true
  }

  /// Sets both heads' results from y as it stands.
  package func read() {
    shownLogits = flat(ys.map { network.answer($0) })
    shownHalting = FloatBuffer(ys.flatMap { network.halting($0) }.map { Float($0) })
  }

  /// Adds noise to x of each sequence, the same as the fast path's.
  package func disturbQuestion(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      let values = FloatBuffer(xs[sequence].joined().map { Float($0) })
      let width = xs[sequence].first?.count ?? 0
      noise.add(to: values.base, count: values.count, relative: sigma)
      xs[sequence] = xs[sequence].indices.map { row in
        (0..<width).map { Double(values[row * width + $0]) }
      }
    }
  }

  /// One supervision step; see `Engine`.
  package func step(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while continues: @escaping ContinueCheck
  ) -> Bool {
    watchedStep(number, cycles: cycles, inner: inner, observer: observer, while: continues)
  }

  /// Lets y and z be seen as they are now.
  private func show() {
    shownY = flat(ys)
    shownZ = flat(zs)
  }

  /// A state as float32 holds it, so that what is shown is what the run goes on with.
  private func rounded(_ state: Rows) -> Rows { state.map { $0.map { Double(Float($0)) } } }

  /// Floats, one position after the other, as rows.
  private func rows(_ values: some Collection<Float>) -> Rows {
    let width = weights.configuration.width
    let all = values.map { Double($0) }
    return stride(from: 0, to: all.count, by: width).map { Vector(all[$0..<$0 + width]) }
  }

  private func flat(_ states: [Rows]) -> FloatBuffer {
    FloatBuffer(states.joined().joined().map { Float($0) })
  }

  private func view(_ buffer: borrowing FloatBuffer) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: buffer.base, count: buffer.count)
  }

  /// (batch · S, D).
  package var y: UnsafeBufferPointer<Float> { view(shownY) }
  /// (batch · S, D).
  package var z: UnsafeBufferPointer<Float> { view(shownZ) }
  /// (batch, L, V).
  package var logits: UnsafeBufferPointer<Float> { view(shownLogits) }
  /// (batch, 2).
  package var halting: UnsafeBufferPointer<Float> { view(shownHalting) }
}
