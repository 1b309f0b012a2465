// bench --grow: one size after the other, to see that time grows as the arithmetic does.

internal import ArgumentParser
internal import Kernels
internal import Network

extension BenchCommand {
  /// What grows.
  enum Growth: String, CaseIterable, ExpressibleByArgument {
    case depth, batch, length, width

    /// Measures the sizes of a network.
    ///
    /// - Throws: `ShellError` if Ctrl-C stopped it.
    func measure(
      _ weights: Weights, batch: Int, _ watch: Stopwatch, _ session: Session
    ) throws -> [Measurement] {
      let sizes =
        switch self {
        case .depth: [1, 2, 4, 8, 16]
        case .batch: [1, 2, 4, 8, 16, 32, 64]
        case .length: [8, 16, 32, 64, 128]
        case .width: [32, 64, 96, 128, 192, 256]
        }
      return try sizes.map { size in
        var c = weights.configuration
        var (weights, batch, depth) = (weights, batch, 1)
        switch self {
        case .depth: depth = size
        case .batch: batch = size
        case .length:
          c.length = size
          weights = try Weights.initial(c, seed: session.settings.seed)
        case .width:
          // Heads keep their width where that can be.
          let head = c.headWidth
          c.heads = size % head == 0 ? size / head : 1
          c.innerWidth = c.innerWidth * size / c.width
          c.width = size
          if c.puzzleWidth > 0 { c.puzzleWidth = min(c.puzzleWidth, c.prefix * size) }
          weights = try Weights.initial(c, seed: session.settings.seed)
        }
        let engine = FastEngine(weights, capacity: batch, team: session.team)
        engine.begin(try BenchCommand.questions(weights.configuration, count: batch))
        return try watch.measure(
          "\(rawValue) \(size)", batch, Double(depth) * c.operations(batch: batch)
        ) {
          for step in 1...depth { _ = engine.step(step, cycles: c.cycles, inner: c.inner) }
        }
      }
    }
  }
}
