// The fast path: packed weights, buffers taken once, vector kernels, threads.

package import Kernels

/// Runs the recursion with the vector kernels on weights packed at `init`.
///
/// Many sequences are split among the team's threads, each of which takes a few through all updates
/// of a step before the next few, so that their values stay near the processor. Few sequences are
/// split by rows, update by update. The numbers are the same for any number of threads.
package final class FastEngine: Engine {
  /// The weights that it runs.
  package let weights: Weights
  private let capacity: Int
  private let packed: PackedNet
  private let embedding: Embedding
  private let carry: CarriedState
  private let arena = Arena()
  /// Sequences that a thread takes at a time.
  private let portion: Int
  private let places: Places
  private let scores: FloatBuffer
  private let halts: FloatBuffer
  private let threadPool: ThreadPool
  private var batch = 0
  private let work: Work

  /// The most rows that a thread takes through a step at once.
  private static let portionRows = 128

  /// An engine for up to `capacity` sequences at a time, on one thread unless a team is given.
  ///
  /// Threads share the rows of a question where one update has at least `shared` floating-point
  /// operations, by default about a millisecond's: threads that wait for each other more often
  /// than that lose more on a busy machine than they gain on a quiet one.
  package init(
    _ weights: Weights, capacity: Int, threadPool: ThreadPool = ThreadPool(1),
    lanes: KernelTable = .current,
    sharingFrom shared: Double = 1e8
  ) {
    precondition(capacity >= 1, "an engine holds at least one sequence")
    let c = weights.configuration
    self.weights = weights
    self.capacity = capacity
    self.threadPool = threadPool
    packed = PackedNet(weights, goesBack: false, lanes: lanes)
    embedding = Embedding(c, table: weights.table)
    carry = CarriedState(c, batch: capacity)
    let evenly = (capacity + threadPool.count - 1) / threadPool.count
    portion = max(1, min(Self.portionRows / c.sequence, evenly))
    places = Places(
      c, packed.net, portion: portion, capacity: capacity, threadPool: threadPool, in: arena,
      lanes: lanes)
    scores = FloatBuffer(count: capacity * c.length * c.vocabulary)
    halts = FloatBuffer(count: capacity * 2)
    packed.pack(weights.values.base)
    work = Work(places, c, portion: portion, threadPool: threadPool, leastShared: shared)
  }

  /// Sets x from the questions, and y and z to y₀ and z₀.
  package func begin(_ questions: TokenBatch) {
    precondition(questions.count <= capacity, "the engine holds \(capacity) sequences")
    batch = questions.count
    embedding.forward(
      carry.x.base, tokens: questions.tokens, puzzles: questions.puzzles,
      weights: weights.values.base)
    for sequence in 0..<batch { carry.reset(sequence, weights) }
  }

  /// Goes on with some of the sequences, in order, and forgets the others.
  package func keep(_ sequences: [Int]) {
    for (place, sequence) in sequences.enumerated() where place != sequence {
      carry.move(sequence, to: place)
    }
    batch = sequences.count
  }

  /// Adds noise to y and z of each sequence.
  package func disturb(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      carry.disturb(sequence, sigma: sigma, key: key)
    }
  }

  /// Adds noise to x of each sequence, `sigma` times as large as x.
  package func disturbQuestion(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      noise.add(
        to: carry.x.base + sequence * carry.rowCount, count: carry.rowCount, relative: sigma)
    }
  }

  /// Sets y and z of all sequences.
  package func set(y: UnsafeBufferPointer<Float>, z: UnsafeBufferPointer<Float>) {
    let count = batch * carry.rowCount
    precondition(y.count == count && z.count == count, "y and z have \(count) numbers each")
    guard let y = y.baseAddress, let z = z.baseAddress else { return }
    carry.y.base.update(from: y, count: count)
    carry.z.base.update(from: z, count: count)
  }

  /// One update of a step; see `Engine`.
  package func update(_ number: Int, inner: Int, while continues: @escaping ContinueCheck) -> Bool {
    run(number..<number + 1, inner: inner, while: continues)
  }

  /// Sets both heads' results from y as it stands.
  package func read() {
    packed.heads.forward(
      scores.base, halts.base, carry.y.base, weights: weights.values.base, sequences: batch)
  }

  /// One supervision step; see `Engine`.
  package func step(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while continues: @escaping ContinueCheck
  ) -> Bool {
    if observer != nil {
      return watchedStep(
        number, cycles: cycles, inner: inner, observer: observer, while: continues)
    }
    guard run(0..<cycles * (inner + 1), inner: inner, while: continues) else { return false }
    read()
    return true
  }

  private func run(
    _ updates: Range<Int>, inner: Int, while continues: @escaping ContinueCheck
  ) -> Bool {
    work.states = carry.states(from: 0)
    work.rowCount = carry.rowCount
    work.weights = In(weights.values.base)
    work.batch = batch
    work.inner = inner
    work.continues = continues
    return work.run(updates)
  }

  /// (batch · S, D).
  package var y: UnsafeBufferPointer<Float> { view(carry.y, carry.rowCount) }
  /// (batch · S, D).
  package var z: UnsafeBufferPointer<Float> { view(carry.z, carry.rowCount) }
  /// (batch, L, V).
  package var logits: UnsafeBufferPointer<Float> {
    view(scores, weights.configuration.length * weights.configuration.vocabulary)
  }
  /// (batch, 2).
  package var halting: UnsafeBufferPointer<Float> { view(halts, 2) }

  private func view(_ buffer: borrowing FloatBuffer, _ each: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: buffer.base, count: batch * each)
  }
}
