// What an `expect` claims, and whether it holds.

internal import Language
internal import Platform
package import Presentation

/// What an `expect` says.
package struct Assertion {
  package var field: String
  package var operation = "=="
  package var value: String
  /// How far apart numbers may be, where that was said.
  private var tolerance: Double?

  /// Reads a claim; `field` is what it is about where it names none.
  package init(_ words: [String], field standard: String) throws {
    var words = words
    field = standard
    let usage = Diagnostic(
      .usage, "'expect' needs a value", hint: "for example: expect answer == 10")
    if words.count >= 3, words[words.count - 2] == "tol" {
      guard let number = Double(words[words.count - 1]), number >= 0 else {
        throw Diagnostic(
          .usage, "invalid tolerance '\(words[words.count - 1])'",
          about: .argument("\(words[words.count - 1])"), hint: "tol 0.01")
      }
      tolerance = number
      words.removeLast(2)
    }
    if let at = words.firstIndex(where: { ExpectCommand.operators.contains($0) }), at <= 1 {
      if at == 1 { field = words[0] }
      operation = words[at]
      words.removeFirst(at + 1)
    } else if words.count > 1 {
      throw Diagnostic(
        .usage, "unknown operator '\(words[1])'", about: .argument("\(words[1])"),
        hint: "use one of " + ExpectCommand.operators.joined(separator: " "))
    }
    guard !words.isEmpty else { throw usage }
    guard tolerance == nil || ["==", "!=", "~="].contains(operation) else {
      throw Diagnostic(
        .usage, "'\(operation)' takes no tolerance", about: .argument(operation),
        hint: "'tol' goes with ==, != and ~=")
    }
    value = words.joined(separator: " ")
  }

  /// The claim without its field, as it would be typed.
  package var condition: String {
    "\(operation) \(value)" + (tolerance.map { " tol \(plain($0))" } ?? "")
  }

  package func holds(for got: Value) throws -> Bool {
    let numbers = got.double.flatMap { left in Double(value).map { (left, $0) } }
    switch operation {
    case "==" where tolerance == nil: return numbers.map { $0 == $1 } ?? (got.text == value)
    case "!=" where tolerance == nil: return numbers.map { $0 != $1 } ?? (got.text != value)
    case "contains": return got.text.contains(value)
    case "=~": return try RegularExpression(value).matches(got.text)
    case "!~": return try !RegularExpression(value).matches(got.text)
    case "~=", "==", "!=":
      guard let numbers else { throw noNumbers(got) }
      let isNear = abs(numbers.0 - numbers.1) <= tolerance ?? 1e-6
      return isNear == (operation != "!=")
    default:
      guard let numbers else { throw noNumbers(got) }
      switch operation {
      case "<": return numbers.0 < numbers.1
      case "<=": return numbers.0 <= numbers.1
      case ">": return numbers.0 > numbers.1
      default: return numbers.0 >= numbers.1
      }
    }
  }

  private func noNumbers(_ got: Value) -> Diagnostic {
    Diagnostic(
      .expectation, "expected \(field) \(condition)",
      details: ["expected  a number \(condition)", "got       \(got.text)"])
  }
}
