// Thousands of damaged files: each is read or refused with a sentence, none ends the program.

import Checkpoints
import Kernels
import Network
import Support
import Testing

@Suite struct MutationTests {
  /// SplitMix64, so that a failure comes again.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// `bytes` with one to four changes: bits, bytes, extreme numbers, digits, cuts, copies.
  private func mutated(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !result.isEmpty {
      let place = Int.random(in: 0..<result.count, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: result[place] = .random(in: 0...255, using: &generator)
      case 2: result.removeLast(result.count - place)
      case 3: result.remove(at: place)
      case 4: result.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 5:
        let extreme: [UInt8] = [0, 0xFF, 0x7F, 0x80]
        let byte = extreme.randomElement(using: &generator) ?? 0
        for index in place..<min(place + 8, result.count) { result[index] = byte }
      case 6:
        // Another number where a number stands in text.
        let digits = result.indices.filter { (0x30...0x39).contains(result[$0]) }
        guard let digit = digits.randomElement(using: &generator) else { continue }
        let number = ["9223372036854775807", "-1", "0", "99999999999999999999", "1e9", "4"]
        result.replaceSubrange(
          digit...digit, with: Array((number.randomElement(using: &generator) ?? "").utf8))
      default:
        let end = min(place + Int.random(in: 1...40, using: &generator), result.count)
        result.insert(contentsOf: result[place..<end], at: place)
      }
    }
    return result
  }

  /// Reads `count` mutants of `bytes`; some are refused, and each refusal is a sentence.
  private func survive(_ bytes: [UInt8], count: Int, seed: UInt64, _ read: (Bytes) throws -> Void) {
    var generator = Generator(state: seed)
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

  /// Touches every element, so that a wrong extent would be noticed.
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

  @Test("5000 damaged npy files, rows first and columns first")
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
        let archive = try ZipArchive(bytes, path: "x", advice: "fetch it again")
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
      var generator = Generator(state: 6)
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
