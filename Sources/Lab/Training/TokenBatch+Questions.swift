// Questions of a puzzle as a batch for an engine.

package import Network
package import Puzzles

extension TokenBatch {
  /// The questions, one after the other.
  ///
  /// - Throws: `ConfigurationError` if they don't fit the network.
  package init(_ questions: [Question], for network: Configuration) throws {
    try self.init(
      tokens: questions.flatMap(\.tokens), puzzles: questions.map(\.puzzle), for: network)
  }
}
