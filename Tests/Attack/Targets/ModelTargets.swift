// Files that a session works with after it has accepted them: models, data sets, paused runs.

import Checkpoints
import Kernels
import Language
import Network
import Platform
import Puzzles
import Settings
import Storage
import Training
import Workbench

let modelTargets = [
  Target(
    name: "checkpoint", summary: "checkpoints of trm: load, ask, evaluate, resume, save",
    prepare: checkpoint, ending: "safetensors"),
  Target(
    name: "official", summary: "safetensors with official names, and settings beside them",
    prepare: official, ending: "parts"),
  Target(
    name: "torch", summary: "PyTorch archives and their pickles: load, ask, save",
    prepare: torch, ending: "pt"),
  Target(
    name: "weights", summary: "NumPy archives of weights: load, ask, save", prepare: weights,
    ending: "npz"),
  Target(
    name: "yaml", summary: "all_config.yaml beside an archive: load, ask", prepare: yaml,
    ending: "yaml"),
  Target(
    name: "dataset", summary: "data sets: dataset.json, arrays, puzzle.json; questions of them",
    prepare: dataset, ending: "parts"),
  Target(
    name: "state", summary: "paused runs: load, go back, go on, save", prepare: pausedRun,
    ending: "safetensors"),
]

/// A workbench whose runs take one step.
private func workbench(_ setup: Setup, _ model: LoadedModel) throws -> ModelWorkbench {
  let workbench = ModelWorkbench()
  for (name, value) in [("depth", "2"), ("cycles", "1"), ("inner", "1")] {
    try workbench.settings.set(name, to: value, origin: .script)
  }
  try workbench.settings.set("threads", to: "\(setup.threads)", origin: .script)
  workbench.models.replace(by: model, cause: "load")
  return workbench
}

/// Does with a model what people do after loading it; what is refused then is a refusal.
private func use(_ model: LoadedModel, _ setup: Setup) throws {
  let workbench = try workbench(setup, model)
  let c = model.weights.configuration
  let question =
    model.puzzle.canGenerate
    ? model.puzzle.generate(split: .heldOut, draw: 3)
    : Question(
      text: "x", tokens: [Int32](repeating: 0, count: c.length),
      labels: [Int32](repeating: 0, count: c.length), answer: nil, split: .heldOut)
  // More than a person waits for isn't tried.
  guard c.operations(updates: 4) < 2e8 else { return }
  let options = workbench.settings.inferenceOptions(c)
  let outcome = try workbench.answer(question, options)
  try require(outcome.tokens.count == c.length, "\(outcome.tokens.count) tokens of \(c.length)")
  let path = setup.folder + "/saved"
  try model.write(to: path, keepsTraining: model.state != nil)
  let again = try LoadedModel.read(path)
  try require(again.weights.checksum == model.weights.checksum, "the saved model is another one")
}

private func tiny(
  _ name: String, _ options: [String: String], seed: UInt64 = 1,
  _ change: (inout Configuration) -> Void = { _ in }
) throws -> LoadedModel {
  let puzzle = try PuzzleList.make(name: name, options: options)
  var network = Configuration(
    vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 8, layers: 1,
    innerWidth: 8, heads: 2, rotaryBase: 100, inner: 1, cycles: 1, depth: 2)
  change(&network)
  return try LoadedModel(
    weights: Weights.initial(network, seed: seed), puzzle: puzzle, name: "tiny", path: nil)
}

/// Small models of every kind of network.
func tinyModels() throws -> [LoadedModel] {
  let sums = ["digits": "1", "operators": "+"]
  return [
    try tiny("arithmetic", sums),
    try tiny("arithmetic", sums) { ($0.mixing, $0.mixerWidth) = (.mixer, 4) },
    try tiny("arithmetic", sums) { ($0.positions, $0.window) = (.learned, 2) },
    try tiny("arithmetic", sums) { ($0.prefix, $0.puzzleWidth, $0.puzzles) = (2, 9, 3) },
    try tiny("sudoku", ["size": "4"]),
  ]
}

