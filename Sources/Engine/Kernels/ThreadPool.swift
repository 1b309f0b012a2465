// A pool of threads that run one job together, each one part of it.

internal import CProcessor
internal import Platform
internal import Synchronization

/// A barrier at which all parts of a job wait for each other.
///
/// A view: the thread pool owns the memory.
package struct Barrier: @unchecked Sendable {
  fileprivate let arrived: UnsafeMutablePointer<Atomic<Int>>
  fileprivate let round: UnsafeMutablePointer<Atomic<Int>>
  fileprivate let parts: Int

  /// Returns once every part has called it.
  ///
  /// It spins, since parts take about equally long, and sleeps if the wait is long.
  @inline(__always)
  package func wait() {
    if parts == 1 { return }
    let now = round.pointee.load(ordering: .acquiring)
    if arrived.pointee.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == parts {
      arrived.pointee.store(0, ordering: .relaxed)
      round.pointee.store(now &+ 1, ordering: .releasing)
      return
    }
    spin { round.pointee.load(ordering: .acquiring) != now }
  }
}

/// Spins until `isDone`; after some thousand checks it sleeps between them, so that a thread
/// without a processor gets one.
@inline(__always)
private func spin(until isDone: () -> Bool) {
  var checks = 0
  while !isDone() {
    checks &+= 1
    if checks < 4000 {
      trm_processor_pause()
    } else {
      var time = timespec(tv_sec: 0, tv_nsec: 20_000)
      nanosleep(&time, nil)
    }
  }
}

/// A fixed number of threads, including the caller's.
///
/// Between jobs the others spin briefly and then sleep. They receive no signals. A pool runs one
/// job at a time, and a job must not run another on the same pool.
package final class ThreadPool: Sendable {
  /// The number of threads, including the caller's.
  package let count: Int
  /// A barrier for the parts of a job.
  package let barrier: Barrier
  private let queue: JobQueue

  /// The number of processors available to this process; nil if unknown.
  package static var processors: Int? {
    let count = Int(trm_processor_count())
    return count > 0 ? count : nil
  }

  /// A pool of `count` ≥ 1 threads.
  package init(_ count: Int) {
    precondition(count >= 1, "a thread pool needs at least one thread")
    self.count = count
    queue = JobQueue(parts: count)
    barrier = queue.barrier
    for part in 1..<count { Worker(part: part, queue: queue).start() }
  }

  deinit { queue.post(nil) }

  /// Runs `job` once for each part in 0..<count, part 0 on this thread; returns when all are done.
  package func run(_ job: @escaping @Sendable (_ part: Int) -> Void) {
    if count == 1 { return job(0) }
    queue.post(job)
    job(0)
    barrier.wait()
    queue.clear()
  }
}

/// A thread of a pool other than the caller's.
private final class Worker: Sendable {
  let part: Int
  let queue: JobQueue
  init(part: Int, queue: JobQueue) { (self.part, self.queue) = (part, queue) }

  /// Starts the thread with every signal blocked.
  func start() {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let isStarted = startThread { self.runJobs() }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    precondition(isStarted, "can't start a thread")
  }

  /// Runs one job after the other until the pool ends.
  func runJobs() {
    var number = 0
    while let job = queue.next(after: &number) {
      job(part)
      queue.barrier.wait()
    }
  }
}

/// The current job and its number, shared by the threads of a pool.
private final class JobQueue: @unchecked Sendable {
  typealias Job = @Sendable (Int) -> Void

  let barrier: Barrier
  private let number = Atomic(0)
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  /// Written before the number changes, read after.
  private var job: Job?

  init(parts: Int) {
    func counter() -> UnsafeMutablePointer<Atomic<Int>> {
      // Two cache lines apart, so that readers don't slow down writers.
      let counter = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: 16)
      counter.initialize(to: Atomic(0))
      return counter
    }
    barrier = Barrier(arrived: counter(), round: counter(), parts: parts)
    lock = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(lock)
    lock.deallocate()
    condition.deallocate()
    barrier.arrived.deallocate()
    barrier.round.deallocate()
  }

  /// Gives all threads a job; nil ends them.
  func post(_ job: Job?) {
    self.job = job
    pthread_mutex_lock(lock)
    number.wrappingAdd(1, ordering: .releasing)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(lock)
  }

  /// Releases the finished job.
  func clear() { job = nil }

  /// Waits for the job after number `last`: it spins for some ten microseconds, then sleeps.
  func next(after last: inout Int) -> Job? {
    var checks = 0
    while number.load(ordering: .acquiring) == last && checks < 4000 {
      trm_processor_pause()
      checks += 1
    }
    if number.load(ordering: .acquiring) == last {
      pthread_mutex_lock(lock)
      while number.load(ordering: .acquiring) == last { pthread_cond_wait(condition, lock) }
      pthread_mutex_unlock(lock)
    }
    last += 1
    return job
  }
}
