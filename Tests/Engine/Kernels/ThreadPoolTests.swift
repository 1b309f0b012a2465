// Thread pools and arenas.

import Kernels
import Synchronization
import Testing

@Suite struct ThreadPoolTests {
  @Test("every part of each of many jobs runs once", arguments: [1, 2, 5])
  func parts(count: Int) {
    let threadPool = ThreadPool(count)
    let seen = Mutex([Int](repeating: 0, count: count))
    for _ in 0..<200 { threadPool.run { part in seen.withLock { $0[part] += 1 } } }
    #expect(seen.withLock { $0 } == [Int](repeating: 200, count: count))
  }

  @Test(
    "writes before a barrier are visible to all parts after it", arguments: [2, 4])
  func barrier(count: Int) {
    let threadPool = ThreadPool(count)
    let arena = Arena()
    nonisolated(unsafe) let values = arena.take(count)
    let wrong = Atomic(0)
    for _ in 0..<20 {
      threadPool.run { part in
        for round in 1...25 {
          values[part] = Float(round)
          threadPool.barrier.wait()
          for other in 0..<count where values[other] != Float(round) {
            wrong.add(1, ordering: .relaxed)
          }
          threadPool.barrier.wait()
        }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    withExtendedLifetime(arena) {}
  }

  @Test("thread pools can be created and destroyed, idle or after work")
  func lifetimes() {
    for round in 0..<50 {
      let threadPool = ThreadPool(3)
      if round.isMultiple(of: 2) { threadPool.run { _ in } }
    }
  }

  @Test("an arena's pieces are zeroed, aligned to a cache line and disjoint")
  func arena() {
    let arena = Arena()
    let (first, second) = (arena.take(5), arena.take(7))
    #expect(Int(bitPattern: first) % 64 == 0 && Int(bitPattern: second) % 64 == 0)
    for i in 0..<5 { first[i] = 9 }
    #expect((0..<7).allSatisfy { second[$0] == 0 })
    let numbers = arena.take(Int32.self, count: 3) { Int32($0 * $0) }
    #expect((0..<3).map { numbers[$0] } == [0, 1, 4])
    withExtendedLifetime(arena) {}
  }
}