/// A small model after two steps of training, with the state to resume it.
func trainedModel(_ setup: Setup) throws -> LoadedModel {
  let workbench = try workbench(setup, tinyModels()[0])
  try train(workbench, steps: 2)
  return try workbench.requireModel()
}

/// Trains the model in memory for some steps.
private func train(
  _ workbench: ModelWorkbench, steps: Int, resuming state: TrainingState? = nil
) throws {
  var configuration = TrainingConfiguration.defaults
  (configuration.steps, configuration.batchSize, configuration.depth) = (steps, 2, 2)
  let plan = TrainingRun.Plan(
    pause: nil, goal: nil, evalEvery: nil, evalCount: 1, saveEvery: nil, output: nil)
  _ = try workbench.train(configuration, on: .puzzle(options: []), plan, resuming: state)
}

private func checkpoint(_ setup: Setup) throws -> Attack {
  var seeds: [[UInt8]] = []
  let path = setup.folder + "/model.safetensors"
  for model in try tinyModels() {
    try model.write(to: path)
    seeds.append(try bytes(of: path))
  }
  try trainedModel(setup).write(to: path, keepsTraining: true)
  seeds.append(try bytes(of: path))
  return Attack(
    seeds: seeds,
    damage: { input, chance in
      chance.once(in: 5) ? damaged(input, &chance) : damagedSafetensors(input, &chance)
    },
    attempt: { input in
      try put(input, at: path)
      let model = try LoadedModel.read(path)
      try use(model, setup)
      if let state = model.state, model.puzzle.canGenerate {
        try train(workbench(setup, model), steps: 1, resuming: state)
      }
      return true
    })
}

private func official(_ setup: Setup) throws -> Attack {
  var seeds: [[UInt8]] = []
  let path = setup.folder + "/x.safetensors"
  for model in try tinyModels() {
    let checkpoint = Checkpoint(weights: model.weights)
    try checkpoint.write(to: path, prefix: "_orig_mod.model.inner.")
    var parts = [Part(name: "x.safetensors", bytes: try bytes(of: path))]
    for file in OfficialSettings(checkpoint).files(beside: path) {
      let name = String(file.path.dropFirst(setup.folder.count + 1))
      parts.append(Part(name: name, bytes: Array(file.text.utf8)))
    }
    seeds.append(packed(parts))
  }
  return Attack(
    seeds: seeds,
    damage: { input, chance in
      let parts = changed(unpacked(input), &chance) { part, chance in
        part.name.hasSuffix("safetensors")
          ? damagedSafetensors(part.bytes, &chance)
          : damaged(part.bytes, &chance, words: yamlWords)
      }
      return packed(parts)
    },
    attempt: { input in
      try place(unpacked(input), in: setup.folder)
      try use(LoadedModel.read(path), setup)
      return true
    })
}

/// Writes the files of an input whose names are known, and removes the others.
private func place(_ parts: [Part], in folder: String) throws {
  let known = [
    "x.safetensors", "all_config.yaml", "dataset.json", "puzzle.json", "identifiers.json",
  ]
  for name in fileNames(in: folder) where name != "saved" { unlink(folder + "/" + name) }
  for part in parts where known.contains(part.name) || part.name.hasSuffix(".npy") {
    guard !part.name.contains("/"), !part.name.utf8.contains(0), part.name.utf8.count < 100
    else { continue }
    try put(part.bytes, at: folder + "/" + part.name)
  }
}

private func torch(_ setup: Setup) throws -> Attack {
  let fixtures = setup.checkout + "/Tests/Lab/Checkpoints/Fixtures/"
  let names = [
    "attention.pt", "mixer.pt", "learned.pt", "lightning.ckpt", "cell.pt", "training.pt",
  ]
  let path = setup.folder + "/model.pt"
  var known = ConfigurationOverrides()
  (known.heads, known.length) = (2, 4)
  let overrides = known
  return Attack(
    seeds: try names.map { try bytes(of: fixtures + $0) },
    damage: { input, chance in
      guard !chance.once(in: 6), let parts = files(ofArchive: input) else {
        return damaged(input, &chance)
      }
      let new = changed(parts, &chance) { part, chance in
        part.name.hasSuffix("data.pkl")
          ? damagedPickle(part.bytes, &chance) : damaged(part.bytes, &chance)
      }
      guard let pickle = new.firstIndex(where: { $0.name.hasSuffix("data.pkl") }),
        chance.once(in: 2)
      else { return archive(new, &chance) }
      var more = new
      more[pickle].bytes = damagedPickle(more[pickle].bytes, &chance)
      return archive(more, &chance, alwaysRight: true)
    },
    attempt: { input in
      try put(input, at: path)
      try use(LoadedModel.read(path, given: overrides), setup)
      return true
    })
}

