// Files that other programs write: what isn't a checkpoint is named for what it is, and what lies
// beside the weights is no reason to refuse them.

import Checkpoints
import Foundation
import Kernels
import Network
import Storage
import Support
import Testing

@Suite struct ForeignKindTests {
  private static let configuration = Configuration(
    vocabulary: 5, length: 4, width: 8, layers: 1, innerWidth: 6, heads: 2, inner: 2, cycles: 1,
    depth: 2)

  private var overrides: ConfigurationOverrides {
    var overrides = ConfigurationOverrides()
    (overrides.heads, overrides.length) = (2, 4)
    return overrides
  }

  private func weights() throws -> Weights { try Weights.initial(Self.configuration, seed: 1) }

  /// What a checkpoint holds: its notes, and by how much its numbers differ from the weights.
  private func read(_ value: TorchFile.Value) throws -> (notes: [String], shift: Float) {
    try withTemporaryFolder { folder in
      try TorchFile.write(value, to: folder + "/x.pt")
      let checkpoint = try Checkpoint.read(folder + "/x.pt", overrides: overrides)
      let (mine, own) = (checkpoint.weights.values.array, try weights().values.array)
      return (
        checkpoint.notes.filter { !$0.hasPrefix("guessed") },
        zip(mine, own).map { $0 - $1 }.max() ?? 0
      )
    }
  }

  @Test(
    "a file that isn't a checkpoint is named for what it is",
    arguments: [
      (Array("version https://git-lfs.github.com/spec/v1\noid sha256:1\n".utf8), "Git LFS pointer"),
      (Array("\u{FEFF}\n <!DOCTYPE html><html>".utf8), "a web page"),
      (Array("<html>".utf8), "a web page"), (Array("<?xml version='1.0'?>".utf8), "a web page"),
      ([0x1F, 0x8B, 8, 0, 0, 0], "compressed with gzip"), (Array("BZh91AY&SY".utf8), "bzip2"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "xz"), ([0x28, 0xB5, 0x2F, 0xFD, 0], "zstd"),
      (Array("GGUF".utf8) + [3, 0, 0, 0], "a GGUF file"),
      ([0x89] + Array("HDF\r\n\u{1A}\n".utf8), "an HDF5 file"),
      ([0x93] + Array("NUMPY".utf8) + [1, 0], "a single NumPy array"),
      ([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), "an empty archive"),
      ([8, 7, 0x12, 7] + Array("pytorch".utf8) + [0x1A, 0], "an ONNX model"),
      ([UInt8](repeating: 0, count: 257) + Array("ustar  ".utf8), "a tar archive"),
      (Array("{\"metadata\": {}, \"weight_map\": {}}".utf8), "index of a checkpoint in several"),
      (Array("{\"a\": 1}".utf8), "a JSON file"), (Array("hello\n".utf8), "a text file"),
    ] as [([UInt8], String)])
  func signatures(bytes: [UInt8], name: String) throws {
    try withTemporaryFolder { folder in
      try put(bytes, at: folder + "/x")
      let error = fault { try Checkpoint.read(folder + "/x", overrides: overrides) }
      #expect(error?.kind == .badData)
      #expect(error?.reason.contains(name) == true, "\(error?.reason ?? "")")
      #expect(error?.reason.contains("; ") == true)
    }
  }

