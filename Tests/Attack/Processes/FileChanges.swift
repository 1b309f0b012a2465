// Changes files under a running session: it lives on, and answers as before or says what happened.

import Checkpoints
import Foundation
import Network
import Platform
import Puzzles
import Storage
import Workbench

/// The loops of changed files.
struct FileChanges {
  let options: AttackOptions
  let folder: String

  init(_ options: AttackOptions, folder: String) {
    (self.options, self.folder) = (options, folder)
  }

  /// What happens to a file.
  private enum Change: String, CaseIterable {
    case emptied, halved, cutByAPage, overwritten, garbled, replaced, deleted, grown, folder
  }

  /// Runs every loop; how many things were found.
  func run() throws -> Int {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try make(puzzles: 3, at: folder + "/small")
    // Beyond the size up to which files are copied, so that it is mapped.
    try make(puzzles: 40_000, at: folder + "/large")
    try generate()
    try generateLarge()
    say("file            rounds  answered  refused  found")
    var found = 0
    for name in ["small", "large"] {
      found += try loop(name) { try changeModel(name, $0, &$1) }
    }
    found += try loop("data set") { try changeData("small", $0, &$1) }
    found += try loop("large data set") { try changeData("large", $0, &$1) }
    return found
  }

  private func loop(
    _ name: String, _ body: (Change, inout Chance) throws -> (answered: Int, refused: Int)
  ) throws -> Int {
    var chance = Chance(seed: options.seed)
    var (answered, refused, found) = (0, 0, 0)
    for round in 0..<options.rounds where found < 3 {
      let change = Change.allCases[round % Change.allCases.count]
      do {
        let counts = try body(change, &chance)
        answered += counts.answered
        refused += counts.refused
      } catch {
        found += 1
        say("FOUND \(name), \(change.rawValue), round \(round): \(error)")
      }
    }
    say(name, width: 15, [(options.rounds, 7), (answered, 10), (refused, 9), (found, 7)])
    return found
  }

  /// Two models with large tables of puzzles, as old and new.
  private func make(puzzles: Int, at path: String) throws {
    let puzzle = try PuzzleList.make(
      name: "arithmetic", options: ["digits": "1", "operators": "+"])
    for (seed, ending) in [(UInt64(1), ".old"), (2, ".new")] {
      let network = Configuration(
        vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 64, layers: 1,
        innerWidth: 64, heads: 2, rotaryBase: 100, prefix: 8, puzzleWidth: 512, puzzles: puzzles,
        inner: 1, cycles: 1, depth: 2)
      let model = try LoadedModel(
        weights: Weights.initial(network, seed: seed), puzzle: puzzle, name: "m", path: nil)
      try model.write(to: path + ending)
    }
  }

  private func generate() throws {
    let session = try Session(options.trm, in: folder)
    for seed in [1, 2] {
      let line =
        "generate arithmetic --option digits=1 --option operators=+ --count 2000 "
        + "--seed \(seed) -o small\(seed)"
      let made = try session.run(line)
      try require(made.isFine, made.failure)
    }
    try session.end()
  }

  /// Two data sets whose inputs are beyond the size up to which files are copied.
  private func generateLarge() throws {
    let puzzle = try LoadedModel.read(folder + "/small.old").puzzle
    let rows = MappedFile.maxCopied / (8 * puzzle.length) + 4096
    for seed in [1, 2] {
      var writer = DatasetWriter(length: puzzle.length, vocabulary: puzzle.vocabulary.count)
      var inputs = [UInt8](repeating: 0, count: rows * puzzle.length * 8)
      let questions = (0..<200).map { puzzle.generate(split: .train, draw: UInt64($0 * seed)) }
      for row in 0..<rows {
        let question = questions[row % questions.count]
        writer.add(tokens: question.tokens, labels: question.labels)
        for (position, token) in question.tokens.enumerated() {
          inputs[(row * puzzle.length + position) * 8] = UInt8(token)
        }
      }
      let path = "\(folder)/large\(seed)"
      try DatasetFolder.write([("train", writer)], puzzle: puzzle.json.text, to: path)
      try NumPyArray.write(
        StoredArray(.int64, shape: [rows, puzzle.length], bytes: Bytes(inputs)),
        to: path + "/train/all__inputs.npy")
    }
  }

