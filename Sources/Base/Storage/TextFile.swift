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
  ///
  /// After a signal after which `goesOn` is false, it is as much as came until then.
  package static func read(
    _ path: String, while goesOn: () -> Bool = { true }
  ) throws -> String {
    try FileError.check(path, .missing)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MappedFile.openError(path, code: errno) }
    defer { close(descriptor) }
    return try read(descriptor, path, while: goesOn)
  }

  /// Standard input to its end, or as much of it as came until a signal after which `goesOn` is
  /// false.
  ///
  /// - Throws: `FileError`, `.inputOutput`, or `.badData` if there are more than ``largest`` bytes.
  package static func readStandardInput(while goesOn: () -> Bool) throws -> String {
    try read(STDIN_FILENO, "<stdin>", while: goesOn)
  }

  private static func read(
    _ descriptor: Int32, _ path: String, while goesOn: () -> Bool
  ) throws -> String {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65536)
    while goesOn() {
      let count = Platform.read(descriptor, &block, block.count)
      if count > 0 {
        bytes += block[..<count]
        guard bytes.count <= largest else {
          throw FileError(
            path, .badData, "has more than \(largest >> 20) MiB of text; give a smaller file")
        }
      } else if count == 0 {
        break
      } else if errno == EISDIR {
        throw FileError(path, .unreadable, "is a folder, not a file; give a file name in it")
      } else if errno != EINTR {
        throw FileError.system(
          path, .inputOutput, "can't be read", code: errno, advice: "check the disk and try again")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
