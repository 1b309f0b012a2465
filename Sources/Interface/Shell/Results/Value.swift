// Results are values: what a command found, apart from how it is shown.

internal import Checkpoints
internal import Storage

/// One thing that a command found.
enum Value: Equatable, Sendable {
  case string(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)
  case list([Value])
  case record([Field])
  case nothing

  /// For machines.
  var json: JSON {
    switch self {
    case .string(let text): .string(text)
    case .integer(let value): .integer(value)
    case .number(let value): .float(value)
    case .bool(let value): .bool(value)
    case .list(let values): .array(values.map(\.json))
    case .record(let fields): .object(fields.map { .init($0.name, $0.value.json) })
    case .nothing: .null
    }
  }

  /// The value as text, as `expect` compares it and `echo` shows it.
  var text: String {
    switch self {
    case .string(let text): text
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .bool(let value): String(value)
    case .list(let values): values.map(\.text).joined(separator: " ")
    case .record(let fields): fields.map { "\($0.name) \($0.value.text)" }.joined(separator: " ")
    case .nothing: ""
    }
  }

  /// The value as a number, where it is one.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .string(let text): Double(text)
    default: nil
    }
  }
}

/// A named value of a result.
struct Field: Equatable, Sendable {
  let name: String
  let value: Value

  init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
