// JSON values that keep the order of members and the spelling of numbers. The same value always
// gives the same text.

/// A JSON value (RFC 8259).
package indirect enum JSON: Equatable, Sendable {
  /// A member of an object.
  package struct Member: Equatable, Sendable {
    /// The name.
    package let key: String
    /// The value.
    package let value: JSON

    /// Creates a member.
    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as written.
  case number(String)
  /// A string.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object: members in order, without duplicate names.
  case object([Member])

  /// An integer.
  package static func integer(_ value: Int) -> JSON { .number(String(value)) }

  /// A float in its shortest exact digits; null if it isn't finite.
  package static func float<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ value: Number
  ) -> JSON {
    value.isFinite ? .number(String(value)) : .null
  }

  /// The value of the member `key` of an object, or nil.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text of a string, or nil.
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a number without fraction or exponent that fits `Int`, or nil.
  package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

  /// The value of a number, or nil.
  package var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }

  /// The elements of an array, or nil.
  package var array: [JSON]? { if case .array(let values) = self { values } else { nil } }

  /// The members of an object, or nil.
  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The value with the members of all objects sorted by name.
  package var sorted: JSON {
    switch self {
    case .array(let values): .array(values.map(\.sorted))
    case .object(let members):
      .object(members.map { Member($0.key, $0.value.sorted) }.sorted { $0.key < $1.key })
    default: self
    }
  }

  /// The value as compact JSON text.
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

  /// Appends `string` in quotes, with only the necessary escapes.
  private static func append(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // Terminals act on C1 controls, too.
      case "\u{0}"..<"\u{20}", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
