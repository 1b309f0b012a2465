// A JSON value with its members in order and its numbers as written, and its text: the same value
// gives the same bytes everywhere.

/// A JSON value (RFC 8259).
package indirect enum JSON: Equatable, Sendable {
  /// A member of an object.
  package struct Member: Equatable, Sendable {
    /// The member's name.
    package let key: String
    /// The member's value.
    package let value: JSON

    /// A member `key`: `value`.
    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A number, as it is written.
  case number(String)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Named values in order, no name twice.
  case object([Member])

  /// A whole number.
  package static func integer(_ value: Int) -> JSON { .number(String(value)) }

  /// A number in its shortest exact digits; what JSON can't write (not finite) becomes null.
  package static func float<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ value: Number
  ) -> JSON {
    value.isFinite ? .number(String(value)) : .null
  }

  /// The member `key` of an object, or nil.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text of a string, or nil.
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a number without fraction or exponent that fits, or nil.
  package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

  /// The value of a number, or nil.
  package var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }

  /// The elements of an array, or nil.
  package var array: [JSON]? { if case .array(let values) = self { values } else { nil } }

  /// The members of an object, or nil.
  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The same value with the members of every object sorted by name.
  package var sorted: JSON {
    switch self {
    case .array(let values): .array(values.map(\.sorted))
    case .object(let members):
      .object(members.map { Member($0.key, $0.value.sorted) }.sorted { $0.key < $1.key })
    default: self
    }
  }

  /// The value as compact text: no spaces, members in order.
  package var text: String {
    var result = ""
    append(to: &result)
    return result
  }

  /// Appends the value's text.
  package func append(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let string): Self.append(string, to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.append(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        Self.append(member.key, to: &text)
        text += ":"
        member.value.append(to: &text)
      }
      text += "}"
    }
  }

  /// Appends `string` in quotes, escaping only what must be.
  private static func append(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
