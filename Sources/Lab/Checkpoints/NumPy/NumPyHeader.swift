// The header of a `.npy` file: a Python dictionary literal with three entries.

internal import Storage

/// The header's contents: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NumPyHeader: Equatable {
  /// What is wrong with a header, and what to do.
  struct ParseError: Error {
    let reason: String
  }

  /// NumPy's name of the element type.
  var type: String
  /// Whether the array is column-major.
  var isFortran: Bool
  /// The shape, outermost dimension first.
  var shape: [Int]

  /// The header as NumPy writes it.
  var text: String {
    let extents = shape.map(String.init).joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(extents),)" : "(\(extents))"
    let order = isFortran ? "True" : "False"
    return "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(tuple), }"
  }

  init(type: String, isFortran: Bool, shape: [Int]) {
    self.type = type
    self.isFortran = isFortran
    self.shape = shape
  }

  init(parsing text: [UInt8]) throws(ParseError) {
    var scanner = Scanner(text: text)
    var (type, order, shape): (String?, Bool?, [Int]?)
    try scanner.expect("{")
    while !scanner.take("}") {
      let key = try scanner.string()
      try scanner.expect(":")
      switch key {
      case "descr" where type == nil:
        guard scanner.next != UInt8(ascii: "[") else {
          throw ParseError(reason: "it contains records, not numbers; save one field at a time")
        }
        type = try scanner.string()
      case "fortran_order" where order == nil: order = try scanner.bool()
      case "shape" where shape == nil: shape = try scanner.tuple()
      default:
        throw ParseError(
          reason: "its header has a duplicate or unknown entry '\(legible(key))'; save it again")
      }
      if !scanner.take(",") {
        try scanner.expect("}")
        break
      }
    }
    guard scanner.next == nil else { throw scanner.parseError() }
    guard let type, let order, let shape else {
      throw ParseError(reason: "its header lacks descr, fortran_order or shape; save it again")
    }
    self.init(type: type, isFortran: order, shape: shape)
  }

  /// The element type.
  ///
  /// - Throws: `ParseError` for types other than native little-endian numbers.
  func element() throws(ParseError) -> ElementType {
    if let element = Self.elements.first(where: { $0.type == type })?.element { return element }
    let name = legible(type)
    if type.hasPrefix(">") {
      throw ParseError(
        reason:
          "it contains big-endian numbers ('\(name)'); save array.astype('<\(name.dropFirst())')"
      )
    }
    if type.hasPrefix("|O") {
      throw ParseError(reason: "it contains Python objects; save an array of numbers")
    }
    throw ParseError(
      reason: "unsupported element type '\(name)'; save array.astype('<f4')")
  }

  /// NumPy's names of the element types; of several names of one type, the first is written.
  static let elements: [(type: String, element: ElementType)] = [
    ("<f8", .float64), ("<f4", .float32), ("<f2", .float16), ("<i8", .int64), ("<i4", .int32),
    ("<i2", .int16), ("|i1", .int8), ("<u8", .uint64), ("<u4", .uint32), ("<u2", .uint16),
    ("|u1", .uint8), ("|b1", .bool), ("<i1", .int8), ("<u1", .uint8), ("<b1", .bool),
    ("=f8", .float64), ("=f4", .float32), ("=f2", .float16), ("=i8", .int64), ("=i4", .int32),
    ("=i2", .int16), ("=u8", .uint64), ("=u4", .uint32), ("=u2", .uint16),
  ]
}

/// A scanner for the Python literals in a header.
private struct Scanner {
  let text: [UInt8]
  var place = 0

  /// The next byte that isn't white space, or nil at the end.
  var next: UInt8? {
    mutating get {
      while place < text.count, text[place] == 0x20 || (0x09...0x0D).contains(text[place]) {
        place += 1
      }
      return place < text.count ? text[place] : nil
    }
  }

  func parseError() -> NumPyHeader.ParseError {
    NumPyHeader.ParseError(
      reason: "its header is damaged at byte \(place); download or save it again")
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(NumPyHeader.ParseError) {
    guard take(character) else { throw parseError() }
  }

  /// A string in single or double quotes, without escapes.
  mutating func string() throws(NumPyHeader.ParseError) -> String {
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw parseError()
    }
    let start = place + 1
    guard let end = text[start...].firstIndex(of: quote),
      let string = String(validating: text[start..<end], as: UTF8.self)
    else { throw parseError() }
    place = end + 1
    return string
  }

  mutating func bool() throws(NumPyHeader.ParseError) -> Bool {
    _ = next
    for (word, value) in [("True", true), ("False", false)]
    where text[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return value
    }
    throw parseError()
  }

  /// A tuple of counts: `()`, `(3,)`, `(3, 4)`.
  mutating func tuple() throws(NumPyHeader.ParseError) -> [Int] {
    var values: [Int] = []
    try expect("(")
    while !take(")") {
      guard let first = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
        throw parseError()
      }
      let digits = text[place...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let value = Int(String(decoding: digits, as: UTF8.self)) else { throw parseError() }
      values.append(value)
      place = digits.endIndex
      _ = take("L")  // a long integer of Python 2
      if !take(",") {
        try expect(")")
        break
      }
    }
    return values
  }
}
