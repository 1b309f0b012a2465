// The fast engine: packed weights, preallocated buffers, vector kernels, threads.

package import Kernels

/// Runs the recursion with the vector kernels, on weights packed at initialization.
///
/// Many sequences are divided among the threads; each thread takes one chunk of them through all
/// updates of a step before the next chunk, so that their values stay in the cache. Few sequences
/// are divided by rows, update by update. The numbers are the same for any number of threads.
package final class FastEngine: Engine {
  /// The network's weights.
  package let weights: Weights
  private let capacity: Int
  private let packed: PackedNet
  private let embedding: Embedding
  private let carried: CarriedState
  private let arena = Arena()
  /// The number of sequences that a thread runs at a time.
  private let chunk: Int
  private let workspaces: Workspaces
  private let logitsBuffer: FloatBuffer
  private let haltBuffer: FloatBuffer
  private let threadPool: ThreadPool
  private var batch = 0
  private let stepJob: StepJob

  /// The most rows in a chunk.
  private static let chunkRows = 128

  /// An engine for batches of up to `capacity` sequences.
  ///
  /// Threads divide the rows of a question if one update has at least `minShared` floating-point
  /// operations, by default about a millisecond's: threads that wait for each other more often
  /// lose more on a busy machine than they gain on an idle one.
  package init(
    _ weights: Weights, capacity: Int, threadPool: ThreadPool = ThreadPool(1),
    kernels: KernelSet = .current,
    minShared: Double = 1e8
  ) {
    precondition(capacity >= 1, "capacity must be at least 1")
    let c = weights.configuration
    self.weights = weights
    self.capacity = capacity
    self.threadPool = threadPool
    packed = PackedNet(weights, needsGradients: false, kernels: kernels)
    embedding = Embedding(c, table: weights.table)
    carried = CarriedState(c, batch: capacity)
    chunk = Self.chunk(c, capacity: capacity, threads: threadPool.count)
    workspaces = Workspaces(
      c, packed.nets, chunk: chunk, capacity: capacity, threadPool: threadPool, in: arena,
      kernels: kernels)
    logitsBuffer = FloatBuffer(count: capacity * c.length * c.vocabulary)
    haltBuffer = FloatBuffer(count: capacity * 2)
    packed.pack(weights.values.base)
    stepJob = StepJob(
      workspaces, c, chunk: chunk, threadPool: threadPool, minShared: minShared, in: arena)
  }

  /// The number of sequences that a thread runs at a time.
  static func chunk(_ c: Configuration, capacity: Int, threads: Int) -> Int {
    max(1, min(chunkRows / c.sequence, (capacity + threads - 1) / threads))
  }

  /// The floats that this engine has allocated.
  package var allocatedFloats: Int {
    arena.count + packed.allocatedFloats + carried.x.count + carried.values.count
      + logitsBuffer.count + haltBuffer.count
  }

  /// Sets x from the questions, and the states to their starts.
  package func begin(_ questions: TokenBatch) {
    precondition(
      questions.count <= capacity, "got \(questions.count) sequences; the capacity is \(capacity)")
    batch = questions.count
    embedding.forward(
      carried.x.base, tokens: questions.tokens, puzzles: questions.puzzles,
      weights: weights.values.base)
    for sequence in 0..<batch { carried.reset(sequence, weights) }
  }

  /// Keeps some of the sequences, in ascending order, and drops the others.
  package func keep(_ sequences: [Int]) {
    for (index, sequence) in sequences.enumerated() where index != sequence {
      carried.move(sequence, to: index)
    }
    batch = sequences.count
  }

  /// Adds noise to the states of each sequence.
  package func addNoise(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      carried.addNoise(sequence, sigma: sigma, key: key)
    }
  }

  /// Adds noise to x of each sequence, `sigma` times x's root mean square.
  package func addInputNoise(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      noise.add(
        to: carried.x.base + sequence * carried.rowCount, count: carried.rowCount, relative: sigma)
    }
  }

  /// Sets a state of all sequences.
  package func set(_ state: Int, to values: UnsafeBufferPointer<Float>) {
    let count = batch * carried.rowCount
    precondition(values.count == count, "a state needs \(count) numbers")
    guard let from = values.baseAddress else { return }
    carried.state(state).update(from: from, count: count)
  }

  /// One update of a step; see `Engine`.
  package func update(_ number: Int, inner: Int, while shouldContinue: @escaping ContinueCheck)
    -> Bool
  {
    run(number..<number + 1, inner: inner, while: shouldContinue)
  }

  /// Updates both heads' outputs from the state that they read.
  package func read() {
    packed.heads.forward(
      logitsBuffer.base, haltBuffer.base, carried.state(0), weights: weights.values.base,
      sequences: batch)
  }

  /// One supervision step; see `Engine`.
  package func step(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while shouldContinue: @escaping ContinueCheck
  ) -> Bool {
    if observer != nil {
      return observedStep(
        number, cycles: cycles, inner: inner, observer: observer, while: shouldContinue)
    }
    guard run(0..<cycles * (inner + 1), inner: inner, while: shouldContinue) else { return false }
    read()
    return true
  }

  private func run(
    _ updates: Range<Int>, inner: Int, while shouldContinue: @escaping ContinueCheck
  ) -> Bool {
    stepJob.run(
      updates, of: carried.states(from: 0), batch: batch, inner: inner,
      weights: weights.values.base, while: shouldContinue)
  }

  /// A state, (batch · S, D).
  package func state(_ index: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: carried.state(index), count: batch * carried.rowCount)
  }
  /// (batch, L, V).
  package var logits: UnsafeBufferPointer<Float> {
    view(logitsBuffer, weights.configuration.length * weights.configuration.vocabulary)
  }
  /// (batch, 2).
  package var halting: UnsafeBufferPointer<Float> { view(haltBuffer, 2) }

  private func view(_ buffer: borrowing FloatBuffer, _ each: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: buffer.base, count: batch * each)
  }
}
