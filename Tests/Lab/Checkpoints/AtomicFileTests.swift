// Atomic file replacement: what is kept, what is replaced, and what a failure leaves.

import Checkpoints
import Foundation
import Storage
import Support
import Testing

@Suite struct AtomicFileTests {
  private struct Interruption: Error {}

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  @Test("a written file has the text, and no temporary file is left")
  func writes() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("one", to: folder + "/file")
      try AtomicFile.write("two", to: folder + "/file")
      #expect(try contents(of: folder + "/file") == Array("two".utf8))
      #expect(try names(in: folder) == ["file"])
    }
  }

  @Test("large and small pieces are written in order")
  func order() throws {
    try withTemporaryFolder { folder in
      let big = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try AtomicFile.write(to: folder + "/file") { writer in
        try writer.write("a")
        try writer.write(big)
        for _ in 0..<1000 { try writer.write(Array(repeating: 0x62, count: 100)) }
        #expect(writer.count == 1 + 200_000 + 100_000)
      }
      let expected = [0x61] + big + Array(repeating: 0x62, count: 100_000)
      #expect(try contents(of: folder + "/file") == expected)
    }
  }

  @Test("an interrupted write keeps the old file and leaves no temporary file")
  func interrupted() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try AtomicFile.write("old", to: path)
      #expect(throws: Interruption.self) {
        try AtomicFile.write(to: path) { writer in
          try writer.write(Array(repeating: 1, count: 100_000))
          throw Interruption()
        }
      }
      #expect(try contents(of: path) == Array("old".utf8))
      #expect(try names(in: folder) == ["file"])
    }
  }

  @Test("an existing file keeps its mode")
  func keepsMode() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try AtomicFile.write("old", to: path)
      chmod(path, 0o640)
      try AtomicFile.write("new", to: path)
      #expect(mode(path) & 0o7777 == 0o640)
    }
  }

  @Test("a symbolic link stays, and its target is replaced")
  func followsLinks() throws {
    try withTemporaryFolder { folder in
      mkdir(folder + "/deep", 0o700)
      try AtomicFile.write("old", to: folder + "/deep/file")
      symlink("deep/second", folder + "/first")
      symlink("file", folder + "/deep/second")
      try AtomicFile.write("new", to: folder + "/first")
      #expect(mode(folder + "/first") & S_IFMT == S_IFLNK)
      #expect(mode(folder + "/deep/second") & S_IFMT == S_IFLNK)
      #expect(try contents(of: folder + "/deep/file") == Array("new".utf8))
      #expect(try names(in: folder + "/deep") == ["file", "second"])
    }
  }

  @Test("writing to a dangling symbolic link creates its target")
  func danglingLink() throws {
    try withTemporaryFolder { folder in
      symlink("made", folder + "/link")
      try AtomicFile.write("new", to: folder + "/link")
      #expect(try names(in: folder) == ["link", "made"])
    }
  }

  @Test("a missing folder, a folder, a loop of links and an empty name can't be written")
  func cannotWrite() throws {
    try withTemporaryFolder { folder in
      symlink("loop", folder + "/loop")
      try put([1], at: folder + "/file")
      mkdir(folder + "/sub", 0o700)
      let long = String(repeating: "n", count: 300)
      for path in ["/none/file", "/file/inside", "/sub", "/loop", "/" + long].map({ folder + $0 })
        + ["", "a\0b"]
      {
        #expect(fault { try AtomicFile.write("new", to: path) }?.kind == .cannotWrite)
      }
      #expect(try names(in: folder) == ["file", "loop", "sub"])
    }
  }

  @Test(
    "a write-protected file or folder is unchanged", .enabled(if: geteuid() != 0, "root writes"))
  func protected() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try AtomicFile.write("old", to: path)
      chmod(path, 0o400)
      #expect(fault { try AtomicFile.write("new", to: path) }?.kind == .cannotWrite)
      chmod(folder, 0o500)
      #expect(fault { try AtomicFile.write("new", to: folder + "/other") }?.kind == .cannotWrite)
      #expect(try contents(of: path) == Array("old".utf8))
    }
  }

  @Test(
    "a full device is an input/output error and stays a device",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func fullDevice() throws {
    let error = fault { try AtomicFile.write("new", to: "/dev/full") }
    #expect(error?.kind == .inputOutput)
    #expect(error?.description.contains("free some space") == true)
    #expect(mode("/dev/full") & S_IFMT == S_IFCHR)
    try AtomicFile.write("new", to: "/dev/null")
    #expect(mode("/dev/null") & S_IFMT == S_IFCHR)
  }

  @Test("an existing regular file needs force to be replaced")
  func requiresForce() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try AtomicFile.requireReplaceable(path, force: false)
      try AtomicFile.write("old", to: path)
      try AtomicFile.requireReplaceable(path, force: true)
      let error = #expect(throws: FileError.self) {
        try AtomicFile.requireReplaceable(path, force: false)
      }
      #expect(error?.kind == .exists)
      #expect(error?.description == "\(path) already exists; use --force to replace it")
      symlink("file", folder + "/link")
      #expect(throws: FileError.self) {
        try AtomicFile.requireReplaceable(folder + "/link", force: false)
      }
      try AtomicFile.requireReplaceable("/dev/null", force: false)
    }
  }

  @Test("a socket or a block device is never replaced")
  func refusesSockets() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/socket"
      let status = mknod(path, S_IFSOCK | 0o600, 0)
      #expect(status == 0)
      #expect(fault { try AtomicFile.write("new", to: path) }?.kind == .cannotWrite)
      #expect(mode(path) & S_IFMT == S_IFSOCK)
    }
  }

  @Test("a write removes temporary files whose process has ended, and no others")
  func sweeps() throws {
    try withTemporaryFolder { folder in
      func create(_ name: String) throws {
        let descriptor = open(folder + "/" + name, O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
      }
      for name in [".trm-0123456789abcdef.tmp", ".trm-7.tmp"] { try create(name) }
      let others = [
        ".trm-.tmp", ".trm-notes.tmp", ".trm-0123456789abcdef0.tmp", "trm-7.tmp", ".trm-7.tmp.bak",
      ]
      for name in others { try create(name) }
      mkdir(folder + "/.trm-f.tmp", 0o700)
      symlink("trm-7.tmp", folder + "/.trm-a.tmp")
      try AtomicFile.write("text", to: folder + "/file")
      #expect(
        try names(in: folder).sorted() == (others + ["file", ".trm-f.tmp", ".trm-a.tmp"]).sorted())
    }
  }

  @Test("a write leaves the temporary file of a write that goes on")
  func leavesLocked() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(to: folder + "/outer") { outer in
        try outer.write("outer")
        try AtomicFile.write("inner", to: folder + "/inner")
        #expect(try names(in: folder).contains { $0.hasPrefix(".trm-") })
      }
      #expect(try contents(of: folder + "/outer") == Array("outer".utf8))
      #expect(try names(in: folder).sorted() == ["inner", "outer"])
    }
  }
}
