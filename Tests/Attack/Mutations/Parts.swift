// Several files as one input: names and contents, in a form that can be damaged and cut.

/// A named file of an input.
struct Part {
  var name: String
  var bytes: [UInt8]
}

/// Files as one input: for each its name, a line feed, its size in digits, a line feed, its bytes.
func packed(_ parts: [Part]) -> [UInt8] {
  parts.flatMap { part in
    Array("\(part.name)\n\(part.bytes.count)\n".utf8) + part.bytes
  }
}

/// The files of an input; what can't be read ends the last one.
func unpacked(_ bytes: [UInt8]) -> [Part] {
  var parts: [Part] = []
  var rest = bytes[...]
  while let name = line(&rest), let size = line(&rest).flatMap({ Int($0) }), size >= 0 {
    parts.append(Part(name: name, bytes: Array(rest.prefix(size))))
    rest = rest.dropFirst(size)
  }
  return parts
}

/// The next line of text, without its end.
private func line(_ rest: inout ArraySlice<UInt8>) -> String? {
  guard let end = rest.firstIndex(of: 10) else { return nil }
  defer { rest = rest[(end + 1)...] }
  return String(decoding: rest[..<end], as: UTF8.self)
}

/// Little-endian bytes.
func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
