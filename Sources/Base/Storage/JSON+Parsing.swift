// A strict JSON parser: duplicate names, deep nesting and trailing text are errors with a position.
// No extensions, no comments, no NaN.

/// A syntax error in JSON text.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The byte offset, from 0.
  package let offset: Int
  /// What is wrong.
  package let reason: String

  /// The reason and the position.
  package var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
  /// Parses `text`.
  ///
  /// - Throws: `JSONError` at the first error.
  package init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Bytes(Array(text.utf8)))
  }

  /// Parses the UTF-8 text in `bytes`.
  ///
  /// - Throws: `JSONError` at the first error.
  package init(parsing bytes: Bytes) throws(JSONError) {
    let result: Result<JSON, JSONError> = bytes.withUnsafeBytes { buffer in
      var parser = Parser(bytes: buffer)
      do throws(JSONError) {
        return .success(try parser.document())
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }
}

/// A recursive descent parser; `bytes` outlives it.
private struct Parser {
  let bytes: UnsafeRawBufferPointer
  var place = 0
  var depth = 0

  /// The maximum nesting of objects and arrays.
  static let deepest = 64

  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  func failure(_ reason: String) -> JSONError { JSONError(offset: place, reason: reason) }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard next == nil else { throw failure("unexpected text after the value") }
    return value
  }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
    guard take(character) else { throw failure("expected '\(character)'") }
  }

  mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard let byte = next else { throw failure("unexpected end of text") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
    case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.list() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw failure("expected a value")
    }
  }

  mutating func nested(
    _ body: (inout Parser) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < Self.deepest else { throw failure("nested too deeply") }
    depth += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  mutating func object() throws(JSONError) -> JSON {
    place += 1
    var members: [JSON.Member] = []
    var keys: Set<String> = []
    skipSpace()
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      let start = place
      guard next == UInt8(ascii: "\"") else { throw failure("expected a name in quotes") }
      let key = try string()
      guard keys.insert(key).inserted else {
        throw JSONError(offset: start, reason: "duplicate name '\(legible(key))'")
      }
      skipSpace()
      try expect(":")
      members.append(JSON.Member(key, try value()))
      skipSpace()
    } while take(",")
    try expect("}")
    return .object(members)
  }

  mutating func list() throws(JSONError) -> JSON {
    place += 1
    var values: [JSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    repeat {
      values.append(try value())
      skipSpace()
    } while take(",")
    try expect("]")
    return .array(values)
  }

  mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let length = word.utf8CodeUnitCount
    guard place + length <= bytes.count,
      (0..<length).allSatisfy({ bytes[place + $0] == word.utf8Start[$0] })
    else { throw failure("expected a value") }
    place += length
    return value
  }

  mutating func number() throws(JSONError) -> JSON {
    let start = place
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return .number(String(decoding: bytes[start..<place], as: UTF8.self))
  }

  mutating func digits() throws(JSONError) {
    let start = place
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { place += 1 }
    guard place > start else { throw failure("a digit is missing") }
  }

  /// The string at `place`, quotes included; escapes are replaced.
  mutating func string() throws(JSONError) -> String {
    place += 1
    let first = place
    var start = place
    var unescaped: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let last = bytes[start..<place]
        let text =
          unescaped.isEmpty
          ? String(validating: last, as: UTF8.self)
          : String(validating: unescaped + last, as: UTF8.self)
        guard let text else {
          throw JSONError(offset: first, reason: "invalid UTF-8 in a string")
        }
        place += 1
        return text
      case UInt8(ascii: "\\"):
        unescaped += bytes[start..<place]
        place += 1
        unescaped += try escaped().utf8
        start = place
      case 0..<0x20: throw failure("control character in a string")
      default: place += 1
      }
    }
    throw failure("unterminated string")
  }

  mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw failure("unterminated string") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw failure("unknown escape in a string")
    }
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // A character beyond 16 bits is a pair: D800...DBFF, then DC00...DFFF.
    guard first < 0xDC00, take("\\"), take("u") else {
      throw failure("unpaired surrogate in a string")
    }
    let second = try fourDigits()
    guard second >= 0xDC00, second <= 0xDFFF,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("unpaired surrogate in a string") }
    return scalar
  }

  mutating func fourDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("expected four hexadecimal digits")
      }
      place += 1
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
