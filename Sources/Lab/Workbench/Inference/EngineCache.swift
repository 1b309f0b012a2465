// The engine and the threads in use, kept until the weights, the threads or the demand change.

package import Kernels
package import Network
package import Settings

/// Engines and threads that are reused from one question to the next.
package struct EngineCache {
  private var kept: (engine: any Engine, kind: EngineKind, capacity: Int)?
  private var threads: ThreadPool?

  /// As many threads as a setting says.
  package mutating func threadPool(_ count: Int) -> ThreadPool {
    if let threads, threads.count == count { return threads }
    let threadPool = ThreadPool(count)
    threads = threadPool
    return threadPool
  }

  /// The kept engine, if it is one of these weights and this kind for as many rollouts on
  /// `threadPool`.
  package func engine(
    _ kind: EngineKind, capacity: Int, of weights: Weights, on threadPool: ThreadPool
  )
    -> (any Engine)?
  {
    guard let kept, kept.kind == kind, kept.capacity == capacity,
      kept.engine.weights === weights, threads === threadPool
    else { return nil }
    return kept.engine
  }

  /// Keeps an engine.
  package mutating func keep(_ engine: any Engine, _ kind: EngineKind, capacity: Int) {
    kept = (engine, kind, capacity)
  }
}
