// Checks for every error: it is a FileError, names the file and ends with advice.

import Checkpoints
import Storage
import Testing

/// The `FileError` that `body` must throw; its message must name the file and end with advice.
func fault<Result>(
  _ body: () throws -> Result, at location: SourceLocation = #_sourceLocation
) -> FileError? {
  do {
    _ = try body()
    Issue.record("no error was thrown", sourceLocation: location)
  } catch let error as FileError {
    checkSentence(error, at: location)
    return error
  } catch {
    Issue.record("not a FileError: \(error)", sourceLocation: location)
  }
  return nil
}

/// Checks that a message names its file first and has advice after a semicolon.
func checkSentence(_ error: FileError, at location: SourceLocation = #_sourceLocation) {
  #expect(error.description.contains(": "), sourceLocation: location)
  #expect(error.reason.contains("; "), "\(error)", sourceLocation: location)
  #expect(
    !error.description.unicodeScalars.contains { $0.value < 0x20 }, "\(error)",
    sourceLocation: location)
}

/// The little-endian bytes of `value`.
func little<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
