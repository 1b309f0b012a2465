// Reading a whole file as text. Unlike a mapped file, it may be a pipe.

internal import Platform

/// Reads files as text.
package enum TextFile {
  /// The maximum size of a file: a device or a pipe may never end.
  package static let largest = 64 << 20

  /// The file at `path` as UTF-8; invalid bytes become `\u{FFFD}`.
  ///
  /// - Throws: `FileError`: `.missing`, `.unreadable`, `.inputOutput`, or `.badData` if it has more
  ///   than ``largest`` bytes.
  package static func read(_ path: String) throws -> String {
    try FileError.check(path, .missing)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MappedFile.openError(path, code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Platform.read(descriptor, &block, block.count)
      if count > 0 {
        bytes += block[..<count]
        guard bytes.count <= largest else {
          throw FileError(
            path, .badData, "has more than \(largest >> 20) MiB of text; give a smaller file")
        }
      } else if count == 0 {
        return String(decoding: bytes, as: UTF8.self)
      } else if errno == EISDIR {
        throw FileError(path, .unreadable, "is a folder, not a file; give a file name in it")
      } else if errno != EINTR {
        throw FileError.system(
          path, .inputOutput, "can't be read", code: errno, advice: "check the disk and try again")
      }
    }
  }
}
