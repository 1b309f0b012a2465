// Checkpoints: round trips, prefixes of other programs, and files that don't fit a network.

import Checkpoints
import Foundation
import Kernels
import Network
import Storage
import Support
import Testing

@Suite struct CheckpointTests {
  private let configuration = Configuration(
    vocabulary: 5, length: 3, width: 4, layers: 2, innerWidth: 8, heads: 2, rotaryBase: 100.5,
    epsilon: 3e-6, prefix: 1, puzzleWidth: 3, puzzles: 2, inner: 2, cycles: 1, depth: 8)

  /// Weights that count from 0 in the order of the table.
  private func counted() throws -> Weights {
    let weights = try Weights(configuration)
    for index in 0..<weights.values.count { weights.values[index] = Float(index) }
    return weights
  }

  /// The parameters as arrays under their official keys.
  private func named(_ weights: Weights) -> [NamedArray] {
    weights.table.parameters.map { parameter in
      let values = Array(weights.values.array[parameter.range])
      return NamedArray(parameter.key, StoredArray(values, shape: parameter.shape))
    }
  }

  @Test("a checkpoint is read back whole, with weights borrowed from the mapped file")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      let moments = NamedArray("optimizer.first", StoredArray([Float(0.5)], shape: [1]))
      let state = NamedArray("optimizer.generator", StoredArray([UInt64.max], shape: []))
      let checkpoint = Checkpoint(
        weights: try counted(), puzzle: #"{"name":"sums"}"#, training: #"{"steps":3}"#,
        optimizerState: [moments, state])
      try checkpoint.write(to: path)
      let read = try Checkpoint.read(path)
      #expect(read.weights.configuration == configuration)
      #expect(read.weights.values.array == checkpoint.weights.values.array)
      #expect(read.puzzle == #"{"name":"sums"}"#)
      #expect(read.training == #"{"steps":3}"#)
      #expect(read.optimizerState.map(\.name) == ["optimizer.first", "optimizer.generator"])
      #expect(read.optimizerState[1].array.bytes.array == [UInt8](repeating: 0xFF, count: 8))
      #expect(read.weights.nonFinite.isEmpty)
      let first = try #require(try Safetensors.read(path).arrays.first?.array)
      #expect(UInt(bitPattern: read.weights.values.base).isMultiple(of: 64))
      #expect(first.isBorrowable)
      let before = try contents(of: path)
      read.weights.values.fill(9)
      #expect(try contents(of: path) == before)
      try read.write(to: path)
      #expect(try Checkpoint.read(path).weights.values[3] == 9)
    }
  }

  @Test("the same checkpoint gives the same bytes")
  func sameBytes() throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint(weights: try counted(), puzzle: "p", training: "t")
      try checkpoint.write(to: folder + "/a")
      try Checkpoint.read(folder + "/a").write(to: folder + "/b")
      #expect(try contents(of: folder + "/a") == contents(of: folder + "/b"))
    }
  }

  @Test("metadata has the format and every field of the configuration, sorted")
  func metadata() throws {
    try withTemporaryFolder { folder in
      try Checkpoint(weights: counted()).write(to: folder + "/x")
      let metadata = try Safetensors.read(folder + "/x").metadata
      #expect(metadata.keys.sorted() == ["format", "network", "version"])
      #expect(metadata["format"] == "trm")
      #expect(metadata["version"] == "1")
      #expect(
        metadata["network"]
          == #"{"cycles":1,"depth":8,"epsilon":3e-06,"heads":2,"inner":2,"innerWidth":8,"layers":2,"#
          + #""length":3,"mixerWidth":0,"mixing":"attention","positions":"rotary","prefix":1,"#
          + #""puzzleWidth":3,"puzzles":2,"rotaryBase":100.5,"vocabulary":5,"width":4}"#)
      // A field added to the configuration must be added to its JSON.
      var windowed = configuration
      windowed.window = 2
      var directed = configuration
      (directed.heads, directed.gridWidth, directed.gridReach) = (4, 3, 5)
      directed.positions = .none
      var boxed = configuration
      (boxed.heads, boxed.gridWidth, boxed.gridBlock) = (4, 3, 1)
      boxed.positions = .none
      for (network, field) in [
        (windowed, #""window":2"#), (directed, #""gridReach":5"#), (boxed, #""gridBlock":1"#),
        (boxed, #""gridWidth":3"#),
      ] {
        try Checkpoint(weights: Weights(network)).write(to: folder + "/y")
        #expect(try Safetensors.read(folder + "/y").metadata["network"]?.contains(field) == true)
        #expect(try Checkpoint.read(folder + "/y").weights.configuration == network)
      }
    }
  }

  @Test(
    "prefixes of compilers and wrappers are removed",
    arguments: [
      "_orig_mod.", "_orig._mod.", "module.", "model.", "inner.", "_orig_mod.model.inner.",
      "module._orig_mod._orig_mod.model.inner.",
    ])
  func prefixes(prefix: String) throws {
    let weights = try counted()
    let arrays = named(weights).reversed().map { NamedArray(prefix + $0.name, $0.array) }
    let read = try Weights.assembled(from: arrays, configuration: configuration, path: "x")
    #expect(read.values.array == weights.values.array)
  }

  @Test("half-precision weights are converted")
  func converted() throws {
    let weights = try Weights(configuration)
    weights.values.fill(1.5)
    let arrays = named(weights).map { named in
      // 1.5 is 3FC0 in bfloat16.
      let bytes = (0..<named.array.count).flatMap { _ in [0xC0, 0x3F] as [UInt8] }
      return NamedArray(
        named.name, StoredArray(.bfloat16, shape: named.array.shape, bytes: Bytes(bytes)))
    }
    let read = try Weights.assembled(from: arrays, configuration: configuration, path: "x")
    #expect(read.values.array == weights.values.array)
  }

  @Test("missing, unexpected and mismatched tensors are all named")
  func misfits() throws {
    var arrays = named(try counted()).filter { $0.name != "H_init" && $0.name != "L_init" }
    arrays.removeAll { $0.name == "q_head.bias" || $0.name == "lm_head.weight" }
    arrays.append(NamedArray("L_init", StoredArray([1, 2, 3, 4] as [Int32], shape: [4])))
    arrays.append(NamedArray("q_head.bias", StoredArray([1, 2, 3] as [Float], shape: [3])))
    arrays.append(NamedArray("stranger", StoredArray([1] as [Float], shape: [1, 1])))
    let error = fault {
      try Weights.assembled(from: arrays, configuration: configuration, path: "x")
    }
    #expect(
      error?.reason == "doesn't fit the network: H_init [4] is missing, L_init holds I32, not "
        + "floats, lm_head.weight [5, 4] is missing, q_head.bias has shape [3], not [2], stranger "
        + "[1, 1] is unexpected; load it with its own configuration")
    let twice = [arrays[0], NamedArray("model." + arrays[0].name, arrays[0].array)]
    let same = fault {
      try Weights.assembled(from: twice + arrays, configuration: configuration, path: "x")
    }
    #expect(same?.reason.contains("are the same parameter") == true)
  }

  @Test("weights with NaN and infinity load, and are reported by name")
  func nonFinite() throws {
    let weights = try counted()
    weights.values[weights.values.count - 1] = .nan
    weights.values[0] = -.infinity
    let read = try Weights.assembled(
      from: named(weights), configuration: configuration, path: "x")
    #expect(read.nonFinite == ["H_init", "q_head.weight"])
  }

  /// The reason for which a file with the metadata `changes` is refused.
  private func refusal(_ changes: KeyValuePairs<String, String?>) throws -> String? {
    try withTemporaryFolder { folder in
      try Checkpoint(weights: counted()).write(to: folder + "/x")
      let file = try Safetensors.read(folder + "/x")
      var metadata = file.metadata
      for (key, value) in changes { metadata[key] = value }
      try Safetensors(file.arrays, metadata: metadata).write(to: folder + "/x")
      let error = fault { try Checkpoint.read(folder + "/x") }
      #expect(error?.kind == .badData)
      return error?.reason
    }
  }

  @Test("missing, newer and invalid metadata is refused")
  func wrongMetadata() throws {
    let good =
      #"{"cycles":1,"depth":8,"epsilon":3e-06,"heads":2,"inner":2,"innerWidth":8,"#
      + #""layers":2,"length":3,"mixerWidth":0,"mixing":"attention","positions":"rotary","#
      + #""prefix":1,"puzzleWidth":3,"puzzles":2,"rotaryBase":100.5,"vocabulary":5,"width":4}"#
    func changed(_ old: String, _ new: String) throws -> String? {
      try refusal(["network": good.replacing(old, with: new)])
    }
    #expect(try refusal(["network": nil])?.contains("metadata 'network'") == true)
    #expect(try refusal(["version": "2"])?.contains("newer than 1") == true)
    #expect(try refusal(["version": "x"])?.contains("no version") == true)
    #expect(try refusal(["network": "{"])?.contains("isn't JSON") == true)
    #expect(try refusal(["network": "[]"])?.contains("isn't an object") == true)
    #expect(try changed("\"depth\":8,", "")?.contains("has no 'depth'") == true)
    #expect(try changed("depth\":8", "depth\":8.5")?.contains("'depth' isn't an integer") == true)
    #expect(
      try changed("rotary\"", "polar\"")?.contains("isn't one of rotary, learned, none") == true)
    #expect(try changed("{", "{\"extra\":1,")?.contains("unknown field 'extra'") == true)
    #expect(try changed("{", "{\"window\":-1,")?.contains("'-1' for 'window'") == true)
    #expect(try changed("{", "{\"window\":\"all\",")?.contains("'window' isn't an integer") == true)
    #expect(try changed("\"width\":4", "\"width\":0")?.contains("'0' for 'width'") == true)
    #expect(try changed("layers\":2", "layers\":1000000")?.contains("1000000 layers") == true)
    #expect(try changed("vocabulary\":5", "vocabulary\":6")?.contains("[5, 4], not [6, 4]") == true)
  }

  @Test("a failed write keeps the old checkpoint")
  func failedWrite() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      try Checkpoint(weights: counted()).write(to: path)
      let before = try contents(of: path)
      let bad = Checkpoint(
        weights: try counted(),
        optimizerState: [
          NamedArray("optimizer.a", StoredArray([Float(1)], shape: [])),
          NamedArray("optimizer.a", StoredArray([Float(1)], shape: [])),
        ])
      #expect(fault { try bad.write(to: path) }?.kind == .cannotWrite)
      #expect(try contents(of: path) == before)
      #expect(try names(in: folder) == ["x"])
    }
  }
}
