// Threads that do one job together, part by part. It knows no job: whoever gives one splits it.

internal import CProcessor
internal import Platform
internal import Synchronization

/// A place where all parts of a job wait for each other.
///
/// A plain view: the team owns its memory.
package struct Barrier: @unchecked Sendable {
  fileprivate let arrived: UnsafeMutablePointer<Atomic<Int>>
  fileprivate let round: UnsafeMutablePointer<Atomic<Int>>
  fileprivate let parts: Int

  /// Returns once every part has called it.
  ///
  /// Spins, since parts are as even as can be; sleeps if that takes long.
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

/// Spins until `isDone`; after some thousand looks it sleeps between two of them, so that a thread
/// that has no processor yet gets one.
@inline(__always)
private func spin(until isDone: () -> Bool) {
  var looks = 0
  while !isDone() {
    looks &+= 1
    if looks < 4000 {
      trm_processor_pause()
    } else {
      var time = timespec(tv_sec: 0, tv_nsec: 20_000)
      nanosleep(&time, nil)
    }
  }
}

/// A fixed number of threads, the caller's among them.
///
/// Between jobs the others spin for a moment and then sleep. They take no signals. A team does one
/// job at a time, and its jobs must not give the team a job.
package final class ThreadPool: Sendable {
  /// The number of threads, the caller's included.
  package let count: Int
  /// Where the parts of a job can wait for each other.
  package let barrier: Barrier
  private let shared: Shared

  /// The processors that this process may use; nil where the system doesn't say.
  package static var processors: Int? {
    let count = Int(trm_processor_count())
    return count > 0 ? count : nil
  }

  /// A team of `count` ≥ 1 threads.
  package init(_ count: Int) {
    precondition(count >= 1, "a team has at least one thread")
    self.count = count
    shared = Shared(parts: count)
    barrier = shared.barrier
    for part in 1..<count { Worker(part: part, shared: shared).start() }
  }

  deinit { shared.post(nil) }

  /// Runs `job` once for each part from 0 up, part 0 on this thread; returns when all are done.
  package func run(_ job: @escaping @Sendable (_ part: Int) -> Void) {
    if count == 1 { return job(0) }
    shared.post(job)
    job(0)
    barrier.wait()
    shared.clear()
  }
}

/// One thread's place: which part it does.
private final class Worker: Sendable {
  let part: Int
  let shared: Shared
  init(part: Int, shared: Shared) { (self.part, self.shared) = (part, shared) }

  /// Starts the thread, with every signal blocked: they are the caller's.
  func start() {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let isStarted = startThread { self.live() }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    precondition(isStarted, "no more threads can be started")
  }

  /// The thread's life: one job after the other, until there is none.
  func live() {
    var number = 0
    while let job = shared.next(after: &number) {
      job(part)
      shared.barrier.wait()
    }
  }
}

/// What the threads of a team share: the job and its number.
private final class Shared: @unchecked Sendable {
  typealias Job = @Sendable (Int) -> Void

  let barrier: Barrier
  private let number = Atomic(0)
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let bell: UnsafeMutablePointer<pthread_cond_t>
  /// Written by the one who posts, before the number changes; read after.
  private var job: Job?

  init(parts: Int) {
    func counter() -> UnsafeMutablePointer<Atomic<Int>> {
      // Two cache lines apart, so that those who look don't slow those who write.
      let place = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: 16)
      place.initialize(to: Atomic(0))
      return place
    }
    barrier = Barrier(arrived: counter(), round: counter(), parts: parts)
    lock = .allocate(capacity: 1)
    bell = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(bell, nil)
  }

  deinit {
    pthread_cond_destroy(bell)
    pthread_mutex_destroy(lock)
    lock.deallocate()
    bell.deallocate()
    barrier.arrived.deallocate()
    barrier.round.deallocate()
  }

  /// Gives all threads a job; nil ends them.
  func post(_ job: Job?) {
    self.job = job
    pthread_mutex_lock(lock)
    number.wrappingAdd(1, ordering: .releasing)
    pthread_cond_broadcast(bell)
    pthread_mutex_unlock(lock)
  }

  /// Forgets the job, which all have done.
  func clear() { job = nil }

  /// Waits for the job behind number `last`: some ten microseconds awake, then asleep.
  func next(after last: inout Int) -> Job? {
    var looks = 0
    while number.load(ordering: .acquiring) == last && looks < 4000 {
      trm_processor_pause()
      looks += 1
    }
    if number.load(ordering: .acquiring) == last {
      pthread_mutex_lock(lock)
      while number.load(ordering: .acquiring) == last { pthread_cond_wait(bell, lock) }
      pthread_mutex_unlock(lock)
    }
    last += 1
    return job
  }
}