private func weights(_ setup: Setup) throws -> Attack {
  let fixtures = setup.checkout + "/Tests/Lab/Checkpoints/Fixtures/"
  let path = setup.folder + "/model.npz"
  var seeds = [try bytes(of: fixtures + "cell.npz")]
  for model in try tinyModels() {
    let arrays = try file(of: model, at: path)
    try NumPyArchive(arrays).write(to: path)
    seeds.append(try bytes(of: path))
  }
  var known = ConfigurationOverrides()
  (known.heads, known.length) = (2, 5)
  let overrides = known
  return Attack(
    seeds: seeds,
    damage: { input, chance in
      guard !chance.once(in: 4), let parts = files(ofArchive: input) else {
        return damaged(input, &chance)
      }
      let new = changed(parts, &chance) { part, chance in
        damaged(part.bytes, &chance, words: ["(", ")", "'<f8'", "(2,)", "'<i4'"])
      }
      return archive(new, &chance)
    },
    attempt: { input in
      try put(input, at: path)
      try use(LoadedModel.read(path, given: overrides), setup)
      return true
    })
}

/// The arrays of a model as its checkpoint holds them.
private func file(of model: LoadedModel, at path: String) throws -> [NamedArray] {
  try Checkpoint(weights: model.weights).write(to: path, prefix: "")
  return try Safetensors(Bytes(bytes(of: path)), path: path).arrays
}

/// The words of YAML and of settings.
let yamlWords = [
  "- ", ": ", "\n", "  ", "\t", "&a ", "*a", "<<: *a", "!!int ", "!!binary ", "|\n", ">\n", "---\n",
  "...\n", "%YAML 1.2\n", "{", "}", "[", "]", "? ", "# ", "'", "\"", "~", "null", ".inf", "0x7f",
  "arch:\n", "  num_heads: ", "  H_cycles: ", "data_paths:\n", "- ../x\n", "seq_len: ", "1e6",
  "puzzle_emb_len: ", "  mlp_t: true\n", "  pos_encodings: learned\n", "  hidden_size: 8\n",
]

private func yaml(_ setup: Setup) throws -> Attack {
  let fixtures = setup.checkout + "/Tests/Lab/Checkpoints/Fixtures/"
  let path = setup.folder + "/model.pt"
  try put(bytes(of: fixtures + "attention.pt"), at: path)
  let seed = """
    arch:
      H_cycles: 3
      L_cycles: 2
      halt_max_steps: 4
      loss:
        name: 'losses@ACTLossHead'
      num_heads: 2
      pos_encodings: rope
      puzzle_emb_len: 1
      rope_theta: 10000.0
    data_paths:
    - data/x
    - [1, "two"]
    - &a {b: c}
    seq_len: 4

    """
  return Attack(
    seeds: [Array(seed.utf8)],
    damage: { damaged($0, &$1, words: yamlWords) },
    attempt: { input in
      try put(input, at: setup.folder + "/all_config.yaml")
      try use(LoadedModel.read(path), setup)
      return true
    })
}

