// Writing `safetensors`. The same arrays and metadata give the same bytes.

internal import Storage

extension Safetensors {
  /// Writes the file at `path` atomically.
  ///
  /// Metadata is sorted by name; the header is padded with spaces so that the data starts at a
  /// multiple of 64.
  ///
  /// - Throws: `FileError`; `.cannotWrite` also for duplicate names.
  package func write(to path: String) throws {
    let header = try header(path: path)
    try AtomicFile.write(to: path) { writer in
      try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try writer.write($0) }
      try writer.write(header)
      for named in arrays { try writer.write(named.array.bytes) }
    }
  }

  /// The padded header.
  private func header(path: String) throws -> [UInt8] {
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let sorted = metadata.sorted { $0.key < $1.key }
      members.append(
        JSON.Member("__metadata__", .object(sorted.map { JSON.Member($0.key, .string($0.value)) })))
    }
    var names: Set<String> = ["__metadata__"]
    var offset = 0
    for named in arrays {
      guard names.insert(named.name).inserted else {
        throw FileError(
          path, .cannotWrite, "two arrays are named '\(legible(named.name))'; rename one of them")
      }
      let end = offset + named.array.bytes.count
      members.append(
        JSON.Member(
          named.name,
          .object([
            JSON.Member("dtype", .string(named.array.element.rawValue)),
            JSON.Member("shape", .array(named.array.shape.map { .integer($0) })),
            JSON.Member("data_offsets", .array([.integer(offset), .integer(end)])),
          ])))
      offset = end
    }
    var header = Array(JSON.object(members).text.utf8)
    while !(8 + header.count).isMultiple(of: 64) { header.append(0x20) }
    return header
  }
}
