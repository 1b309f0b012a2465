// The `safetensors` format: a JSON header with every tensor's type, shape and place, then the bytes.
// Everything that the header says is checked here before anyone uses it.

package import Storage

/// A file of named arrays with metadata, as Hugging Face's `safetensors` defines it.
///
/// Layout: header length (8 bytes, little-endian), header (JSON), data. A tensor's place is counted
/// from the data's start; the tensors fill the data without gaps.
package struct Safetensors: Sendable {
  /// Free text under names.
  package let metadata: [String: String]
  /// The arrays in the order of their data.
  package let arrays: [NamedArray]

  /// A longer header is refused, as the reference implementation does.
  static let longestHeader = 100_000_000

  /// A file's contents from its parts.
  package init(_ arrays: [NamedArray], metadata: [String: String] = [:]) {
    self.arrays = arrays
    self.metadata = metadata
  }

  /// The array called `name`, or nil.
  package subscript(name: String) -> StoredArray? { arrays.first { $0.name == name }?.array }

  /// Maps the file at `path`; no array is copied.
  ///
  /// - Throws: `FileError`; `.badData` for anything that isn't a whole and consistent file.
  package static func read(_ path: String) throws -> Safetensors {
    try Safetensors(MappedFile(path).bytes, path: path)
  }

  /// The contents of `bytes`, which are a whole file; `path` names it in errors.
  ///
  /// - Throws: `FileError`, `.badData`, for anything that isn't a whole and consistent file.
  package init(_ bytes: Bytes, path: String) throws {
    func bad(_ what: String) -> FileError {
      FileError(path, .badData, "is not a whole safetensors file: \(what); fetch or save it again")
    }
    guard let length = bytes.integer(UInt64.self, at: 0) else {
      throw bad("it has \(bytes.count) bytes, fewer than the 8 of the header's length")
    }
    guard length <= UInt64(Self.longestHeader) else {
      throw bad("its header would have \(length) bytes, above the limit of \(Self.longestHeader)")
    }
    let start = 8 + Int(length)
    guard let header = bytes[8..<start], let data = bytes[min(start, bytes.count)..<bytes.count]
    else {
      throw bad("its header has \(length) bytes, of which \(bytes.count - 8) are there")
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
    do throws(Entry.Fault) {
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
      guard let part = data[entry.begin..<entry.end] else { throw bad("a tensor lies outside") }
      return NamedArray(entry.name, StoredArray(entry.element, shape: entry.shape, bytes: part))
    }
  }

  private static func metadata(_ value: JSON) throws(Entry.Fault) -> [String: String] {
    guard let members = value.members else {
      throw Entry.Fault(reason: "its metadata is not a JSON object")
    }
    var result: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else {
        throw Entry.Fault(reason: "its metadata '\(legible(member.key))' is not a string")
      }
      result[member.key] = text
    }
    return result
  }

  /// Checks that `entries`, sorted, fill `count` bytes without gap or overlap.
  private static func checkOrder(_ entries: [Entry], count: Int) throws(Entry.Fault) {
    var end = 0
    for entry in entries {
      if entry.end > count {
        throw entry.fault("ends at byte \(entry.end) of the data, which has \(count)")
      }
      if entry.begin < end { throw entry.fault("overlaps the tensor before it") }
      if entry.begin > end {
        throw entry.fault("leaves \(entry.begin - end) bytes before it unused")
      }
      end = entry.end
    }
    if end < count {
      throw Entry.Fault(reason: "\(count - end) bytes after the last tensor belong to none")
    }
  }
}

/// One tensor as the header describes it: its bytes are `begin..<end`, as many as its shape needs.
private struct Entry {
  /// What is wrong with a header.
  struct Fault: Error {
    let reason: String
  }

  let name: String
  let element: ElementType
  let shape: [Int]
  let begin: Int
  let end: Int

  init(_ name: String, _ value: JSON) throws(Fault) {
    func fault(_ what: String) -> Fault { Self.fault(name, what) }
    guard let members = value.members else { throw fault("is not described by a JSON object") }
    for member in members where !["dtype", "shape", "data_offsets"].contains(member.key) {
      throw fault("has an unknown field '\(legible(member.key))'")
    }
    guard let type = value["dtype"]?.string else { throw fault("has no dtype") }
    guard let element = ElementType(rawValue: type) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("has dtype '\(legible(type))', which is none of \(known)")
    }
    guard let extents = value["shape"]?.array else { throw fault("has no shape") }
    guard extents.count <= StoredArray.largestRank else {
      throw fault("has \(extents.count) dimensions, above \(StoredArray.largestRank)")
    }
    let shape = extents.compactMap(\.integer)
    guard shape.count == extents.count, shape.allSatisfy({ $0 >= 0 }) else {
      throw fault("has a shape that is not a list of counts")
    }
    guard let offsets = value["data_offsets"]?.array, offsets.count == 2,
      let begin = offsets[0].integer, let end = offsets[1].integer, begin >= 0, begin <= end
    else { throw fault("has no data_offsets of two growing numbers") }
    guard let size = element.byteCount(of: shape) else {
      throw fault("has the shape \(shape), too large for any machine")
    }
    guard size == end - begin else {
      throw fault("has shape \(shape) of \(type), \(size) bytes, but \(end - begin) bytes of data")
    }
    self.name = name
    self.element = element
    self.shape = shape
    self.begin = begin
    self.end = end
  }

  func fault(_ what: String) -> Fault { Self.fault(name, what) }

  static func fault(_ name: String, _ what: String) -> Fault {
    Fault(reason: "the tensor '\(legible(name))' \(what)")
  }
}