private func dataset(_ setup: Setup) throws -> Attack {
  let model = try tinyModels()[3]
  let puzzle = model.puzzle
  var writer = DatasetWriter(length: puzzle.length, vocabulary: puzzle.vocabulary.count)
  for draw in 0..<4 {
    let question = puzzle.generate(split: .train, draw: UInt64(draw))
    writer.add(tokens: question.tokens, labels: question.labels, puzzle: Int32(draw % 2))
  }
  try writer.write(to: setup.folder)
  try AtomicFile.write(puzzle.json.text, to: setup.folder + "/puzzle.json")
  let parts = try fileNames(in: setup.folder).map {
    Part(name: $0, bytes: try bytes(of: setup.folder + "/" + $0))
  }
  return Attack(
    seeds: [packed(parts)],
    damage: { input, chance in
      let parts = changed(unpacked(input), &chance) { part, chance in
        if part.name.hasSuffix("json"), let json = try? JSON(parsing: Bytes(part.bytes)),
          !chance.once(in: 3)
        {
          return Array(changed(json, &chance).text.utf8)
        }
        return damaged(part.bytes, &chance, words: ["(", ")", "'<i8'", "(1, 5)", "'|u1'"])
      }
      return packed(parts)
    },
    attempt: { input in
      try place(unpacked(input), in: setup.folder)
      let data = try PuzzleDataset(setup.folder, part: "train")
      _ = LoadedModel.puzzle(of: data)
      let source = try DataSource(setup.folder, part: "train", for: model)
      for number in 0..<min(data.count, 50) { _ = try source.question(number) }
      for draw in 0..<20 { _ = data.randomExample { draw % $0 } }
      let workbench = try workbench(setup, model)
      _ = try workbench.answer(
        source.question(0), workbench.settings.inferenceOptions(model.weights.configuration))
      return true
    })
}

private func pausedRun(_ setup: Setup) throws -> Attack {
  let model = try tinyModels()[0]
  let bench = try workbench(setup, model)
  let path = setup.folder + "/run.safetensors"
  var seeds: [[UInt8]] = []
  for count in [1, 3] {
    let question = model.puzzle.generate(split: .heldOut, draw: UInt64(count))
    let options = bench.settings.inferenceOptions(model.weights.configuration)
    let session = try bench.begin(question, options)
    _ = try bench.advance(session, by: count, halts: true)
    try RunFile(session).write(to: path, of: model)
    seeds.append(try bytes(of: path))
    // The same run with patches.
    for (address, number) in [("z@last", 0), ("z@last[1]", 2)] as [(String, Float)] {
      _ = try bench.patch(StateAddress(address), with: .number(number))
    }
    try RunFile(session).write(to: path, of: model)
    seeds.append(try bytes(of: path))
  }
  return Attack(
    seeds: seeds,
    damage: { input, chance in
      let new = damagedSafetensors(input, &chance)
      return chance.once(in: 8) ? damaged(input, &chance) : withChecksum(new)
    },
    attempt: { input in
      try put(input, at: path)
      let workbench = try workbench(setup, model)
      let session = try workbench.resume(from: path)
      _ = session.place
      _ = try? workbench.stepBack(by: 1)
      _ = try? workbench.advance(session, by: 3, halts: true)
      try RunFile(session).write(to: path, of: model)
      _ = try workbench.resume(from: path)
      return true
    })
}

/// A file of a paused run with the checksum of its arrays, so that other damage is seen.
private func withChecksum(_ file: [UInt8]) -> [UInt8] {
  guard let arrays = try? Safetensors(Bytes(file), path: "x").arrays,
    let (header, data) = parts(file), let json = try? JSON(parsing: header),
    let members = json.members
  else { return file }
  var hash = Fingerprint()
  for named in arrays.sorted(by: { $0.name < $1.name }) {
    for extent in named.array.shape { hash.add(UInt32(truncatingIfNeeded: extent)) }
    let bytes = named.array.bytes.array
    for place in stride(from: 0, to: bytes.count - bytes.count % 4, by: 4) {
      hash.add(bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
  }
  let digits = String(hash.value, radix: 16)
  let checksum = String(repeating: "0", count: 16 - digits.count) + digits
  let changed = members.map { member in
    guard member.key == "__metadata__", let known = member.value.members else { return member }
    let rest = known.filter { $0.key != "checksum" }
    return JSON.Member(member.key, .object(rest + [.init("checksum", .string(checksum))]))
  }
  let text = Array(JSON.object(changed).text.utf8)
  return little(UInt64(text.count)) + text + data
}
