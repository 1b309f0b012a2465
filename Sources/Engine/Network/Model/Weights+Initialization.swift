// The initialization of weights, as in the official code.

internal import Kernels
internal import Platform

extension Weights {
  /// New weights from truncated normal distributions: of standard deviation 1/√inputs for matrices
  /// and the answer head, 1/√D for embedding tables, 1 for y₀ and z₀.
  ///
  /// The halting head is 0 with a bias of -5, so a new network never halts; puzzle embeddings are
  /// 0.
  ///
  /// - Throws: `ConfigurationError` if the configuration is invalid.
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
        generator.fill(
          values, parameter.count, deviation: 1 / Double(parameter.shape[1]).squareRoot())
      case .table:
        generator.fill(
          values, parameter.count, deviation: 1 / Double(configuration.width).squareRoot())
      case .start:
        generator.fill(values, parameter.count, deviation: 1)
      }
    }
    return weights
  }
}

extension SeededGenerator {
  /// The standard deviation of a standard normal truncated at ±2: √(1 - 4 φ(2) / (2 Φ(2) - 1)).
  private static let truncatedDeviation = 0.879_625_661_034_239

  /// Fills with a normal truncated at two standard deviations, scaled to have the standard
  /// deviation `deviation`.
  fileprivate mutating func fill(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, deviation: Double
  ) {
    for i in 0..<count {
      values[i] = Float(truncatedNormal() * deviation / Self.truncatedDeviation)
    }
  }

  /// A standard normal number, redrawn while it is beyond ±2.
  private mutating func truncatedNormal() -> Double {
    while true {
      let radius = (-2 * log(1 - uniform())).squareRoot()
      let value = radius * cos(2 * Double.pi * uniform())
      if abs(value) <= 2 { return value }
    }
  }
}
