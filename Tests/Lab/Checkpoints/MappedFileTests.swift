// Mapped files, and files that can't be mapped.

import Checkpoints
import Foundation
import Kernels
import Storage
import Support
import Testing

@Suite struct MappedFileTests {
  @Test("a mapped file has the file's bytes")
  func holdsBytes() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/three"
      try put([1, 2, 3], at: path)
      let bytes = try MappedFile(path).bytes
      #expect(bytes.array == [1, 2, 3])
      #expect(bytes[1..<3]?.array == [2, 3])
      #expect(bytes[1..<4] == nil)
    }
  }

  @Test("a write to mapped memory never reaches the file")
  func writesStayPrivate() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/floats.npy"
      try NumPyArray.write(StoredArray([1, 2] as [Float], shape: [2]), to: path)
      let before = try contents(of: path)
      let array = try NumPyArray.read(path)
      #expect(array.isBorrowable)
      let floats = array.floats()
      floats[0] = 7
      #expect(array.floats()[0] == 7, "the memory is shared")
      #expect(try contents(of: path) == before)
      #expect(try NumPyArray.read(path).floats()[0] == 1)
    }
  }

  @Test("mapped memory stays valid when the file is replaced and deleted")
  func outlivesFile() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/one"
      try AtomicFile.write("old", to: path)
      let bytes = try MappedFile(path).bytes
      try AtomicFile.write("new!", to: path)
      try FileManager.default.removeItem(atPath: path)
      #expect(bytes.array == Array("old".utf8))
    }
  }

  @Test("a small file doesn't depend on the file after it was read")
  func small() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/small"
      try put([1, 2, 3], at: path)
      let file = try MappedFile(path)
      #expect(!file.isMapped)
      #expect(truncate(path, 0) == 0)
      #expect(file.bytes.array == [1, 2, 3])
      try file.requireUnchanged()
    }
  }

  @Test("a mapped file that changes in place is an error, one that is replaced isn't")
  func changes() throws {
    try withTemporaryFolder { folder in
      let (path, other) = (folder + "/large", folder + "/other")
      try put([1], at: path)
      // A hole: it takes no room.
      #expect(truncate(path, off_t(MappedFile.maxCopied) + 1) == 0)
      try put([2], at: other)
      let file = try MappedFile(path)
      #expect(file.isMapped)
      try file.requireUnchanged()
      #expect(rename(other, path) == 0)
      try file.requireUnchanged()
      #expect(file.bytes[0..<1]?.array == [1])
      let cut = folder + "/cut"
      try put([1], at: cut)
      #expect(truncate(cut, off_t(MappedFile.maxCopied) + 1) == 0)
      let shrinking = try MappedFile(cut)
      #expect(truncate(cut, 1) == 0)
      let error = #expect(throws: FileError.self) { try shrinking.requireUnchanged() }
      #expect(error?.description == "\(cut): was changed while it was in use; load it again")
    }
  }

  @Test("pages of a file that is cut short become zeros, and nothing made of them is kept")
  func lostPages() throws {
    try withTemporaryFolder { folder in
      let (path, copy) = (folder + "/large", folder + "/copy")
      let size = MappedFile.maxCopied + 8192
      try put([7], at: path)
      #expect(truncate(path, off_t(size)) == 0)
      try put([1, 2, 3], at: copy)
      let file = try MappedFile(path)
      #expect(truncate(path, 4096) == 0)
      #expect(file.bytes[0..<1]?.array == [7])
      #expect(throws: FileError.self) {
        try AtomicFile.write(to: copy) { writer in
          try writer.write(file.bytes[size - 3..<size]?.array ?? [9])
        }
      }
      #expect(try contents(of: copy) == [1, 2, 3])
      let error = #expect(throws: FileError.self) { try file.requireUnchanged() }
      #expect(error?.kind == .badData)
    }
  }

  @Test("a missing file, a missing folder and an empty name are missing")
  func missing() throws {
    try withTemporaryFolder { folder in
      try put([1], at: folder + "/file")
      for path in ["/none", "/none/file", "/file/inside"].map({ folder + $0 }) + ["", "a\0b"] {
        #expect(fault { try MappedFile(path) }?.kind == .missing)
      }
    }
  }

  @Test("an empty file is bad data")
  func empty() throws {
    try withTemporaryFolder { folder in
      try put([], at: folder + "/empty")
      let error = fault { try MappedFile(folder + "/empty") }
      #expect(error?.kind == .badData)
      #expect(error?.description == "\(folder)/empty: is empty; download or save it again")
    }
  }

  @Test("a folder, a device and a pipe are refused without blocking", .timeLimit(.minutes(1)))
  func notPlain() throws {
    try withTemporaryFolder { folder in
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      for path in [folder, "/dev/null", "/dev/zero", pipe] {
        #expect(fault { try MappedFile(path) }?.kind == .unreadable)
      }
    }
  }

  @Test("a file without read permission is unreadable", .enabled(if: geteuid() != 0, "root reads"))
  func noPermission() throws {
    try withTemporaryFolder { folder in
      try put([1], at: folder + "/secret")
      chmod(folder + "/secret", 0)
      #expect(fault { try MappedFile(folder + "/secret") }?.kind == .unreadable)
    }
  }

  @Test("control characters in a file name don't reach the message")
  func controlCharacters() {
    let error = fault { try MappedFile("/none/\u{1B}[31mred") }
    #expect(error?.description.hasPrefix("/none/\\u{1b}[31mred: ") == true)
  }
}
