// Files of networks of other kinds: trm's own, the official ones, and settings that contradict them.

import Checkpoints
import Foundation
import Kernels
import Network
import Storage
import Support
import Testing

@Suite struct NetworkKindFileTests {
  /// A small network of a kind, as its official class builds it.
  static func configuration(_ kind: NetworkKind, mixing: Configuration.Mixing = .attention)
    -> Configuration
  {
    Configuration(
      vocabulary: 7, length: 5, width: 64, layers: 2, innerWidth: 96, mixing: mixing,
      mixerWidth: mixing == .mixer ? 24 : 0, heads: 1,
      positions: mixing == .mixer ? .none : .rotary, prefix: 1, puzzleWidth: 64, puzzles: 3,
      inner: kind == .baseline ? 0 : 2, cycles: kind == .baseline ? 1 : 2, depth: 4,
      network: kind, highLayers: kind == .hrm ? 3 : 0)
  }

  @Test("a checkpoint of any kind is read back as it was", arguments: NetworkKind.allCases)
  func own(kind: NetworkKind) throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint(weights: try .initial(Self.configuration(kind), seed: 1))
      try checkpoint.write(to: folder + "/a.safetensors")
      let read = try Checkpoint.read(folder + "/a.safetensors")
      #expect(read.weights.configuration == checkpoint.weights.configuration)
      #expect(read.weights.values.array == checkpoint.weights.values.array)
      #expect(read.weights.checksum == checkpoint.weights.checksum)
    }
  }

  @Test(
    "official files of any kind are written and read with the settings beside them, bit for bit",
    arguments: NetworkKind.allCases, [Configuration.Mixing.attention, .mixer])
  func official(kind: NetworkKind, mixing: Configuration.Mixing) throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint(
        weights: try .initial(Self.configuration(kind, mixing: mixing), seed: 1))
      // The file that HRM's authors publish has this name.
      let path = folder + "/checkpoint"
      try checkpoint.writeTorch(to: path, prefix: "_orig_mod.model.inner.")
      for file in OfficialSettings(checkpoint).files(beside: path) {
        try file.text.write(toFile: file.path, atomically: true, encoding: .utf8)
      }
      let read = try Checkpoint.read(path, overrides: ConfigurationOverrides())
      #expect(!read.notes.contains { $0.contains("guessed") }, "\(read.notes)")
      #expect(read.weights.configuration == checkpoint.weights.configuration)
      #expect(read.weights.values.array == checkpoint.weights.values.array)
      #expect(
        read.weights.table.parameters.map(\.key) == checkpoint.weights.table.parameters.map(\.key))
    }
  }

  @Test(
    "without settings the kind follows from the keys, and the rest is guessed as its authors do",
    arguments: NetworkKind.allCases)
  func guesses(kind: NetworkKind) throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint(weights: try .initial(Self.configuration(kind), seed: 1))
      try checkpoint.writeTorch(to: folder + "/step_1", prefix: "model.inner.")
      var given = ConfigurationOverrides()
      given.length = 5
      let read = try Checkpoint.read(folder + "/step_1", overrides: given)
      let c = read.weights.configuration
      #expect(c.network == kind && c.highLayers == (kind == .hrm ? 3 : 0) && c.layers == 2)
      #expect(c.depth == 16)
      switch kind {
      case .hrm: #expect((c.cycles, c.inner, c.prefix) == (2, 2, 1) && c.learnsContinue)
      case .baseline: #expect((c.cycles, c.inner, c.prefix) == (1, 0, 1))
      default: #expect((c.cycles, c.inner, c.prefix) == (3, 6, 16))
      }
    }
  }

  @Test("settings of another network are refused with both names")
  func contradictions() throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint(weights: try .initial(Self.configuration(.hrm), seed: 1))
      try checkpoint.writeTorch(to: folder + "/step_1", prefix: "model.inner.")
      func reason(_ arch: String) throws -> String {
        try "arch:\n\(arch)\n".write(
          toFile: folder + "/all_config.yaml", atomically: true, encoding: .utf8)
        var given = ConfigurationOverrides()
        given.length = 5
        do {
          _ = try Checkpoint.read(folder + "/step_1", overrides: given)
          return ""
        } catch let error as FileError { return error.reason }
      }
      let name = "  name: recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1"
      #expect(
        try reason(name).contains(
          "settings have name recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1, but its "
            + "weights are those of recursive_reasoning.hrm@HierarchicalReasoningModel_ACTV1"))
      #expect(try reason("  H_layers: 4").contains("H_layers 4, but its weights 3"))
      #expect(try reason("  L_layers: 4").contains("L_layers 4, but its weights 2"))
      // HRM's own repository has another path of modules.
      #expect(try reason("  name: hrm.hrm_act_v1@HierarchicalReasoningModel_ACTV1") == "")
      #expect(try reason("  name: something.else@Unknown") == "")
    }
  }

  @Test(
    "networks of other families are refused by name, with what is missing",
    arguments: [
      (
        ["init_hidden", "layers.0.mlp.dwconv.weight", "embed_tokens.embedding_weight"], "URM",
        "convolution"
      ),
      (
        ["to_pred.weight", "latent_init_embed", "input_embed.weight"], "lucidrains",
        "network that was"
      ),
      (
        [
          "embed_tokens.embedding_weight", "L_level.layers.0.mlp.gate_up_proj.weight",
          "lm_head.weight",
        ], "EqR", "starts drawn anew"
      ),
    ])
  func families(names: [String], family: String, missing: String) throws {
    try withTemporaryFolder { folder in
      let arrays = names.map {
        NamedArray("inner." + $0, StoredArray([Float](repeating: 0, count: 4), shape: [2, 2]))
      }
      try Safetensors(arrays, metadata: [:]).write(to: folder + "/x.safetensors")
      let error = fault {
        try Checkpoint.read(folder + "/x.safetensors", overrides: ConfigurationOverrides())
      }
      #expect(error?.reason.contains(family) == true && error?.reason.contains(missing) == true)
    }
  }

  @Test("a TRM that was trained to continue halts by both heads")
  func continuing() throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint(weights: try .initial(Self.configuration(.trm), seed: 1))
      try checkpoint.writeTorch(to: folder + "/step_1", prefix: "model.inner.")
      var given = ConfigurationOverrides()
      given.length = 5
      for (value, learns) in [("true", false), ("false", true)] {
        try "arch:\n  no_ACT_continue: \(value)\n".write(
          toFile: folder + "/all_config.yaml", atomically: true, encoding: .utf8)
        let read = try Checkpoint.read(folder + "/step_1", overrides: given)
        #expect(read.weights.configuration.learnsContinue == learns)
        try read.write(to: folder + "/own.safetensors")
        let own = try Checkpoint.read(folder + "/own.safetensors")
        #expect(own.weights.configuration == read.weights.configuration)
      }
    }
  }
}
