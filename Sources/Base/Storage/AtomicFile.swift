// Files that are replaced whole or not at all. Nothing here knows what is written.

internal import Platform

/// Writing a file so that whoever looks finds the old contents or the new, never a part.
package enum AtomicFile {
  /// Writes a new file beside `path`, syncs it, and renames it over `path`.
  ///
  /// An existing file keeps its mode; a symbolic link stays, and what it points to is replaced; a
  /// device or a pipe is written to directly. On any error the new file is gone and the old whole.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`, and whatever `body` throws.
  package static func write(to path: String, _ body: (FileWriter) throws -> Void) throws {
    try FileError.check(path, .cannotWrite)
    let target = try Target(path)
    if target.isStream {
      try writeDirectly(to: path, body)
      return
    }
    let temporary = try Temporary(beside: target, path: path)
    do {
      let writer = FileWriter(temporary.descriptor, path: path)
      try body(writer)
      try writer.flush()
      if let status = target.status { temporary.adopt(status) }
      try temporary.commit(to: target.path, path: path)
    } catch {
      temporary.discard()
      throw error
    }
    try syncFolder(target.folder, path: path)
  }

  /// Writes `text` as the whole file at `path`.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`.
  package static func write(_ text: String, to path: String) throws {
    try write(to: path) { try $0.write(text) }
  }

  /// Writes to a device or a pipe, which can't be replaced.
  private static func writeDirectly(to path: String, _ body: (FileWriter) throws -> Void) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw refusal(path, code: errno) }
    defer { close(descriptor) }
    let writer = FileWriter(descriptor, path: path)
    try body(writer)
    try writer.flush()
  }

  /// Makes the renaming itself survive a power cut, where the file system can.
  private static func syncFolder(_ folder: String, path: String) throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }  // a folder that may be written but not read
    defer { close(descriptor) }
    if fsync(descriptor) != 0, errno == EIO { throw FileWriter.failure(path, code: errno) }
  }

  /// The error for a file that can't be made.
  package static func refusal(_ path: String, code: Int32) -> FileError {
    switch code {
    case ENOENT, ENOTDIR:
      FileError(path, .cannotWrite, "its folder doesn't exist; make it first")
    case EACCES, EPERM, EROFS:
      FileError.system(
        path, .cannotWrite, "can't be written", code: code,
        advice: "choose another place or change the permissions")
    case ENOSPC, EDQUOT, EIO: FileWriter.failure(path, code: code)
    default:
      FileError.system(
        path, .cannotWrite, "can't be made", code: code, advice: "choose another name or place")
    }
  }
}
