// The reference engine: the recursion as the paper writes it, one sequence at a time.

internal import Kernels
internal import Wording

/// Runs the recursion with plain loops in float64; states are rounded to float32 after each update.
package final class ReferenceEngine: Engine {
  /// The network's weights.
  package let weights: Weights
  private let network: ReferenceNetwork
  private var xs: [Rows] = []
  /// Each state of each sequence.
  private var states: [[Rows]] = []
  /// The same for the caller.
  private var published: [PublishedState] = []
  private var logitsBuffer = FloatBuffer(count: 0)
  private var haltBuffer = FloatBuffer(count: 0)

  /// A reference engine, for batches of any size.
  package init(_ weights: Weights) {
    self.weights = weights
    network = ReferenceNetwork(weights)
  }

  /// Sets x from the questions, and the states to their starts.
  package func begin(_ questions: TokenBatch) {
    let length = weights.configuration.length
    xs = (0..<questions.count).map {
      network.embed(
        Array(questions.tokens[$0 * length..<($0 + 1) * length]), puzzle: questions.puzzles[$0])
    }
    states = architecture.states.map { state in xs.map { _ in network.start(state.startKey) } }
    publish()
  }

  /// Keeps some of the sequences, in ascending order, and drops the others.
  package func keep(_ sequences: [Int]) {
    xs = sequences.map { xs[$0] }
    states = states.map { state in sequences.map { state[$0] } }
    publish()
  }

  /// Adds noise to the states of each sequence, the same as the fast engine's.
  package func addNoise(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      for index in states.indices {
        states[index][sequence] = addingNoise(states[index][sequence], &noise, sigma)
      }
    }
    publish()
  }

  private func addingNoise(_ state: Rows, _ noise: inout Noise, _ sigma: Float) -> Rows {
    let values = FloatBuffer(state.joined().map { Float($0) })
    noise.add(to: values.base, count: values.count, sigma: sigma)
    return rows(values.array)
  }

  /// Sets a state of all sequences.
  package func set(_ state: Int, to values: UnsafeBufferPointer<Float>) {
    let size = weights.configuration.sequence * weights.configuration.width
    precondition(
      values.count == xs.count * size, "a state needs \(counted(xs.count * size, "number"))")
    for sequence in xs.indices {
      states[state][sequence] = rows(values[sequence * size..<(sequence + 1) * size])
    }
    publish()
  }

  /// One update of a step; see `Engine`.
  package func update(_ number: Int, inner: Int, while shouldContinue: @escaping ContinueCheck)
    -> Bool
  {
    guard shouldContinue() else { return false }
    let update = architecture.update(number % (inner + 1), inner: inner)
    for sequence in xs.indices {
      var terms = states.indices.filter(update.reads).map { states[$0][sequence] }
      if update.readsQuestion { terms.append(xs[sequence]) }
      let sum = terms.dropFirst().reduce(terms[0], +)
      states[update.target][sequence] = rounded(network.net(sum, module: update.module))
    }
    published[update.target] = PublishedState(states[update.target])
    return true
  }

  /// Updates both heads' outputs from the state that they read.
  package func read() {
    logitsBuffer = flat(states[0].map { network.answer($0) })
    haltBuffer = FloatBuffer(states[0].flatMap { network.halting($0) }.map { Float($0) })
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

  /// Copies the states to the buffers behind `state`.
  private func publish() { published = states.map { PublishedState($0) } }

  /// A state rounded to float32, so that the run continues with exactly the published values.
  private func rounded(_ state: Rows) -> Rows { state.map { $0.map { Double(Float($0)) } } }

  /// A flat (positions, D) array as rows.
  private func rows(_ values: some Collection<Float>) -> Rows {
    let width = weights.configuration.width
    let all = values.map { Double($0) }
    return stride(from: 0, to: all.count, by: width).map { Vector(all[$0..<$0 + width]) }
  }

  private func view(_ buffer: borrowing FloatBuffer) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: buffer.base, count: buffer.count)
  }

  /// A state, (batch · S, D).
  package func state(_ index: Int) -> UnsafeBufferPointer<Float> { view(published[index].values) }
  /// (batch, L, V).
  package var logits: UnsafeBufferPointer<Float> { view(logitsBuffer) }
  /// (batch, 2).
  package var halting: UnsafeBufferPointer<Float> { view(haltBuffer) }
}

/// A state of all sequences as float32 memory.
private final class PublishedState {
  let values: FloatBuffer

  init(_ sequences: [Rows]) { values = flat(sequences) }
}

/// The rows of all sequences as float32 memory.
private func flat(_ sequences: [Rows]) -> FloatBuffer {
  FloatBuffer(sequences.joined().joined().map { Float($0) })
}
