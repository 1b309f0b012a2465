// How the threads of a fast engine share the updates of one supervision step.

internal import Kernels
internal import Synchronization

/// A workplace for each thread and each way of sharing.
struct Places {
  /// Of a thread that has whole sequences to itself.
  let own: UnsafeMutablePointer<Workplace>
  /// Of a thread that has some rows of all sequences.
  let shared: UnsafeMutablePointer<Workplace>
  /// The most sequences that are shared by rows.
  let most: Int

  init(
    _ c: Configuration, _ net: Net, portion: Int, capacity: Int, threadPool: ThreadPool,
    in arena: Arena,
    lanes: KernelTable
  ) {
    let threads = threadPool.count
    own = arena.take(Workplace.self, count: threads) { _ in
      Workplace(c, net, sequences: portion, in: arena, lanes: lanes)
    }
    let most = threads == 1 ? 0 : min(capacity, 4 * threads - 1)
    self.most = most
    func memory() -> LayerMemory {
      LayerMemory(c, sequences: most, isKept: false, in: arena, for: lanes)
    }
    let (even, odd) = (memory(), memory())
    let sum = arena.take(most * c.sequence * c.width)
    shared = arena.take(Workplace.self, count: most == 0 ? 0 : threads) { _ in
      Workplace(
        c, net, sequences: most, sharing: (even, odd), sum: sum, in: arena, lanes: lanes)
    }
  }
}

/// The updates of one step, given to the threads of a team.
final class Work: @unchecked Sendable {
  var states = States(x: .zero, y: .zero, z: .zero)
  var rowCount = 0
  var weights = In.zero
  var batch = 0
  /// n.
  var inner = 1
  var continues = always

  private let places: Places
  private let portion: Int
  private let threadPool: ThreadPool
  private let sequence: Int
  /// Floating-point operations of one update of one sequence.
  private let operations: Double
  private var updates = 0..<0
  private var isShared = false
  private let isStopped = Atomic(false)
  private lazy var job: @Sendable (Int) -> Void = { [unowned self] part in perform(part) }

  /// Rows are shared only where an update of all sequences has so many operations.
  private let leastShared: Double

  init(
    _ places: Places, _ c: Configuration, portion: Int, threadPool: ThreadPool, leastShared: Double
  ) {
    self.leastShared = leastShared
    self.places = places
    self.portion = portion
    self.threadPool = threadPool
    sequence = c.sequence
    operations = c.operationsOfUpdate
  }

  /// Runs some of a step's T · (n + 1) updates, counted from 0; false if it was stopped.
  func run(_ updates: Range<Int>) -> Bool {
    self.updates = updates
    isStopped.store(false, ordering: .relaxed)
    let update = Double(batch) * operations
    isShared =
      batch <= places.most && !batch.isMultiple(of: threadPool.count) && update >= leastShared
    // Twice that is the least for which other threads are woken.
    if !isShared && (batch == 1 || update * Double(updates.count) < 2 * leastShared) {
      think(0..<batch, places.own[0])
    } else {
      threadPool.run(job)
    }
    return !isStopped.load(ordering: .relaxed)
  }

  private func perform(_ part: Int) {
    if isShared {
      let share = RowPartition(
        part: part, of: threadPool.count, sequences: batch, length: sequence,
        barrier: threadPool.barrier)
      go(states, places.shared[part], share)
      return
    }
    think(RowPartition.part(part, of: threadPool.count, count: batch), places.own[part])
  }

  /// The updates of whole sequences, a few at a time.
  private func think(_ own: Range<Int>, _ place: Workplace) {
    var first = own.lowerBound
    while first < own.upperBound && !isStopped.load(ordering: .relaxed) {
      let count = min(portion, own.upperBound - first)
      let at = first * rowCount
      let states = States(x: states.x + at, y: states.y + at, z: states.z + at)
      go(states, place, RowPartition(all: count, of: sequence))
      first += count
    }
  }

  /// The updates of some sequences.
  ///
  /// Threads that share rows stop together.
  private func go(_ states: States, _ place: Workplace, _ share: RowPartition) {
    var turn = 0
    let goesOn = continues
    let (inner, weights) = (inner, weights)
    for update in updates {
      if share.part == 0 && !goesOn() { isStopped.store(true, ordering: .relaxed) }
      share.wait()
      if isStopped.load(ordering: .relaxed) { return }
      if update % (inner + 1) == inner {
        place.updateY(states, weights: weights, turn: &turn, share)
      } else {
        place.updateZ(states, weights: weights, turn: &turn, share)
      }
    }
  }
}

extension UnsafePointer<Float> {
  /// A place that nobody reads.
  fileprivate static var zero: Self { UnsafePointer(UnsafeMutablePointer.zero) }
}

extension UnsafeMutablePointer<Float> {
  /// A place that nobody reads.
  fileprivate static var zero: Self { UnsafeMutablePointer(bitPattern: 64)! }
}
