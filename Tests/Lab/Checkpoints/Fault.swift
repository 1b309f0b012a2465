// What these tests ask of every refusal: it is typed, names the file and ends with what to do.

import Checkpoints
import Storage
import Testing

/// The error that `body` throws, which must be about a file and say what to do.
func fault<Result>(
  _ body: () throws -> Result, at location: SourceLocation = #_sourceLocation
) -> FileError? {
  do {
    _ = try body()
    Issue.record("nothing was refused", sourceLocation: location)
  } catch let error as FileError {
    checkSentence(error, at: location)
    return error
  } catch {
    Issue.record("not a FileError: \(error)", sourceLocation: location)
  }
  return nil
}

/// Checks that `error` names its file first and ends with advice after a semicolon.
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
