// The `.npz` format: `.npy` arrays in a ZIP archive.

package import Storage

/// Named arrays, as written by `numpy.savez`.
package struct NumPyArchive: Sendable {
  /// The arrays in the archive's order.
  package let arrays: [NamedArray]

  private static let ending = ".npy"

  /// Creates an archive's contents.
  package init(_ arrays: [NamedArray]) {
    self.arrays = arrays
  }

  /// The array named `name`, or nil.
  package subscript(name: String) -> StoredArray? { arrays.first { $0.name == name }?.array }

  /// Maps the archive at `path` and checks every array and its checksum.
  ///
  /// - Throws: `FileError`; `.badData` if it isn't a complete archive of numeric arrays.
  package static func read(_ path: String) throws -> NumPyArchive {
    try NumPyArchive(MappedFile(path).bytes, path: path)
  }

  /// Maps the archive at `path` and checks its arrays of numbers; other things in it are passed over.
  ///
  /// - Throws: `FileError`; `.badData` if it isn't a complete archive with arrays of numbers.
  package static func readNumbers(_ path: String) throws -> NumPyArchive {
    try NumPyArchive(
      weights: ZipArchive(
        MappedFile(path).bytes, path: path,
        advice: "save it with numpy.savez or download it again"))
  }

  /// Parses `bytes`, a whole archive; `path` names it in errors.
  ///
  /// - Throws: `FileError`, `.badData`, if it isn't a complete archive of numeric arrays.
  package init(_ bytes: Bytes, path: String) throws {
    let archive = try ZipArchive(
      bytes, path: path,
      advice: "save it with numpy.savez or download it again"
    )
    arrays = try archive.entries.map { entry in
      guard entry.name.hasSuffix(Self.ending) else {
        throw FileError(
          path, .badData,
          "contains '\(legible(entry.name))', which isn't a .npy array; save it with numpy.savez")
      }
      let name = String(entry.name.dropLast(Self.ending.count))
      let content = try archive.bytes(of: entry)
      return NamedArray(name, try NumPyArray.parse(content, path: path, name: name))
    }
  }

  /// The arrays of numbers in an archive that may have other things beside them.
  ///
  /// - Throws: `FileError`, `.badData`, if an array is damaged or there is none.
  init(weights archive: ZipArchive) throws {
    arrays = try archive.entries.compactMap { entry in
      guard entry.name.hasSuffix(Self.ending) else { return nil }
      let name = String(entry.name.dropLast(Self.ending.count))
      let content = try archive.bytes(of: entry)
      guard NumPyArray.isNumeric(content) else { return nil }
      return NamedArray(name, try NumPyArray.parse(content, path: archive.path, name: name))
    }
    guard !arrays.isEmpty else {
      throw FileError(
        archive.path, .badData, "has no arrays of numbers; save the weights with numpy.savez")
    }
  }

  /// Writes the archive at `path` atomically; the same arrays give the same bytes.
  ///
  /// - Throws: `FileError`; `.cannotWrite` also for a duplicate, empty or too long name.
  package func write(to path: String) throws {
    var names: Set<String> = []
    for named in arrays {
      let name = named.name
      guard !name.isEmpty, name.utf8.count <= 1000, !name.utf8.contains(0),
        names.insert(name).inserted
      else {
        throw FileError(
          path, .cannotWrite,
          "invalid array name '\(legible(name))' (empty, too long or duplicate); rename it")
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
