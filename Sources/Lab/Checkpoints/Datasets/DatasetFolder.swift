// The folder of a data set: its parts, and the files that they share.

internal import Platform
internal import Storage

/// Writes whole data sets.
package enum DatasetFolder {
  /// Writes `parts` (such as train and test), identifiers.json with the names of puzzles, and
  /// puzzle.json with `puzzle`; `tests` is what test_puzzles.json holds, if there is one.
  ///
  /// A data set that was there is exchanged for the new one in one step. Where that can't be done,
  /// as in the current folder or beside other files, all descriptions are removed first and each is
  /// written last, so that what interrupts it leaves no data set instead of a mixed one.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`.
  package static func write(
    _ parts: [(name: String, writer: DatasetWriter)], puzzle: String,
    names: [String] = ["<blank>"], tests: String? = nil, to path: String
  ) throws {
    func fill(_ folder: String) throws {
      for (name, _) in parts {
        try makeFolder(folder + "/" + name)
        try DatasetWriter.retract(folder + "/" + name)
      }
      try AtomicFile.write(
        JSON.array(names.map { .string($0) }).text + "\n", to: folder + "/identifiers.json")
      if let tests { try AtomicFile.write(tests + "\n", to: folder + "/test_puzzles.json") }
      try AtomicFile.write(puzzle + "\n", to: folder + "/puzzle.json")
      for (name, writer) in parts {
        try writer.write(
          to: folder + "/" + name, identifiers: names.count > 1 ? names.count : nil)
      }
    }
    if try AtomicFolder.write(to: path, isOurs: isPart, fill) { return }
    try fill(path)
  }

  /// Checks that a data set may be written, before any work.
  ///
  /// - Throws: `FileError` if there is one and `force` is false.
  package static func requireReplaceable(_ path: String, force: Bool) throws {
    for part in ["train", "test"] {
      try AtomicFile.requireReplaceable("\(path)/\(part)/dataset.json", force: force)
    }
  }

  /// Whether a path in a data set's folder is one that data sets have.
  private static func isPart(_ path: String) -> Bool {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    switch (names.count, names[0]) {
    case (1, "identifiers.json"), (1, "puzzle.json"), (1, "test_puzzles.json"): return true
    case (2, "train"), (2, "test"):
      return ["", "dataset.json"].contains(names[1])
        || names[1].hasSuffix(".npy") && names[1].contains("__")
    default: return false
    }
  }

  /// Makes a folder unless it is there.
  private static func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw AtomicFile.createError(path, code: errno)
    }
  }
}
