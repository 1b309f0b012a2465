// The values in a result, independent of format.

package import Settings
package import Storage

/// A value of a result's field.
package enum Value: Equatable, Sendable {
  case string(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)
  case list([Value])
  case record([Field])
  case nothing

  /// A setting's value; `nothing` for nil.
  package init(_ value: SettingValue?) {
    switch value {
    case .integer(let value)?: self = .integer(value)
    case .number(let value)?: self = .number(value)
    case .word(let word)?: self = .string(word)
    case nil: self = .nothing
    }
  }

  /// A value of a JSON file.
  package init(_ json: JSON) {
    switch json {
    case .null: self = .nothing
    case .bool(let value): self = .bool(value)
    case .number(let text): self = Int(text).map { .integer($0) } ?? .optional(Double(text))
    case .string(let text): self = .string(text)
    case .array(let values): self = .list(values.map { Value($0) })
    case .object(let members): self = .record(members.map { Field($0.key, Value($0.value)) })
    }
  }

  /// What was typed: a number if it is one, else text.
  package init(typed text: String) {
    self =
      Int(text).map { .integer($0) } ?? Double(text).flatMap { $0.isFinite ? .number($0) : nil }
      ?? .string(text)
  }

  /// A probability, to six decimals.
  static func probability(_ value: Double) -> Value { .number((value * 1e6).rounded() / 1e6) }

  /// A number; `nothing` for nil.
  package static func optional(_ value: Double?) -> Value { value.map { .number($0) } ?? .nothing }

  /// An integer; `nothing` for nil.
  package static func optional(_ value: Int?) -> Value { value.map { .integer($0) } ?? .nothing }

  /// True or false; `nothing` for nil.
  package static func optional(_ value: Bool?) -> Value { value.map { .bool($0) } ?? .nothing }

  /// Text; `nothing` for nil.
  package static func optional(_ value: String?) -> Value { value.map { .string($0) } ?? .nothing }

  /// The value as JSON; `nothing` is null.
  package var json: JSON {
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

  /// The value as text, as in CSV, `expect` and `echo`.
  package var text: String {
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

  /// The value as a number; nil if it isn't one.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .string(let text): Double(text)
    default: nil
    }
  }
}

/// A named value of a result.
package struct Field: Equatable, Sendable {
  package let name: String
  package let value: Value

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
