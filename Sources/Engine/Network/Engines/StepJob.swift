// How the threads of a fast engine divide the updates of one supervision step.

internal import Kernels
internal import Synchronization

/// A workspace for each thread and each way of dividing the work.
struct Workspaces {
  /// For threads that each run whole sequences.
  let own: UnsafeMutablePointer<Workspace>
  /// For threads that each run some rows of all sequences.
  let shared: UnsafeMutablePointer<Workspace>
  /// The most sequences that are divided by rows.
  let maxShared: Int

  init(
    _ c: Configuration, _ nets: UnsafeMutablePointer<Net>, chunk: Int, capacity: Int,
    threadPool: ThreadPool,
    in arena: Arena, kernels: KernelSet
  ) {
    let threads = threadPool.count
    own = arena.take(Workspace.self, count: threads) { _ in
      Workspace(c, nets, sequences: chunk, in: arena, kernels: kernels)
    }
    let maxShared = Self.maxShared(capacity: capacity, threads: threads)
    self.maxShared = maxShared
    func memory() -> LayerActivations {
      LayerActivations(
        c, sequences: maxShared, keepsActivations: false, in: arena, for: kernels)
    }
    let (even, odd) = (memory(), memory())
    let sum = arena.take(maxShared * c.sequence * c.width)
    shared = arena.take(Workspace.self, count: maxShared == 0 ? 0 : threads) { _ in
      Workspace(
        c, nets, sequences: maxShared, sharing: (even, odd), sum: sum, in: arena,
        kernels: kernels)
    }
  }

  /// The most sequences that `threads` threads divide by rows.
  static func maxShared(capacity: Int, threads: Int) -> Int {
    threads == 1 ? 0 : min(capacity, 4 * threads - 1)
  }
}

/// The updates of one step as a job for a thread pool.
final class StepJob: @unchecked Sendable {
  private let workspaces: Workspaces
  private let cycle: CycleUpdates
  private let chunk: Int
  private let threadPool: ThreadPool
  private let sequence: Int
  private let rowCount: Int
  /// Floating-point operations of one update of one sequence.
  private let operations: Double
  /// The operations of one update of all sequences from which on they are divided by rows.
  private let minShared: Double

  private var states: StatePointers?
  private var weights: In?
  private var batch = 0
  private var inner = 1
  private var updates = 0..<0
  private var shouldContinue = alwaysContinue
  private var isShared = false
  private let isStopped = Atomic(false)
  private lazy var job: @Sendable (Int) -> Void = { [unowned self] part in perform(part) }

  init(
    _ workspaces: Workspaces, _ c: Configuration, chunk: Int, threadPool: ThreadPool,
    minShared: Double, in arena: Arena
  ) {
    cycle = CycleUpdates(c.architecture, in: arena)
    self.minShared = minShared
    self.workspaces = workspaces
    self.chunk = chunk
    self.threadPool = threadPool
    sequence = c.sequence
    rowCount = c.sequence * c.width
    operations = c.operationsOfUpdate
  }

  /// Runs some of a step's T · (n + 1) updates, counted from 0, on `batch` sequences.
  ///
  /// - Returns: false if `shouldContinue` stopped it.
  func run(
    _ updates: Range<Int>, of states: StatePointers, batch: Int, inner: Int, weights: In,
    while shouldContinue: @escaping ContinueCheck
  ) -> Bool {
    (self.updates, self.states, self.batch) = (updates, states, batch)
    (self.inner, self.weights, self.shouldContinue) = (inner, weights, shouldContinue)
    isStopped.store(false, ordering: .relaxed)
    let update = Double(batch) * operations
    isShared =
      batch <= workspaces.maxShared && !batch.isMultiple(of: threadPool.count)
      && update >= minShared
    // Waking the other threads pays off from twice as many operations on.
    if !isShared && (batch == 1 || update * Double(updates.count) < 2 * minShared) {
      runSequences(0..<batch, workspaces.own[0])
    } else {
      threadPool.run(job)
    }
    return !isStopped.load(ordering: .relaxed)
  }

  private func perform(_ part: Int) {
    if isShared {
      let partition = RowPartition(
        part: part, of: threadPool.count, sequences: batch, length: sequence,
        barrier: threadPool.barrier)
      runUpdates(from: 0, workspaces.shared[part], partition)
    } else {
      runSequences(
        RowPartition.part(part, of: threadPool.count, count: batch), workspaces.own[part])
    }
  }

  /// All updates of whole sequences, one chunk after the other.
  private func runSequences(_ own: Range<Int>, _ workspace: Workspace) {
    var first = own.lowerBound
    while first < own.upperBound && !isStopped.load(ordering: .relaxed) {
      let count = min(chunk, own.upperBound - first)
      runUpdates(from: first, workspace, RowPartition(all: count, of: sequence))
      first += count
    }
  }

  /// All updates of the sequences from `first` on.
  ///
  /// Threads that divide the rows stop together.
  private func runUpdates(from first: Int, _ workspace: Workspace, _ partition: RowPartition) {
    guard let all = states, let weights else { return }
    let states = all.advanced(by: first * rowCount)
    let shouldContinue = shouldContinue
    let inner = inner
    var applied = 0
    for update in updates {
      if partition.part == 0 && !shouldContinue() { isStopped.store(true, ordering: .relaxed) }
      partition.wait()
      if isStopped.load(ordering: .relaxed) { return }
      workspace.perform(
        cycle[update, inner: inner], states, weights: weights, applied: &applied, partition)
    }
  }
}
