// Files in memory: small ones are read, large ones mapped. Writes to the memory never reach the
// file.

internal import Platform

/// A regular file in memory.
///
/// Files of up to ``maxCopied`` bytes are read, and don't depend on the file afterwards. Larger ones
/// are mapped: pages are read on demand and copied on write. A mapping stays valid if the file is
/// replaced or deleted; if another program changes it in place, ``requireUnchanged()`` tells. Pages
/// of a file that is cut short become zeros, and ``requireNoLoss(since:)`` tells.
package final class MappedFile: @unchecked Sendable {
  /// The file as the caller named it.
  package let path: String
  /// Whether the bytes are the file's own pages.
  package let isMapped: Bool
  private let base: UnsafeMutableRawPointer
  private let count: Int
  private let modified: timespec
  /// The size up to which files are read: 64 MiB.
  package static let maxCopied = 64 << 20
  /// Kept open so that pages can be mapped a second time.
  private let descriptor: Int32
  /// The number under which the pages are watched.
  private let watched: Int?

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
    var isComplete = false
    defer { if !isComplete { close(descriptor) } }
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
    let isMapped = size > Self.maxCopied
    let memory = mmap(
      nil, size, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_NORESERVE | (isMapped ? 0 : MAP_ANONYMOUS), isMapped ? descriptor : -1, 0)
    guard let memory, memory != MAP_FAILED else {
      throw FileError.system(
        path, .inputOutput, "can't be mapped into memory", code: errno,
        advice: "free some memory or copy the file to a local disk")
    }
    if !isMapped {
      do {
        try Self.fill(memory, size, from: descriptor, path)
      } catch {
        munmap(memory, size)
        throw error
      }
    }
    self.path = path
    self.descriptor = descriptor
    self.isMapped = isMapped
    modified = status.st_mtim
    base = memory
    count = size
    watched = isMapped ? MappedPages.watch(memory, count: size, path: path) : nil
    isComplete = true
  }

  /// Reads `count` bytes of a file.
  private static func fill(
    _ memory: UnsafeMutableRawPointer, _ count: Int, from descriptor: Int32, _ path: String
  ) throws(FileError) {
    var place = 0
    while place < count {
      let read = Platform.read(descriptor, memory + place, count - place)
      if read > 0 {
        place += read
      } else if read == 0 {
        throw FileError(path, .badData, "shrank while it was read; try again")
      } else if errno != EINTR {
        throw FileError.system(
          path, .inputOutput, "can't be read", code: errno, advice: "check the disk and try again")
      }
    }
  }

  /// Checks that a mapped file is still the one that was opened.
  ///
  /// Only changes in place matter: replacing the file by another one leaves the mapping as it was.
  ///
  /// - Throws: `FileError`, `.badData`, if its size or its modification time has changed.
  package func requireUnchanged() throws(FileError) {
    guard isMapped else { return }
    var status = stat()
    guard !MappedPages.isLost(watched), fstat(descriptor, &status) == 0,
      Int(status.st_size) == count,
      status.st_mtim.tv_sec == modified.tv_sec, status.st_mtim.tv_nsec == modified.tv_nsec
    else {
      throw FileError(path, .badData, "was changed while it was in use; load it again")
    }
  }

  deinit {
    MappedPages.forget(watched)
    munmap(base, count)
    close(descriptor)
  }

  /// Checks that no mapped file was cut short since there were `losses` of pages.
  ///
  /// - Throws: `FileError`, `.badData`, naming the file that was cut short last.
  package static func requireNoLoss(since losses: Int) throws(FileError) {
    guard MappedPages.losses != losses else { return }
    throw FileError(
      MappedPages.lastLostFile ?? "a file", .badData,
      "was cut short while it was in use; load it again")
  }

  /// The offset of `part` in the file; nil if it isn't a slice of this file's bytes.
  package func offset(of part: Bytes) -> Int? {
    guard part.owner === self else { return nil }
    return part.base - base
  }

  /// Maps whole pages of a mapped file a second time, at `target`; false on failure.
  package func map(_ range: Range<Int>, over target: UnsafeMutableRawPointer) -> Bool {
    guard isMapped else { return false }
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
