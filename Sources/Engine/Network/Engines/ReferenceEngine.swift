// The reference engine: the recursion as the paper writes it, one sequence at a time.

internal import Kernels
internal import Wording

/// Runs the recursion with plain loops in float64; y and z are rounded to float32 after each
/// update.
package final class ReferenceEngine: Engine {
  /// The network's weights.
  package let weights: Weights
  private let network: ReferenceNetwork
  private var xs: [Rows] = []
  private var ys: [Rows] = []
  private var zs: [Rows] = []
  private var yBuffer = FloatBuffer(count: 0)
  private var zBuffer = FloatBuffer(count: 0)
  private var logitsBuffer = FloatBuffer(count: 0)
  private var haltBuffer = FloatBuffer(count: 0)

  /// A reference engine, for batches of any size.
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
    publish()
  }

  /// Keeps some of the sequences, in ascending order, and drops the others.
  package func keep(_ sequences: [Int]) {
    xs = sequences.map { xs[$0] }
    ys = sequences.map { ys[$0] }
    zs = sequences.map { zs[$0] }
    publish()
  }

  /// Adds noise to y and z of each sequence, the same as the fast engine's.
  package func addNoise(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      ys[sequence] = addingNoise(ys[sequence], &noise, sigma)
      zs[sequence] = addingNoise(zs[sequence], &noise, sigma)
    }
    publish()
  }

  private func addingNoise(_ state: Rows, _ noise: inout Noise, _ sigma: Float) -> Rows {
    let values = FloatBuffer(state.joined().map { Float($0) })
    noise.add(to: values.base, count: values.count, sigma: sigma)
    return rows(values.array)
  }

  /// Sets y and z of all sequences.
  package func set(y: UnsafeBufferPointer<Float>, z: UnsafeBufferPointer<Float>) {
    let size = weights.configuration.sequence * weights.configuration.width
    precondition(
      y.count == xs.count * size && z.count == xs.count * size,
      "y and z need \(counted(xs.count * size, "number")) each")
    for sequence in xs.indices {
      let own = sequence * size..<(sequence + 1) * size
      ys[sequence] = rows(y[own])
      zs[sequence] = rows(z[own])
    }
    publish()
  }

  /// One update of a step; see `Engine`.
  package func update(_ number: Int, inner: Int, while shouldContinue: @escaping ContinueCheck)
    -> Bool
  {
    guard shouldContinue() else { return false }
    if StateID(update: number, of: 1, inner: inner).kind == .y {
      for i in 0..<xs.count { ys[i] = rounded(network.net(ys[i] + zs[i])) }
      yBuffer = flat(ys)
    } else {
      for i in 0..<xs.count { zs[i] = rounded(network.net(zs[i] + ys[i] + xs[i])) }
      zBuffer = flat(zs)
    }
    return true
  }

  /// Updates both heads' outputs from the current y.
  package func read() {
    logitsBuffer = flat(ys.map { network.answer($0) })
    haltBuffer = FloatBuffer(ys.flatMap { network.halting($0) }.map { Float($0) })
  }

  /// Adds noise to x of each sequence, the same as the fast engine's.
  package func addInputNoise(sigma: Float, keys: [UInt64]) {
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
    while shouldContinue: @escaping ContinueCheck
  ) -> Bool {
    observedStep(number, cycles: cycles, inner: inner, observer: observer, while: shouldContinue)
  }

  /// Copies y and z to the buffers behind the properties.
  private func publish() {
    yBuffer = flat(ys)
    zBuffer = flat(zs)
  }

  /// A state rounded to float32, so that the run continues with exactly the published values.
  private func rounded(_ state: Rows) -> Rows { state.map { $0.map { Double(Float($0)) } } }

  /// A flat (positions, D) array as rows.
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
  package var y: UnsafeBufferPointer<Float> { view(yBuffer) }
  /// (batch · S, D).
  package var z: UnsafeBufferPointer<Float> { view(zBuffer) }
  /// (batch, L, V).
  package var logits: UnsafeBufferPointer<Float> { view(logitsBuffer) }
  /// (batch, 2).
  package var halting: UnsafeBufferPointer<Float> { view(haltBuffer) }
}
