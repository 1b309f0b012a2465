// One size after the other, to see that time grows as the arithmetic does.

package import Network
internal import Settings

extension Benchmark {
  /// Measures the sizes of a network that a growth goes through.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func grow(_ growth: Growth, _ weights: Weights, batch: Int) throws -> [Measurement] {
    try growth.sizes.map { size in
      var c = weights.configuration
      var (batch, depth) = (batch, 1)
      switch growth {
      case .depth: depth = size
      case .batch: batch = size
      case .length: c.length = size
      case .width:
        // Heads keep their width where that can be.
        let head = c.headWidth
        c.heads = size % head == 0 ? size / head : 1
        c.innerWidth = c.innerWidth * size / c.width
        c.width = size
        if c.puzzleWidth > 0 { c.puzzleWidth = min(c.puzzleWidth, c.prefix * size) }
      }
      let weights =
        c == weights.configuration
        ? weights : try Weights.initial(c, seed: workbench.settings.randomSeed)
      let engine = FastEngine(weights, capacity: batch, threadPool: workbench.threadPool)
      engine.begin(try Self.questions(c, count: batch))
      return try watch.measure(
        "\(growth.rawValue) \(size)", batch, Double(depth) * c.operations(batch: batch)
      ) {
        for step in 1...depth { _ = engine.step(step, cycles: c.cycles, inner: c.inner) }
      }
    }
  }
}

extension Benchmark.Growth {
  fileprivate var sizes: [Int] {
    switch self {
    case .depth: [1, 2, 4, 8, 16]
    case .batch: [1, 2, 4, 8, 16, 32, 64]
    case .length: [8, 16, 32, 64, 128]
    case .width: [32, 64, 96, 128, 192, 256]
    }
  }
}
