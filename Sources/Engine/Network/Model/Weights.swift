// A network's weights: a configuration, its parameter table and one flat buffer.

package import Kernels
internal import Wording

/// The weights of one network; they must not change while a run uses them.
package final class Weights: @unchecked Sendable {
  /// The network's shape.
  package let configuration: Configuration
  /// The layout of `values`.
  package let table: ParameterTable
  /// Every weight, in the table's order.
  package let values: FloatBuffer

  /// Weights that own `values`, by default zeros.
  ///
  /// - Throws: `ConfigurationError` if the configuration is invalid or the count doesn't match.
  package init(_ configuration: Configuration, values: consuming FloatBuffer? = nil) throws {
    try configuration.validate()
    table = ParameterTable(configuration)
    self.configuration = configuration
    if let values {
      guard values.count == table.count else {
        throw ConfigurationError(
          description: "got \(counted(values.count, "weight")); the network has \(table.count)")
      }
      self.values = values
    } else {
      self.values = FloatBuffer(count: table.count)
    }
  }

  /// The first float of the parameter with an official key; traps if there is none.
  package func pointer(_ key: String) -> UnsafeMutablePointer<Float> {
    values.base + table.offset(key)
  }

  /// A copy with its own memory.
  package func copy() -> Weights {
    do {
      return try Weights(configuration, values: values.copy())
    } catch {
      preconditionFailure("can't copy the weights: \(error)")
    }
  }
}
