// Names with several values each, and all combinations of them. It knows nothing of what they mean.

/// `NAME=VALUE,VALUE...` for some names.
struct Sweep: Sendable {
  /// A name with its values.
  struct Axis: Equatable, Sendable {
    let name: String
    let values: [String]
  }

  /// The most combinations.
  static let most = 10_000

  /// The names in the order in which they were typed.
  let axes: [Axis]

  /// What was typed, every name as `canonical` gives it.
  ///
  /// - Throws: `ShellError` where a word is no `NAME=VALUES`, a name stands twice or there are too
  ///   many combinations, and what `canonical` throws.
  init(_ words: [String], canonical: (String) throws -> String) throws {
    var axes: [Axis] = []
    var count = 1
    for word in words {
      let (typed, text) = try pair(word, hint: "for example: depth=1,2,4,8")
      let name = try canonical(typed)
      let values = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard !values.contains("") else {
        throw ShellError(
          .usage, "'\(word)' has an empty value", hint: "for example: \(name)=1,2,4")
      }
      guard !axes.contains(where: { $0.name == name }) else {
        throw ShellError(.usage, "'\(name)' is given twice", hint: "give all its values at once")
      }
      count *= values.count
      guard count <= Self.most else {
        throw ShellError(
          .usage, "these are more than \(Self.most) combinations", hint: "give fewer values")
      }
      axes.append(Axis(name: name, values: values))
    }
    self.axes = axes
  }

  /// Every combination, a value for each axis; the last axis changes fastest.
  var combinations: [[String]] {
    axes.reduce([[]]) { combinations, axis in
      combinations.flatMap { combination in axis.values.map { combination + [$0] } }
    }
  }
}
