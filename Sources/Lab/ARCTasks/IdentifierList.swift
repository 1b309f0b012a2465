// The names of puzzle embeddings: `identifiers.json` of a data set, which may have a million.

package import Puzzles
internal import Storage

/// The names in `identifiers.json`, by the numbers of their embeddings.
///
/// The file stays mapped; names are found by reading it from the start, so that a list of a million
/// takes no memory.
package struct IdentifierList: Sendable {
  /// The file.
  package let path: String
  private let file: MappedFile

  /// Maps the list at `path`.
  ///
  /// - Throws: `FileError`; `.badData` if it isn't a JSON array of strings.
  package init(_ path: String) throws {
    self.path = path
    file = try MappedFile(path)
    let isArray = bytes.first { !isSpace($0) } == UInt8(ascii: "[")
    guard isArray else {
      throw FileError(
        path, .badData, "isn't a list of names; take the identifiers.json of the data set")
    }
  }

  /// The file's bytes, valid while the file is.
  private var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: file.bytes.base, count: file.bytes.count)
  }

  /// Calls `body` with each name and its number in order until it returns false.
  ///
  /// - Throws: `FileError`, `.badData`, at what isn't a list of strings.
  package func forEach(_ body: (_ number: Int, _ name: String) -> Bool) throws {
    try file.requireUnchanged()
    let bytes = bytes
    defer { withExtendedLifetime(file) {} }
    var place = (bytes.firstIndex(of: UInt8(ascii: "[")) ?? 0) + 1
    var number = 0
    func damaged() -> FileError {
      FileError(
        path, .badData,
        "isn't a list of names: entry \(number) isn't a string; take the "
          + "identifiers.json of the data set")
    }
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        var (end, isEscaped) = (place + 1, false)
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
          let skipped = bytes[end] == UInt8(ascii: "\\") ? 2 : 1
          isEscaped = isEscaped || skipped == 2
          end += skipped
        }
        guard end < bytes.count else { throw damaged() }
        let text = String(decoding: bytes[place + 1..<end], as: UTF8.self)
        // JSON's own rules for what is escaped.
        let name = isEscaped ? (try? JSON(parsing: "\"\(text)\""))?.string : text
        guard let name else { throw damaged() }
        if !body(number, name) { return }
        number += 1
        place = end + 1
      case UInt8(ascii: "]"): return
      case UInt8(ascii: ","): place += 1
      case let byte where isSpace(byte): place += 1
      default: throw damaged()
      }
    }
    throw damaged()
  }

  /// The augmentations that it names, by task.
  ///
  /// - Throws: as ``forEach(_:)``.
  package func augmentations() throws -> [String: [ARCTransform]] {
    var found: [String: [ARCTransform]] = [:]
    try forEach { _, name in
      let (task, transform) = ARCTransform.parse(name)
      if transform != .identity { found[task, default: []].append(transform) }
      return true
    }
    return found
  }

  /// The number of a name; nil if it isn't listed.
  ///
  /// - Throws: as ``forEach(_:)``.
  package func number(of name: String) throws -> Int? {
    var found: Int?
    try forEach { number, other in
      if other == name { found = number }
      return found == nil
    }
    return found
  }

  /// The name of a number; nil if the list is shorter.
  ///
  /// - Throws: as ``forEach(_:)``.
  package func name(of number: Int) throws -> String? {
    var found: String?
    try forEach { other, name in
      if other == number { found = name }
      return other < number
    }
    return found
  }
}

/// Whether a byte is white space in JSON.
private func isSpace(_ byte: UInt8) -> Bool { [9, 10, 13, 32].contains(byte) }