  @Test("a TorchScript model and a saved run are named")
  func others() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(to: folder + "/script.pt") { writer in
        var archive = ZipWriter(writer)
        for name in ["x/data.pkl", "x/constants.pkl", "x/code/a.py"] {
          try archive.add(name, [Bytes([0x80, 2, 0x7D, 0x2E])])
        }
        try archive.finish()
      }
      let script = fault { try Checkpoint.read(folder + "/script.pt", overrides: overrides) }
      #expect(script?.reason.contains("TorchScript") == true)
    }
  }

  @Test("the only dictionary of tensors is taken under any name")
  func wrappers() throws {
    let parameters = TorchFile.parameters(try weights(), prefix: "model.inner.")
    let found = try read(.dictionary([("model_state", parameters), ("epoch", .integer(3))]))
    #expect(found.notes == ["took the weights in 'model_state'"] && found.shift == 0)
  }

  @Test(
    "averages are found under any name, at any of the usual places",
    arguments: ["ema", "ema_model_state_dict", "swa", "averaged", "x"])
  func averages(name: String) throws {
    let own = try weights()
    let (raw, mean) = (TorchFile.parameters(own), TorchFile.parameters(own, shift: 1))
    let wanted = "took the averages in '\(name)' for \(own.table.parameters.count) of "
    let places: [TorchFile.Value] = [
      .dictionary([("model", raw), (name, mean)]), .dictionary([(name, mean), ("model", raw)]),
      .dictionary([
        ("model", raw), (name, .dictionary([("decay", .integer(1)), ("module", mean)])),
      ]),
      .dictionary([
        ("state_dict", raw),
        ("callbacks", .dictionary([("Any", .dictionary([(name, mean)]))])),
      ]),
    ]
    for place in places {
      let found = try read(place)
      #expect(abs(found.shift - 1) < 1e-5)
      #expect(found.notes.contains { $0.hasPrefix(wanted) }, "\(found.notes)")
    }
  }

  @Test("an optimizer's moments are no averages")
  func moments() throws {
    let own = try weights()
    let moments = own.table.parameters.enumerated().map {
      (
        String($0.offset),
        TorchFile.Value.tensor($0.element.range.map { _ in 9 }, shape: $0.element.shape)
      )
    }
    let found = try read(
      .dictionary([
        ("model", TorchFile.parameters(own)),
        ("optimizer", .dictionary([("state", .dictionary(moments))])),
      ]))
    #expect(found.shift == 0 && found.notes == ["took the weights in 'model'"])
  }

  @Test("counters and foreign objects beside the weights are left aside, unread")
  func besides() throws {
    let own = try weights()
    guard case .dictionary(let members) = TorchFile.parameters(own, prefix: "module.") else {
      return
    }
    let counted = try read(.dictionary([("n_averaged", .counter(7))] + members))
    #expect(counted.notes == ["left aside 'n_averaged'"] && counted.shift == 0)
    // numpy.ndarray's reconstruction with its state, a date and a random generator.
    let objects = [
      "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntU\u{1}btR(I1\n(I4\nttb",
      "cdatetime\ndatetime\n(U\u{3}abctR", "ccollections\nCounter\n(}tR",
      "cnumpy.random._pickle\n__generator_ctor\n(U\u{5}PCG64tR}b",
    ]
    let beside = objects.enumerated().map {
      ("o\($0.offset)", TorchFile.Value.raw(Array($0.element.utf8)))
    }
    let found = try read(.dictionary([("model", TorchFile.parameters(own))] + beside))
    #expect(found.shift == 0)
  }

  @Test("compressed arrays are read; text and records beside the weights are passed over")
  func compressed() throws {
    // numpy.savez_compressed(w=[1.5, -2, 3, 0, 0, 0, 0, 0]).
    let archive = """
      UEsDBBQAAAAIAAAAIQDam3N6UgAAAKAAAAAFAAAAdy5ucHmb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUm\
      BefX5SSChJ3S8wpTgWKF2ckFqQC+RoWOpo6CrUKFAAuBoYD9gxAgoHBwYEBCwAAUEsBAhQDFAAAAAgAAAAhANqbc3pSAA\
      AAoAAAAAUAAAAAAAAAAAAAAIABAAAAAHcubnB5UEsFBgAAAAABAAEAMwAAAHUAAAAAAA==
      """
    let bytes = Array(try #require(Data(base64Encoded: archive)))
    try withTemporaryFolder { folder in
      try put(bytes, at: folder + "/c.npz")
      let read = try NumPyArchive.read(folder + "/c.npz")
      #expect(read["w"]?.floats().array == [1.5, -2, 3, 0, 0, 0, 0, 0])
      // A damaged byte, and a size that isn't the one in the directory.
      for (place, value): (Int, UInt8) in [(60, 0xFF), (139, 0xFF), (139, 1), (141, 0xFF)] {
        var damaged = bytes
        damaged[place] = value
        try put(damaged, at: folder + "/d.npz")
        #expect(throws: FileError.self) { try NumPyArchive.read(folder + "/d.npz") }
      }
    }
  }
}
