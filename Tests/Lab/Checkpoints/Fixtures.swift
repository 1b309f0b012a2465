// The small checkpoints of other programs in this folder, and what is in them.

import Checkpoints
import Foundation
import Kernels
import Network
import Support
import Testing

/// Files that `scripts/make-fixtures` wrote.
enum Fixtures {
  /// Where they lie.
  static let folder = Shared.checkout.appending(path: "Tests/Lab/Checkpoints/Fixtures").path

  /// The path of one.
  static func path(_ name: String) -> String { folder + "/" + name }

  /// What is known of all of them.
  static var known: ConfigurationOverrides {
    var known = ConfigurationOverrides()
    (known.heads, known.length) = (2, 4)
    return known
  }

  /// Whether weights are those that PyTorch says are in a file, bit for bit.
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
