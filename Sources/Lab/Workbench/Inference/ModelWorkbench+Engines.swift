// Engines for the model in memory.

package import Kernels
package import Network
internal import Records
package import Settings

extension ModelWorkbench {
  /// The p below which an answer is doubtful; 0 for none.
  package var doubt: Double { settings.doubt ?? model?.calibration.doubt ?? 0 }

  /// As many threads as the setting says.
  package var threadPool: ThreadPool { engines.threadPool(settings.threads) }

  /// An engine for one question at a time with `breadth` rollouts, by default of the kind in the
  /// settings.
  ///
  /// - Throws: `Diagnostic` if no model is loaded or there isn't enough memory.
  package func engine(breadth: Int = 1, kind: EngineKind? = nil) throws -> any Engine {
    let kind = kind ?? settings.engine
    let threadPool = threadPool
    if let weights = model?.weights,
      let engine = engines.engine(kind, capacity: breadth, of: weights, on: threadPool)
    {
      return engine
    }
    let weights = try requireModel().weights
    let engine = try engine(for: weights, capacity: breadth, kind: kind)
    engines.keep(engine, kind, capacity: breadth)
    return engine
  }

  /// A new engine for up to `capacity` questions at a time.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory.
  package func engine(
    for weights: Weights, capacity: Int, kind: EngineKind? = nil
  ) throws -> any Engine {
    if let engine = dedicatedEngine(for: weights) { return engine }
    let kind = kind ?? settings.engine
    let c = weights.configuration
    try requireMemory(
      floats: kind == .reference
        ? c.referenceEngineFloats(count: capacity)
        : c.fastEngineFloats(capacity: capacity, threads: threadPool.count),
      hint: capacity > 1
        ? "use a smaller breadth or fewer threads" : "this model is too large for this machine")
    return kind == .reference
      ? ReferenceEngine(weights) : FastEngine(weights, capacity: capacity, threadPool: threadPool)
  }
}
