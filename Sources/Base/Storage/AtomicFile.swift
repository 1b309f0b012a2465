// Atomic file replacement: a file is replaced as a whole or not at all.

internal import Platform

/// Writes files so that readers see either the old or the new contents.
package enum AtomicFile {
  /// Writes a temporary file beside `path`, syncs it, and renames it to `path`.
  ///
  /// An existing file keeps its mode. A symbolic link stays, and its target is replaced. A device
  /// or a pipe is written to directly. On any error the old file is unchanged and no new file is
  /// left.
  ///
  /// - Returns: what `body` returns.
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`, and whatever `body` throws.
  package static func write<Result>(
    to path: String, _ body: (FileWriter) throws -> Result
  ) throws -> Result {
    try FileError.check(path, .cannotWrite)
    let target = try Target(path)
    if target.isStream { return try writeDirectly(to: path, body) }
    let temporary = try Temporary(beside: target, path: path)
    let losses = MappedPages.losses
    let result: Result
    do {
      let writer = FileWriter(temporary.descriptor, path: path)
      result = try body(writer)
      try writer.flush()
      try MappedFile.requireNoLoss(since: losses)
      if let status = target.status { temporary.adopt(status) }
      try temporary.commit(to: target.path, path: path)
    } catch {
      temporary.discard()
      throw error
    }
    try syncFolder(target.folder, path: path)
    return result
  }

  /// Replaces the file at `path` with `text`.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`.
  package static func write(_ text: String, to path: String) throws {
    try write(to: path) { try $0.write(text) }
  }

  /// Writes to a device or a pipe, which can't be replaced.
  private static func writeDirectly<Result>(
    to path: String, _ body: (FileWriter) throws -> Result
  ) throws -> Result {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw createError(path, code: errno) }
    defer { close(descriptor) }
    let writer = FileWriter(descriptor, path: path)
    let result = try body(writer)
    try writer.flush()
    return result
  }

  /// Syncs the folder, so that the rename survives a power failure.
  static func syncFolder(_ folder: String, path: String) throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }  // the folder may be writable but not readable
    defer { close(descriptor) }
    if fsync(descriptor) != 0, errno == EIO { throw FileWriter.writeError(path, code: errno) }
  }

  /// The error for a file that can't be created.
  package static func createError(_ path: String, code: Int32) -> FileError {
    switch code {
    case ENOENT, ENOTDIR:
      FileError(path, .cannotWrite, "its folder doesn't exist; create it first")
    case EACCES, EPERM, EROFS:
      FileError.system(
        path, .cannotWrite, "can't be written", code: code,
        advice: "choose another folder or change the permissions")
    case ENOSPC, EDQUOT, EIO: FileWriter.writeError(path, code: code)
    default:
      FileError.system(
        path, .cannotWrite, "can't be created", code: code, advice: "choose another name or folder")
    }
  }
}
