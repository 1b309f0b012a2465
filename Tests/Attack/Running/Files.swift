// Files, without the programs under attack.

import Platform

/// The bytes of a file.
func bytes(of path: String) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw Finding("can't open \(path)") }
  defer { close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  guard size > 0 else { return [] }
  return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
  }
}

/// Writes a file in place, without a rename.
func put(_ bytes: [UInt8], at path: String) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw Finding("can't create \(path)") }
  defer { close(descriptor) }
  let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  try require(count == bytes.count, "can't write \(path)")
}

/// Prints a line at once.
func say(_ line: String) { _ = writeAll(line + "\n", to: STDOUT_FILENO) }

/// Prints a row of a table: a name, and values on the right of columns.
func say(_ name: String, width: Int, _ columns: [(value: Any, width: Int)]) {
  say(
    columns.reduce(name + String(repeating: " ", count: max(0, width - name.count))) {
      let text = "\($1.value)"
      return $0 + String(repeating: " ", count: max(1, $1.width - text.count)) + text
    })
}

/// The names in a folder, sorted.
func fileNames(in folder: String) -> [String] {
  (namesInFolder(folder) ?? []).filter { $0 != "." && $0 != ".." }
}

/// Files of a folder, which are put back after a session has changed them.
struct KeptFolder {
  private let folder: String
  private let whole: [String: [UInt8]]
  private var stamps: [String: [Int]] = [:]

  /// Remembers the files that are there now, folders included.
  init(_ folder: String) throws {
    self.folder = folder
    var whole: [String: [UInt8]] = [:]
    func walk(_ part: String) throws {
      for name in fileNames(in: folder + "/" + part) {
        let path = part + name
        if isFolder(folder + "/" + path) {
          try walk(path + "/")
        } else {
          whole[path] = try bytes(of: folder + "/" + path)
        }
      }
    }
    try walk("")
    self.whole = whole
    for path in whole.keys { stamps[path] = stamp(folder + "/" + path) }
  }

  /// Deletes what is new, and writes again what is changed or gone.
  mutating func restore() throws {
    let folders = Set(whole.keys.flatMap(Self.parents))
    clean("", folders)
    for path in folders.sorted() { mkdir(folder + "/" + path, 0o755) }
    for (path, bytes) in whole where stamp(folder + "/" + path) != stamps[path] {
      unlink(folder + "/" + path)
      try put(bytes, at: folder + "/" + path)
      stamps[path] = stamp(folder + "/" + path)
    }
  }

  private func clean(_ part: String, _ folders: Set<String>) {
    for name in fileNames(in: folder + "/" + part) {
      let path = part + name
      if isFolder(folder + "/" + path) {
        clean(path + "/", folders)
        if !folders.contains(path) { rmdir(folder + "/" + path) }
      } else if whole[path] == nil {
        unlink(folder + "/" + path)
      }
    }
  }

  private static func parents(_ path: String) -> [String] {
    let parts = path.split(separator: "/")
    return (1..<max(parts.count, 1)).map { parts.prefix($0).joined(separator: "/") }
  }
}

private func isFolder(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// What tells whether a file has changed.
private func stamp(_ path: String) -> [Int] {
  var status = stat()
  guard lstat(path, &status) == 0 else { return [] }
  return [
    Int(status.st_ino), Int(status.st_size), Int(status.st_mode), status.st_mtim.tv_sec,
    status.st_mtim.tv_nsec,
  ]
}
