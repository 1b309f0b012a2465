// The variables that `let` sets.

internal import Language

/// Variables by name, with a limit on their size.
package struct Variables {
  /// The names of the built-in variables.
  package static let builtIn = ["ans", "status", "model", "file", "dir"]
  /// The maximum number of bytes in all values.
  package static let largest = 16 << 20

  /// The values by name.
  package private(set) var values: [String: String] = [:]
  private var bytes = 0

  /// No variables.
  package init() {}

  /// A variable's value, or nil.
  package subscript(name: String) -> String? { values[name] }

  /// Sets a variable.
  ///
  /// - Throws: `Diagnostic` for a name that can't be written as `$NAME` or is built in, and if the
  ///   values get too large.
  package mutating func set(_ name: String, to value: String) throws {
    guard !name.isEmpty, name.allSatisfy(Lexer.isNamePart), name.first?.isNumber == false else {
      throw Diagnostic(
        .usage, "invalid variable name '\(name)'", about: .argument(name),
        hint: "use letters, digits and _")
    }
    guard !Self.builtIn.contains(name) else {
      throw Diagnostic(
        .usage, "$\(name) is built in", about: .argument(name), hint: "choose another name")
    }
    let total = bytes - (values[name]?.utf8.count ?? 0) + value.utf8.count
    guard total <= Self.largest else {
      throw Diagnostic(
        .usage, "the variables have more than \(Self.largest >> 20) MiB of text",
        about: .argument(name), hint: "use fewer or shorter values")
    }
    values[name] = value
    bytes = total
  }
}
