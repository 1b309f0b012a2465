// Memory-mapped files. Writes to the memory are private and never reach the file.

internal import Platform

/// A regular file mapped into memory: pages are read on demand and copied on write.
///
/// The mapping stays valid if the file is replaced or deleted. If another program truncates the
/// file in place, reading the lost pages raises SIGBUS.
package final class MappedFile: @unchecked Sendable {
  /// The file as the caller named it.
  package let path: String
  private let base: UnsafeMutableRawPointer
  private let count: Int
  /// Kept open so that pages can be mapped a second time.
  private let descriptor: Int32

  /// All of the file's bytes.
  package var bytes: Bytes { Bytes(borrowing: base, count: count, owner: self) }

  /// Maps the file at `path`.
  ///
  /// - Throws: `FileError`: `.missing`; `.unreadable` without permission or if it isn't a regular
  ///   file; `.badData` if it is empty.
  package init(_ path: String) throws {
    try FileError.check(path, .missing)
    // O_NONBLOCK: opening a pipe must not wait for its other end; it is refused below.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.openError(path, code: errno) }
    var isMapped = false
    defer { if !isMapped { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.openError(path, code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw FileError(path, .unreadable, "is a folder, not a file; give a file name in it")
    default:
      throw FileError(path, .unreadable, "is not a regular file; copy its contents to one first")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      throw FileError(path, .badData, "is empty; download or save it again")
    }
    let memory = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, descriptor, 0)
    guard let memory, memory != MAP_FAILED else {
      throw FileError.system(
        path, .inputOutput, "can't be mapped into memory", code: errno,
        advice: "free some memory or copy the file to a local disk")
    }
    self.path = path
    self.descriptor = descriptor
    base = memory
    count = size
    isMapped = true
  }

  deinit {
    munmap(base, count)
    close(descriptor)
  }

  /// The offset of `part` in the file; nil if it isn't a slice of this file's bytes.
  package func offset(of part: Bytes) -> Int? {
    guard part.owner === self else { return nil }
    return part.base - base
  }

  /// Maps whole pages of the file a second time, at `target`; false on failure.
  package func map(_ range: Range<Int>, over target: UnsafeMutableRawPointer) -> Bool {
    let memory = mmap(
      target, range.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED,
      descriptor, off_t(range.lowerBound))
    return memory == target
  }

  /// The error for a file that can't be opened.
  package static func openError(_ path: String, code: Int32) -> FileError {
    switch code {
    case ENOENT, ENOTDIR:
      FileError(path, .missing, "no such file; check the name and the folder")
    case EACCES, EPERM:
      FileError(path, .unreadable, "permission denied; change its mode or owner")
    case EIO:
      FileError.system(
        path, .inputOutput, "can't be read", code: code, advice: "check the disk and try again")
    default:
      FileError.system(
        path, .unreadable, "can't be opened", code: code, advice: "choose another file")
    }
  }
}
