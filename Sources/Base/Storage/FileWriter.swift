// Buffered writing to an open file. It doesn't open, sync or close it: `AtomicFile` does.

internal import Platform

/// Where `AtomicFile` lets its caller write: small pieces are gathered, big ones pass through.
package final class FileWriter {
  /// The number of bytes written so far.
  package private(set) var count = 0
  private let descriptor: Int32
  private let path: String
  private var gathered: [UInt8] = []
  private static let capacity = 1 << 16

  package init(_ descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Writes `bytes` after what was written before.
  ///
  /// - Throws: `FileError`, `.inputOutput`, if the disk is full or broken.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    count += bytes.count
    if bytes.count >= Self.capacity {
      try flush()
      try send(bytes)
    } else {
      gathered.append(contentsOf: bytes)
      if gathered.count >= Self.capacity { try flush() }
    }
  }

  /// Writes all of `bytes`.
  package func write(_ bytes: Bytes) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Writes all of `bytes`.
  package func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Writes `text` as UTF-8.
  package func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  /// Hands everything gathered to the system.
  package func flush() throws {
    try gathered.withUnsafeBytes { try send($0) }
    gathered.removeAll(keepingCapacity: true)
  }

  /// Hands `bytes` to the system, however many calls that takes.
  private func send(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Linux passes at most 2 GiB in a call, macOS refuses more.
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let written = Platform.write(descriptor, part.baseAddress, part.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw FileWriter.failure(path, code: errno)
      }
      rest = rest.dropFirst(written)
    }
  }

  /// The error for writing that failed half-way.
  package static func failure(_ path: String, code: Int32) -> FileError {
    let advice =
      switch code {
      case ENOSPC, EDQUOT: "make room or choose another disk, then save again"
      case EFBIG: "choose another disk or raise the limit of file sizes, then save again"
      default: "check the disk, then save again"
      }
    return FileError.system(path, .inputOutput, "can't be written", code: code, advice: advice)
  }
}