  private func apply(_ change: Change, to path: String, with other: String) throws {
    let size = off_t(try bytes(of: path).count)
    switch change {
    case .emptied: truncate(path, 0)
    case .halved: truncate(path, size / 2)
    case .cutByAPage: truncate(path, max(0, size - 4096))
    case .grown: truncate(path, size + 4096)
    case .overwritten: try put(bytes(of: other), at: path)
    case .garbled: try put([UInt8](repeating: 0xA5, count: Int(size)), at: path)
    case .replaced:
      try put(bytes(of: other), at: path + ".next")
      rename(path + ".next", path)
    case .deleted: unlink(path)
    case .folder:
      unlink(path)
      mkdir(path, 0o755)
    }
  }

  /// Changes a model's file between commands or during one.
  private func changeModel(
    _ name: String, _ change: Change, _ chance: inout Chance
  ) throws -> (answered: Int, refused: Int) {
    let path = folder + "/m.safetensors"
    try? FileManager.default.removeItem(atPath: path)
    try put(bytes(of: "\(folder)/\(name).old"), at: path)
    let session = try Session(options.trm, ["-m", path], in: folder)
    let right = try session.run("ask 3 + 4").answer
    let isDuring = chance.once(in: 2)
    if isDuring {
      session.send(chance.one(of: ["eval --count 3000", "train --steps 20 --batch 4", "info"]))
      usleep(useconds_t(chance.below(20_000)))
    }
    try apply(change, to: path, with: "\(folder)/\(name).new")
    var (answered, refused) = (0, 0)
    if isDuring {
      if try session.result().isFine { answered += 1 } else { refused += 1 }
      // What was trained is another model, which undo takes back.
      if (try? session.run("undo")) == nil { throw Finding("it ended at 'undo'") }
    }
    let lines = [
      "ask 3 + 4", "ask 5 + 1", "ask 3 + 4", "eval --count 20", "latent stats z@last",
      "save --force kept.safetensors", "think 3 + 4", "step 1", "train --steps 1 --batch 2", "undo",
      "ask 3 + 4", "load m.safetensors",
    ]
    for line in lines {
      let result = try session.run(line)
      if result.isFine { answered += 1 } else { refused += 1 }
      if line == "ask 3 + 4", result.isFine {
        try require(result.answer == right, "another answer: \(result.answer ?? "none")")
      }
      if line.hasPrefix("save"), result.isFine {
        let kept = try bytes(of: folder + "/kept.safetensors")
        try require(
          try LoadedModel.read(folder + "/kept.safetensors").weights.checksum
            == LoadedModel.read("\(folder)/\(name).old").weights.checksum,
          "another model was saved (\(kept.count) bytes)")
      }
    }
    try session.end()
    try? FileManager.default.removeItem(atPath: folder + "/kept.safetensors")
    return (answered, refused)
  }

  /// Changes a file of a data set between commands or during one.
  private func changeData(
    _ size: String, _ change: Change, _ chance: inout Chance
  ) throws -> (answered: Int, refused: Int) {
    let files = FileManager.default
    try? files.removeItem(atPath: folder + "/data")
    try files.copyItem(atPath: "\(folder)/\(size)1", toPath: folder + "/data")
    let session = try Session(options.trm, ["-m", folder + "/small.old"], in: folder)
    let part = size == "large" ? "train" : chance.one(of: ["train", "test"])
    let work = [
      "eval --data data/\(part) --count 2000", "train --data data --steps 20 --batch 4",
    ]
    var (answered, refused) = (0, 0)
    session.send(chance.one(of: work))
    usleep(useconds_t(chance.below(30_000)))
    let names = ["all__inputs.npy", "all__labels.npy", "dataset.json"]
    let name = size == "large" && !chance.once(in: 4) ? names[0] : chance.one(of: names)
    let other = "\(folder)/\(size)2/\(part)/\(name)"
    try apply(change, to: "\(folder)/data/\(part)/\(name)", with: other)
    if try session.result().isFine { answered += 1 } else { refused += 1 }
    for line in work + ["ask 3 + 4"] {
      if try session.run(line).isFine { answered += 1 } else { refused += 1 }
    }
    try session.end()
    return (answered, refused)
  }
}
