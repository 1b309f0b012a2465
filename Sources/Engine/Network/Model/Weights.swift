// A network's numbers: a configuration, its table and one flat buffer. Read-only while a run uses it.

package import Kernels

/// The weights of one network: what a checkpoint holds, what an engine reads, what training changes.
package final class Weights: @unchecked Sendable {
  /// The network's shape.
  package let configuration: Configuration
  /// Where each parameter lies in `values`.
  package let table: ParameterTable
  /// Every weight, in the table's order.
  package let values: FloatBuffer

  /// Weights over `values`, or over zeros where none are given.
  ///
  /// - Throws: `ConfigurationError` if the configuration is impossible or the count doesn't fit.
  package init(_ configuration: Configuration, values: consuming FloatBuffer? = nil) throws {
    try configuration.validate()
    table = ParameterTable(configuration)
    self.configuration = configuration
    if let values {
      guard values.count == table.count else {
        throw ConfigurationError(
          description: "\(values.count) weights were given; the network has \(table.count)")
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

  /// The same weights in memory of their own.
  package func copy() -> Weights {
    do {
      return try Weights(configuration, values: values.copy())
    } catch {
      preconditionFailure("valid weights can be copied: \(error)")
    }
  }
}
