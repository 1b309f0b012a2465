// Engines for the model in memory.

package import Kernels
package import Network

extension ModelWorkbench {
  /// As many threads as the setting says.
  package var threadPool: ThreadPool { engines.threadPool(settings.threads) }

  /// An engine for one question at a time, or so many rollouts of it, of the kind that the setting
  /// names where nothing else does.
  ///
  /// - Throws: `Diagnostic` if no model is loaded or there is no room for as many rollouts.
  package func engine(breadth: Int = 1, kind: EngineKind? = nil) throws -> any Engine {
    let kind = kind ?? settings.engine
    let threadPool = threadPool
    if let weights = model?.weights,
      let engine = engines.engine(kind, capacity: breadth, of: weights, on: threadPool)
    {
      return engine
    }
    let weights = try requireModel().weights
    try requireRoom(weights.configuration, rollouts: breadth)
    let engine = engine(for: weights, capacity: breadth, kind: kind)
    engines.keep(engine, kind, capacity: breadth)
    return engine
  }

  /// A new engine for up to `capacity` questions at a time.
  package func engine(
    for weights: Weights, capacity: Int, kind: EngineKind? = nil
  ) -> any Engine {
    if let engine = dedicatedEngine(for: weights) { return engine }
    return (kind ?? settings.engine) == .reference
      ? ReferenceEngine(weights) : FastEngine(weights, capacity: capacity, threadPool: threadPool)
  }

  /// Refuses more rollouts at a time than there is memory for.
  package func requireRoom(_ c: Configuration, rollouts: Int) throws {
    guard rollouts > 1 else { return }
    let each = 6 * c.sequence * c.width + c.length * c.vocabulary
    try requireMemory(
      floats: Double(each) * Double(rollouts), hint: "use a smaller breadth")
  }
}
