// The `safetensors` format: a JSON header with each tensor's type, shape and offsets, then the
// data. The whole header is validated on reading.

package import Storage
internal import Wording

/// A `safetensors` file: named arrays with metadata.
///
/// Layout: header length (8 bytes, little-endian), header (JSON), data. Offsets count from the
/// start of the data; the tensors fill the data without gaps.
package struct Safetensors: Sendable {
  /// The metadata strings by name.
  package let metadata: [String: String]
  /// The arrays, in the order of their data.
  package let arrays: [NamedArray]

  /// The maximum header length, the same as in the reference implementation.
  static let longestHeader = 100_000_000

  /// Creates a file's contents.
  package init(_ arrays: [NamedArray], metadata: [String: String] = [:]) {
    self.arrays = arrays
    self.metadata = metadata
  }

  /// The array named `name`, or nil.
  package subscript(name: String) -> StoredArray? { arrays.first { $0.name == name }?.array }

  /// Maps the file at `path` without copying arrays.
  ///
  /// - Throws: `FileError`; `.badData` if the file is incomplete or inconsistent.
  package static func read(_ path: String) throws -> Safetensors {
    try Safetensors(MappedFile(path).bytes, path: path)
  }

  /// Parses `bytes`, a whole file; `path` names it in errors.
  ///
  /// - Throws: `FileError`, `.badData`, if the file is incomplete or inconsistent.
  package init(_ bytes: Bytes, path: String) throws {
    func bad(_ what: String) -> FileError {
      FileError(
        path, .badData, "is not a valid safetensors file: \(what); download or save it again")
    }
    guard let length = bytes.integer(UInt64.self, at: 0) else {
      throw bad("it has \(counted(bytes.count, "byte")), fewer than the 8 of the header length")
    }
    guard length <= UInt64(Self.longestHeader) else {
      throw bad(
        "its header has \(counted(length, "byte")), more than the maximum of \(Self.longestHeader)")
    }
    let start = 8 + Int(length)
    guard let header = bytes[8..<start], let data = bytes[min(start, bytes.count)..<bytes.count]
    else {
      throw bad(
        "its header has \(counted(length, "byte")), but the file ends after \(bytes.count - 8)")
    }
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: header)
    } catch {
      throw bad("its header is not JSON: \(error)")
    }
    guard let members = json.members else { throw bad("its header is not a JSON object") }

    var metadata: [String: String] = [:]
    var entries: [Entry] = []
    do throws(Entry.ParseError) {
      for member in members {
        if member.key == "__metadata__" {
          metadata = try Self.metadata(member.value)
        } else {
          entries.append(try Entry(member.key, member.value))
        }
      }
      entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
      try Self.checkOrder(entries, count: data.count)
    } catch {
      throw bad(error.reason)
    }
    self.metadata = metadata
    arrays = try entries.map { entry in
      guard let part = data[entry.begin..<entry.end] else { throw bad("a tensor is out of bounds") }
      return NamedArray(entry.name, StoredArray(entry.element, shape: entry.shape, bytes: part))
    }
  }

  private static func metadata(_ value: JSON) throws(Entry.ParseError) -> [String: String] {
    guard let members = value.members else {
      throw Entry.ParseError(reason: "its metadata is not a JSON object")
    }
    var result: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else {
        throw Entry.ParseError(reason: "its metadata '\(legible(member.key))' is not a string")
      }
      result[member.key] = text
    }
    return result
  }

  /// Checks that the sorted `entries` fill `count` bytes without gap or overlap.
  private static func checkOrder(_ entries: [Entry], count: Int) throws(Entry.ParseError) {
    var end = 0
    for entry in entries {
      if entry.end > count {
        throw entry.parseError("ends at byte \(entry.end) of the data, which has \(count)")
      }
      if entry.begin < end { throw entry.parseError("overlaps the tensor before it") }
      if entry.begin > end {
        throw entry.parseError("leaves \(counted(entry.begin - end, "byte")) before it unused")
      }
      end = entry.end
    }
    if end < count {
      throw Entry.ParseError(reason: "\(counted(count - end, "byte")) unused after the last tensor")
    }
  }
}

/// A tensor's entry in the header; its data are the bytes `begin..<end`.
private struct Entry {
  /// What is wrong with the header.
  struct ParseError: Error {
    let reason: String
  }

  let name: String
  let element: ElementType
  let shape: [Int]
  let begin: Int
  let end: Int

  init(_ name: String, _ value: JSON) throws(ParseError) {
    func parseError(_ what: String) -> ParseError { Self.parseError(name, what) }
    guard let members = value.members else { throw parseError("is not described by a JSON object") }
    for member in members where !["dtype", "shape", "data_offsets"].contains(member.key) {
      throw parseError("has an unknown field '\(legible(member.key))'")
    }
    guard let type = value["dtype"]?.string else { throw parseError("has no dtype") }
    guard let element = ElementType(rawValue: type) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw parseError("has an unknown dtype '\(legible(type))' (known: \(known))")
    }
    guard let extents = value["shape"]?.array else { throw parseError("has no shape") }
    guard extents.count <= StoredArray.largestRank else {
      throw parseError(
        "has \(counted(extents.count, "dimension")), more than \(StoredArray.largestRank)")
    }
    let shape = extents.compactMap(\.integer)
    guard shape.count == extents.count, shape.allSatisfy({ $0 >= 0 }) else {
      throw parseError("has a shape that isn't a list of counts")
    }
    guard let offsets = value["data_offsets"]?.array, offsets.count == 2,
      let begin = offsets[0].integer, let end = offsets[1].integer, begin >= 0, begin <= end
    else { throw parseError("has no data_offsets of two ascending numbers") }
    guard let size = element.byteCount(of: shape) else {
      throw parseError("has shape \(shape), which is too large")
    }
    guard size == end - begin else {
      throw parseError(
        "has shape \(shape) of \(type), which needs \(counted(size, "byte")), but \(counted(end - begin, "byte")) of data"
      )
    }
    self.name = name
    self.element = element
    self.shape = shape
    self.begin = begin
    self.end = end
  }

  func parseError(_ what: String) -> ParseError { Self.parseError(name, what) }

  static func parseError(_ name: String, _ what: String) -> ParseError {
    ParseError(reason: "the tensor '\(legible(name))' \(what)")
  }
}
