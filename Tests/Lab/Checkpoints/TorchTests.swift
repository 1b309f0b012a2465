// PyTorch archives of every kind, and the networks read from them.

import Checkpoints
import Foundation
import Kernels
import Network
import Storage
import Support
import Testing

@Suite struct TorchTests {
  @Test(
    "tensors of every type, prefix and wrapper equal PyTorch's",
    arguments: [
      "attention.pt", "mixer.pt", "learned.pt", "lightning.ckpt", "training.pt", "cell.pt",
    ])
  func weights(file: String) throws {
    let checkpoint = try Checkpoint.read(Fixtures.path(file), overrides: Fixtures.known)
    try Fixtures.check(checkpoint.weights, are: file)
    #expect(checkpoint.isImported)
  }

  @Test("every guess is reported, and only guesses")
  func guesses() throws {
    // Width 8 isn't a multiple of 64, so heads can't be guessed; a vocabulary of 5 has no known
    // task.
    let attention = Fixtures.path("attention.pt")
    let noHeads = fault { try Checkpoint.read(attention, overrides: ConfigurationOverrides()) }
    #expect(noHeads?.reason.contains("give --heads") == true)
    var known = ConfigurationOverrides()
    known.heads = 2
    let noLength = fault { try Checkpoint.read(attention, overrides: known) }
    #expect(noLength?.reason.contains("give --length") == true)
    known.length = 4
    let guessed = try Checkpoint.read(attention, overrides: known)
    #expect(
      guessed.notes == [
        "guessed rotary positions; override with --positions",
        "guessed prefix 16, as in the official settings; override with --prefix",
        "guessed cycles 3; override with --cycles", "guessed inner 6; override with --inner",
        "guessed depth 16; override with --depth",
      ])
    (known.prefix, known.positions, known.cycles, known.inner, known.depth) = (1, .rotary, 2, 5, 7)
    let given = try Checkpoint.read(attention, overrides: known)
    #expect(given.notes == [])
    let c = given.weights.configuration
    #expect((c.prefix, c.cycles, c.inner, c.depth, c.heads, c.puzzles) == (1, 2, 5, 7, 2, 3))
    // A mixer's width is the number of positions: 5 of them, so a prefix of 1 before 4 tokens.
    let mixer = try Checkpoint.read(Fixtures.path("mixer.pt"), overrides: known)
    #expect(mixer.weights.configuration.sequence == 5)
    #expect(mixer.weights.configuration.positions == .none)
    known.length = 3
    let wrong = fault { try Checkpoint.read(Fixtures.path("mixer.pt"), overrides: known) }
    #expect(wrong?.reason.contains("5 positions, not a prefix of 1 and 3 tokens") == true)
  }

  @Test("settings beside the file replace guesses, and overrides replace both")
  func neighbors() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/step_7"
      try FileManager.default.copyItem(atPath: Fixtures.path("attention.pt"), toPath: path)
      try AtomicFile.write(
        """
        arch:
          H_cycles: 2  # T
          L_cycles: 4
          halt_max_steps: 5
          hidden_size: 8
          loss:
            loss_type: stablemax_cross_entropy
          name: "recursive@Model"
          num_heads: 4
          pos_encodings: none
          puzzle_emb_len: 0
          rms_norm_eps: 1.0e-06
          rope_theta: 500.0
        data_paths:
        - data/one
        - data/two with a very long name that goes
          on in the next line
        ema: true
        evaluators: []
        lr: 1e-4

        """, to: folder + "/all_config.yaml")
      try AtomicFile.write("{\"seq_len\": 4, \"vocab_size\": 5}", to: folder + "/dataset.json")
      var given = ConfigurationOverrides()
      given.inner = 9
      let checkpoint = try Checkpoint.read(path, overrides: given)
      let c = checkpoint.weights.configuration
      #expect((c.cycles, c.inner, c.depth, c.heads, c.length) == (2, 9, 5, 4, 4))
      #expect((c.positions, c.epsilon, c.rotaryBase) == (.none, 1e-6, 500))
      // A length of 0 means as many positions as the embedding needs: 8 / 8.
      #expect(c.prefix == 1)
      #expect(
        checkpoint.datasetFolders
          == ["data/one", "data/two with a very long name that goes on in the next line"])
      try AtomicFile.write("arch:\n  hidden_size: 16\n", to: folder + "/all_config.yaml")
      let other = fault { try Checkpoint.read(path, overrides: given) }
      #expect(other?.reason.contains("hidden_size 16, but its weights 8") == true)
      try AtomicFile.write("arch:\n  num_heads: 1\n bad\n", to: folder + "/all_config.yaml")
      let broken = fault { try Checkpoint.read(path, overrides: given) }
      #expect(broken?.path == folder + "/all_config.yaml")
      #expect(broken?.reason.contains("line 3") == true)
    }
  }

  @Test(
    "settings are YAML as programs and people write it",
    arguments: [
      "arch:\n  num_heads: 4\n  L_cycles: 3\n",
      "\u{FEFF}arch:\r\n  num_heads: 4\r\n  L_cycles: 3\r\n",
      "arch: {num_heads: 4, L_cycles: 3}", "\"arch\":\n  'num_heads': 4\n  \"L_cycles\": 3\n",
      "---\n# made by hand\narch:\n    num_heads: 4 # of them\n    L_cycles: 3\n...\n",
      "arch: !!python/object:x\n  num_heads: 4\n  L_cycles: 3\n  names: &a [1, 2]\n",
      "{\"arch\": {\"num_heads\": 4, \"L_cycles\": 3}}",
    ])
  func yaml(text: String) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(
        atPath: Fixtures.path("attention.pt"), toPath: folder + "/step_7")
      try AtomicFile.write(text, to: folder + "/all_config.yaml")
      var known = ConfigurationOverrides()
      known.length = 4
      let checkpoint = try Checkpoint.read(folder + "/step_7", overrides: known)
      let c = checkpoint.weights.configuration
      #expect((c.heads, c.inner) == (4, 3))
      #expect(checkpoint.notes.contains("took settings from \(folder)/all_config.yaml"))
    }
  }

  @Test(
    "settings that are unreadable, of the wrong type or against the weights are refused by name",
    arguments: [
      ("arch: [", "can't parse line"), ("a: b: c", "can't parse line"), ("arch: *x", "aliases"),
      ("a: 1\na: 2", "duplicate name 'a'"), ("a: 1\n---\nb: 2", "more than one document"),
      ("just text", "no settings by name"), ("[1, 2]", "no settings by name"),
      ("arch: {L_cycles: two}", "'arch.L_cycles' isn't a whole number"),
      ("arch: {mlp_t: 3}", "'arch.mlp_t' isn't true or false"),
      ("arch: {rope_theta: many}", "'arch.rope_theta' isn't a number"),
      ("arch: {pos_encodings: sideways}", "'arch.pos_encodings' isn't rope"),
      ("arch: {L_layers: 7}", "have L_layers 7, but its weights 2"),
      ("arch: {mlp_t: true}", "have mlp_t true, but its weights have attention"),
      ("arch: {pos_encodings: learned}", "pos_encodings learned, but its weights have no table"),
      ("arch: {hidden_size: 9}", "hidden_size 9, but its weights 8"),
      (String(repeating: "{a: ", count: 40), "nested too deeply"),
      (String(repeating: "[", count: 500_000), "nested too deeply"),
      ((0..<100_000).map { "k\($0): 1\n" }.joined() + "k5: 2\n", "duplicate name 'k5'"),
    ])
  func badSettings(text: String, what: String) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(
        atPath: Fixtures.path("attention.pt"), toPath: folder + "/step_7")
      try AtomicFile.write(text, to: folder + "/all_config.yaml")
      var known = Fixtures.known
      known.prefix = 1
      let clock = ContinuousClock()
      let started = clock.now
      let error = fault { try Checkpoint.read(folder + "/step_7", overrides: known) }
      #expect(clock.now - started < .seconds(2))
      #expect(error?.kind == .badData)
      #expect(error?.reason.contains(what) == true, "\(error?.reason ?? "")")
    }
  }

  @Test("missing, unexpected and mismatched tensors are listed")
  func misfits() throws {
    try withTemporaryFolder { folder in
      let read = try Checkpoint.read(Fixtures.path("learned.pt"), overrides: Fixtures.known)
      let path = folder + "/x.safetensors"
      try read.write(to: path, prefix: "model.inner.")
      var arrays = try Safetensors.read(path).arrays
      arrays.removeAll { $0.name.hasSuffix("q_head.bias") }
      arrays.append(NamedArray("model.inner.H_level.x", StoredArray([1] as [Float], shape: [1])))
      arrays = arrays.map { named in
        guard named.name.hasSuffix("lm_head.weight") else { return named }
        return NamedArray(named.name, StoredArray([Float](repeating: 0, count: 8), shape: [1, 8]))
      }
      try Safetensors(arrays).write(to: path)
      let reason = fault { try Checkpoint.read(path, overrides: Fixtures.known) }?.reason ?? ""
      #expect(reason.contains("q_head.bias [2] is missing"))
      #expect(reason.contains("model.inner.H_level.x [1] is unexpected"))
      #expect(reason.contains("lm_head.weight has shape [1, 8], not [5, 8]"))
      try Safetensors([NamedArray("w", arrays[0].array)]).write(to: path)
      let foreign = fault { try Checkpoint.read(path, overrides: Fixtures.known) }?.reason ?? ""
      #expect(foreign.contains("lacks embed_tokens.embedding_weight"))
      #expect(foreign.contains("it holds w"))
    }
  }

  @Test("a mixer of nano-trm is refused, because it normalizes over features")
  func otherMixer() throws {
    try withTemporaryFolder { folder in
      let read = try Checkpoint.read(Fixtures.path("mixer.pt"), overrides: Fixtures.known)
      try read.write(to: folder + "/x", prefix: "")
      let arrays = try Safetensors.read(folder + "/x").arrays.map { named in
        NamedArray(named.name.replacing("L_level.", with: "lenet."), named.array)
      }
      try Safetensors(arrays).write(to: folder + "/x")
      let refused = fault { try Checkpoint.read(folder + "/x", overrides: Fixtures.known) }
      #expect(refused?.reason.contains("nano-trm") == true)
    }
  }

  @Test("the cell agrees with PyTorch at each step within 1e-5")
  func cell() throws {
    let weights = try Checkpoint.read(Fixtures.path("cell.pt"), overrides: ConfigurationOverrides())
      .weights
    let engine = try #require(dedicatedEngine(for: weights))
    let expected = try NumPyArchive.read(Fixtures.path("cell.npz"))
    for (name, tokens) in [("3+7", [3, 7]), ("5+5", [5, 5]), ("0+9", [0, 9])] as [(String, [Int32])]
    {
      let logits = try #require(expected[name]).floats().array
      engine.begin(try TokenBatch(tokens: tokens, for: weights.configuration))
      for step in 1...3 {
        #expect(engine.step(step, cycles: 1, inner: 6))
        // The single answer is shown at both positions.
        let wanted = logits[(step - 1) * 19..<step * 19]
        for position in 0..<2 {
          let own = Array(engine.logits[position * 19..<(position + 1) * 19])
          #expect(distance(own, Array(wanted)) < 1e-5, "\(name) step \(step)")
        }
      }
    }
  }

  @Test("files written for PyTorch read back bit for bit")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let read = try Checkpoint.read(Fixtures.path("attention.pt"), overrides: Fixtures.known)
      try read.writeTorch(to: folder + "/a.pt", prefix: "_orig_mod.model.inner.")
      try read.write(to: folder + "/b.safetensors", prefix: "any.prefix.")
      for file in ["/a.pt", "/b.safetensors"] {
        let again = try Checkpoint.read(folder + file, overrides: Fixtures.known)
        try Fixtures.check(again.weights, are: "attention.pt")
      }
      // Every tensor is aligned to 64 bytes, as in PyTorch's archives.
      let bytes = try contents(of: folder + "/a.pt")
      let first = read.weights.values[0]
      let pattern = withUnsafeBytes(of: first) { Array($0) }
      let place = try #require(
        stride(from: 0, to: bytes.count - 4, by: 64).first { place in
          Array(bytes[place..<place + 4]) == pattern
        })
      #expect(place > 0)
    }
  }

  @Test("averages in another file replace the weights of the same names")
  func averages() throws {
    try withTemporaryFolder { folder in
      let known = Fixtures.known
      let plain = try Checkpoint.read(Fixtures.path("training.pt"), overrides: known)
      try plain.write(to: folder + "/all", prefix: "")
      let head = try #require(try Safetensors.read(folder + "/all")["lm_head.weight"])
      let other = [Float](repeating: 2, count: head.count)
      try Safetensors([NamedArray("model.lm_head.weight", StoredArray(other, shape: head.shape))])
        .write(to: folder + "/some")
      let both = try Checkpoint.read(
        Fixtures.path("training.pt"), overrides: known, ema: folder + "/some")
      #expect(both.notes.contains { $0.contains("for 1 of 14 parameters") })
      for parameter in both.weights.table.parameters {
        let own = both.weights.values.array[parameter.range]
        let before = plain.weights.values.array[parameter.range]
        #expect(parameter.key == "lm_head.weight" ? own.allSatisfy { $0 == 2 } : own == before)
      }
    }
  }
}
