// What a training run may be asked to reach before it stops.

internal import Language

/// `exact>=0.99` or `loss<=0.01`.
package struct TrainingGoal: Sendable {
  /// As it was typed.
  package let text: String
  /// Whether held-out questions decide.
  package let isOnHeldOut: Bool
  private let limit: Double

  /// A goal as it is typed.
  ///
  /// - Throws: `Diagnostic` if it is none.
  package init(_ text: String) throws {
    let compact = text.filter { !$0.isWhitespace }
    let isExact = compact.hasPrefix("exact>=")
    guard isExact || compact.hasPrefix("loss<="),
      let limit = Double(compact.drop { !$0.isNumber && $0 != "." && $0 != "-" })
    else {
      throw Diagnostic(
        .usage, "invalid training goal '\(text)'", about: .argument(text),
        hint: "exact>=0.99 or loss<=0.01")
    }
    self.text = compact
    self.limit = limit
    isOnHeldOut = isExact
  }

  /// Whether it is reached.
  package func isReached(loss: Double?, exact: Double?) -> Bool {
    isOnHeldOut ? exact.map { $0 >= limit } ?? false : loss.map { $0 <= limit } ?? false
  }
}
