// Thousands of damaged files: each is read or refused with a proper message; none crashes.

import Checkpoints
import Kernels
import Network
import Storage
import Support
import Testing

@Suite struct MutationTests {
  /// Reads `count` mutants of `bytes`; some must be refused, each with a proper message.
  private func survive(_ bytes: [UInt8], count: Int, seed: UInt64, _ read: (Bytes) throws -> Void) {
    var generator = SplitMix64(seed: seed)
    var refused = 0
    for _ in 0..<count {
      let mutant = mutated(bytes, &generator)
      do {
        try read(Bytes(mutant))
      } catch let error as FileError {
        refused += 1
        checkSentence(error)
        #expect(error.kind == .badData)
      } catch {
        Issue.record("not a FileError: \(error)")
      }
    }
    #expect(refused > count / 4)
    for length in 0..<min(bytes.count, 2000) {
      let cut = Bytes(Array(bytes.prefix(length)))
      #expect(throws: FileError.self) { try read(cut) }
    }
  }

  /// Reads every element, so that a wrong size would crash.
  private func touch(_ array: StoredArray) {
    #expect(array.floats().count == array.count)
    _ = array.floats().array
    _ = array.integers()
  }

  private let arrays = [
    NamedArray("a", StoredArray([1, 2, 3] as [Float], shape: [3, 1])),
    NamedArray("b", StoredArray([5] as [Int32], shape: [])),
    NamedArray("c", StoredArray(.float16, shape: [2], bytes: Bytes([0, 1, 2, 3]))),
  ]

  @Test("5000 damaged safetensors files")
  func safetensors() throws {
    try withTemporaryFolder { folder in
      try Safetensors(arrays, metadata: ["k": "v"]).write(to: folder + "/x")
      survive(try contents(of: folder + "/x"), count: 5000, seed: 1) { bytes in
        for named in try Safetensors(bytes, path: "x").arrays { touch(named.array) }
      }
    }
  }

  @Test("5000 damaged npy files, row-major and column-major")
  func numPyArrays() throws {
    try withTemporaryFolder { folder in
      try NumPyArray.write(arrays[0].array, to: folder + "/x")
      survive(try contents(of: folder + "/x"), count: 5000, seed: 2) { bytes in
        touch(try NumPyArray.parse(bytes, path: "x"))
      }
      let header = "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }"
      let columns =
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        + (0..<12).map { UInt8($0) }
      survive(columns, count: 5000, seed: 3) { bytes in
        touch(try NumPyArray.parse(bytes, path: "x"))
      }
    }
  }

  @Test("5000 damaged npz files")
  func numPyArchives() throws {
    try withTemporaryFolder { folder in
      try NumPyArchive(Array(arrays.prefix(2))).write(to: folder + "/x")
      survive(try contents(of: folder + "/x"), count: 5000, seed: 4) { bytes in
        for named in try NumPyArchive(bytes, path: "x").arrays { touch(named.array) }
      }
    }
  }

  @Test("5000 damaged zip64 archives")
  func wideArchives() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(to: folder + "/x") { writer in
        var archive = ZipWriter(writer, largest: 4)
        try archive.add("one", [Bytes([1, 2, 3, 4, 5])])
        try archive.add("two", [Bytes([6])])
        try archive.finish()
      }
      survive(try contents(of: folder + "/x"), count: 5000, seed: 5) { bytes in
        let archive = try ZipArchive(bytes, path: "x", advice: "download it again")
        for entry in archive.entries { _ = try archive.bytes(of: entry).array }
      }
    }
  }

  @Test("1000 damaged checkpoints")
  func checkpoints() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      let configuration = Configuration(
        vocabulary: 2, length: 2, width: 2, layers: 1, innerWidth: 1)
      try Checkpoint(weights: Weights(configuration), puzzle: "{}").write(to: path)
      let whole = try contents(of: path)
      var generator = SplitMix64(seed: 6)
      for _ in 0..<1000 {
        let mutant = mutated(whole, &generator)
        guard !mutant.isEmpty else { continue }
        try put(mutant, at: path)
        do {
          _ = try Checkpoint.read(path).weights.nonFinite
        } catch let error as FileError {
          checkSentence(error)
          #expect(error.kind == .badData)
        }
      }
    }
  }
}
