// Names with several values each, and all their combinations.

/// `NAME=VALUE,VALUE...` for some names.
package struct Sweep: Sendable {
  /// A name with its values.
  package struct Axis: Equatable, Sendable {
    package let name: String
    package let values: [String]
  }

  /// The most combinations.
  package static let most = 10_000

  /// The names in the order in which they were typed.
  package let axes: [Axis]

  /// What was typed, every name as `canonical` gives it.
  ///
  /// - Throws: `Diagnostic` if a word isn't `NAME=VALUES`, a name is repeated or there are too
  ///   many combinations, and what `canonical` throws.
  package init(_ words: [String], canonical: (String) throws -> String) throws {
    var axes: [Axis] = []
    var count = 1
    for word in words {
      let (typed, text) = try pair(word, hint: "for example: depth=1,2,4,8")
      let name = try canonical(typed)
      let values = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard !values.contains("") else {
        throw Diagnostic(
          .usage, "'\(word)' has an empty value", about: .argument(word),
          hint: "for example: \(name)=1,2,4")
      }
      guard !axes.contains(where: { $0.name == name }) else {
        throw Diagnostic(
          .usage, "'\(name)' is given twice", about: .argument(name),
          hint: "give all its values at once")
      }
      count *= values.count
      guard count <= Self.most else {
        throw Diagnostic(
          .usage, "more than \(Self.most) combinations", hint: "give fewer values")
      }
      axes.append(Axis(name: name, values: values))
    }
    self.axes = axes
  }

  /// Every combination, a value for each axis; the last axis changes fastest.
  package var combinations: [[String]] {
    axes.reduce([[]]) { combinations, axis in
      combinations.flatMap { combination in axis.values.map { combination + [$0] } }
    }
  }
}
