// The `.npz` format: named `.npy` arrays in a ZIP archive of stored entries.

package import Storage

/// Arrays under names, as `numpy.savez` writes them.
package struct NumPyArchive: Sendable {
  /// The arrays in the archive's order.
  package let arrays: [NamedArray]

  private static let ending = ".npy"

  /// An archive's contents.
  package init(_ arrays: [NamedArray]) {
    self.arrays = arrays
  }

  /// The array called `name`, or nil.
  package subscript(name: String) -> StoredArray? { arrays.first { $0.name == name }?.array }

  /// Maps the archive at `path` and checks every array and its checksum.
  ///
  /// - Throws: `FileError`; `.badData` for anything that isn't a whole archive of number arrays.
  package static func read(_ path: String) throws -> NumPyArchive {
    try NumPyArchive(MappedFile(path).bytes, path: path)
  }

  /// The arrays in `bytes`, which are a whole archive; `path` names it in errors.
  ///
  /// - Throws: `FileError`, `.badData`, for anything that isn't a whole archive of number arrays.
  package init(_ bytes: Bytes, path: String) throws {
    let archive = try ZipArchive(
      bytes, path: path, advice: "save it with numpy.savez (not savez_compressed) or fetch it again"
    )
    arrays = try archive.entries.map { entry in
      guard entry.name.hasSuffix(Self.ending) else {
        throw FileError(
          path, .badData,
          "holds '\(legible(entry.name))', which is no .npy array; save it with numpy.savez")
      }
      let name = String(entry.name.dropLast(Self.ending.count))
      let content = try archive.bytes(of: entry)
      return NamedArray(name, try NumPyArray.parse(content, path: path, name: name))
    }
  }

  /// Writes the archive at `path`, replacing it whole; the same arrays give the same bytes.
  ///
  /// - Throws: `FileError`; `.cannotWrite` also for a name that is taken, empty or too long.
  package func write(to path: String) throws {
    var names: Set<String> = []
    for named in arrays {
      let name = named.name
      guard !name.isEmpty, name.utf8.count <= 1000, !name.utf8.contains(0),
        names.insert(name).inserted
      else {
        throw FileError(
          path, .cannotWrite,
          "an array can't be called '\(legible(name))' here (empty, long or taken); rename it")
      }
    }
    let headers = try arrays.map { Bytes(try NumPyArray.header(of: $0.array, path: path)) }
    try AtomicFile.write(to: path) { writer in
      var archive = ZipWriter(writer)
      for (header, named) in zip(headers, arrays) {
        try archive.add(named.name + Self.ending, [header, named.array.bytes])
      }
      try archive.finish()
    }
  }
}
