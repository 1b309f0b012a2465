// Small checkpoints of other programs, and their contents.

import Checkpoints
import Foundation
import Kernels
import Network
import Support
import Testing

/// The files written by `scripts/make-fixtures`.
enum Fixtures {
  /// The folder of the fixtures.
  static let folder = Shared.checkout.appending(path: "Tests/Lab/Checkpoints/Fixtures").path

  /// The path of a fixture.
  static func path(_ name: String) -> String { folder + "/" + name }

  /// Settings that all fixtures share.
  static var known: ConfigurationOverrides {
    var known = ConfigurationOverrides()
    (known.heads, known.length) = (2, 4)
    return known
  }

  /// Whether weights equal bit for bit what PyTorch reads from a file.
  static func check(
    _ weights: Weights, are file: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try NumPyArchive.read(path("weights.npz"))
    for parameter in weights.table.parameters {
      let array = try #require(
        expected["\(file)/\(parameter.key)"], "\(parameter.key)", sourceLocation: location)
      let bits = array.floats().array.map(\.bitPattern)
      let own = (0..<parameter.count).map { weights.values[parameter.offset + $0].bitPattern }
      #expect(own == bits, "\(file) \(parameter.key)", sourceLocation: location)
    }
  }
}
