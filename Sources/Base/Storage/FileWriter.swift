// Buffered writing to an open file; `AtomicFile` opens, syncs and closes it.

internal import Platform

/// A buffered writer; large pieces are written without copying.
package final class FileWriter {
  /// The number of bytes written so far.
  package private(set) var count = 0
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// Creates a writer to an open file; `path` names it in errors.
  package init(_ descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Writes `bytes`.
  ///
  /// - Throws: `FileError`, `.inputOutput`, if writing fails.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    count += bytes.count
    if bytes.count >= Self.capacity {
      try flush()
      try send(bytes)
    } else {
      buffer.append(contentsOf: bytes)
      if buffer.count >= Self.capacity { try flush() }
    }
  }

  /// Writes `bytes`.
  package func write(_ bytes: Bytes) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Writes `bytes`.
  package func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Writes `text` as UTF-8.
  package func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  /// Writes the buffered bytes to the file.
  package func flush() throws {
    try buffer.withUnsafeBytes { try send($0) }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes `bytes` to the file with as many system calls as needed.
  private func send(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Linux writes at most 2 GiB in one call; macOS refuses more.
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let written = Platform.write(descriptor, part.baseAddress, part.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw FileWriter.writeError(path, code: errno)
      }
      rest = rest.dropFirst(written)
    }
  }

  /// The error for a failed write.
  package static func writeError(_ path: String, code: Int32) -> FileError {
    let advice =
      switch code {
      case ENOSPC, EDQUOT: "free some space or choose another disk, then save again"
      case EFBIG: "choose another disk or raise the file size limit, then save again"
      case EFAULT: "a file in use was cut short; load it again, then save"
      default: "check the disk, then save again"
      }
    return FileError.system(path, .inputOutput, "can't be written", code: code, advice: advice)
  }
}
