// A file as memory. Writes to the memory stay private: they never reach the file.

internal import Platform

/// A plain file mapped into memory: pages are read when they are touched, and written pages are
/// copied, so that the file stays as it is.
///
/// The file may be replaced or removed meanwhile (the mapping keeps the old one); a program that
/// cuts it short in place takes the pages away, which no reader of mapped memory survives.
package final class MappedFile: @unchecked Sendable {
  /// The file as the caller named it.
  package let path: String
  private let base: UnsafeMutableRawPointer
  private let count: Int
  /// Open as long as the mapping, so that its pages can be mapped elsewhere too.
  private let descriptor: Int32

  /// All of the file's bytes.
  package var bytes: Bytes { Bytes(borrowing: base, count: count, owner: self) }

  /// Maps the file at `path`.
  ///
  /// - Throws: `FileError`: `.missing`; `.unreadable` for no permission or anything but a plain
  ///   file; `.badData` for an empty one.
  package init(_ path: String) throws {
    try FileError.check(path, .missing)
    // Opening a pipe must not wait for its other end: what is no plain file is refused below.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.refusal(path, code: errno) }
    var isMapped = false
    defer { if !isMapped { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.refusal(path, code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw FileError(path, .unreadable, "is a folder, not a file; name a file in it")
    default:
      throw FileError(path, .unreadable, "is not a plain file; copy its contents to one first")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      throw FileError(path, .badData, "is empty; fetch or save it again")
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

  /// Where `part`, a slice of this file's bytes, begins in the file; nil if it is none.
  package func offset(of part: Bytes) -> Int? {
    guard part.owner === self else { return nil }
    return part.base - base
  }

  /// Maps whole pages of the file once more, over memory at `target`; false if that can't be.
  package func map(_ range: Range<Int>, over target: UnsafeMutableRawPointer) -> Bool {
    let memory = mmap(
      target, range.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED,
      descriptor, off_t(range.lowerBound))
    return memory == target
  }

  /// Whether there is a plain file at `path`.
  package static func isThere(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The error for a file that can't be opened.
  package static func refusal(_ path: String, code: Int32) -> FileError {
    switch code {
    case ENOENT, ENOTDIR:
      FileError(path, .missing, "there is no such file; check the name and the folder")
    case EACCES, EPERM:
      FileError(path, .unreadable, "there is no permission to read it; change its mode or owner")
    case EIO:
      FileError.system(
        path, .inputOutput, "can't be read", code: code, advice: "check the disk and try again")
    default:
      FileError.system(
        path, .unreadable, "can't be opened", code: code, advice: "name another file")
    }
  }
}
