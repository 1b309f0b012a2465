// How weights start, as the official code starts them.

internal import Kernels
internal import Platform

extension Weights {
  /// Fresh weights: matrices and the answer head from a normal of spread 1/√inputs, tables of
  /// 1/√D, y₀ and z₀ of 1, all cut at two spreads; the halting head is 0 with a bias of -5, so
  /// that a new network never halts; puzzle embeddings are 0.
  ///
  /// - Throws: `ConfigurationError` if the configuration is impossible.
  package static func initial(_ configuration: Configuration, seed: UInt64) throws -> Weights {
    let weights = try Weights(configuration)
    var generator = SeededGenerator(seed: seed)
    for parameter in weights.table.parameters {
      let values = weights.values.base + parameter.offset
      switch parameter.role {
      case .bias:
        values.update(repeating: -5, count: parameter.count)
      case .head where parameter.key == "q_head.weight",
        .table where parameter.key == "puzzle_emb.weights":
        break
      case .matrix, .head:
        generator.fill(values, parameter.count, spread: 1 / Double(parameter.shape[1]).squareRoot())
      case .table:
        generator.fill(
          values, parameter.count, spread: 1 / Double(configuration.width).squareRoot())
      case .start:
        generator.fill(values, parameter.count, spread: 1)
      }
    }
    return weights
  }
}

extension SeededGenerator {
  /// The spread of a standard normal that is cut at ±2: √(1 - 4 φ(2) / (2 Φ(2) - 1)).
  private static let cutSpread = 0.879_625_661_034_239

  /// Fills with a normal cut at two spreads, widened so that `spread` is its spread after the cut.
  fileprivate mutating func fill(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, spread: Double
  ) {
    for i in 0..<count { values[i] = Float(cutNormal() * spread / Self.cutSpread) }
  }

  /// A standard normal number, drawn again while it lies beyond ±2.
  private mutating func cutNormal() -> Double {
    while true {
      let radius = (-2 * log(1 - uniform())).squareRoot()
      let value = radius * cos(2 * Double.pi * uniform())
      if abs(value) <= 2 { return value }
    }
  }
}
