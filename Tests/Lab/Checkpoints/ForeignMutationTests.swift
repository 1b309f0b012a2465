// Thousands of damaged files of other programs: each is read or refused with a proper message.

import Checkpoints
import Network
import Storage
import Support
import Testing

@Suite struct ForeignMutationTests {
  @Test(
    "20,000 damaged PyTorch archives",
    arguments: [
      ("attention.pt", 4000), ("mixer.pt", 4000), ("learned.pt", 4000), ("lightning.ckpt", 4000),
      ("cell.pt", 4000),
    ])
  func torchArchives(file: String, count: Int) throws {
    try withTemporaryFolder { folder in
      var whole = try contents(of: Fixtures.path(file))
      // Half of the changes are in the pickle, which is a small part of the file.
      let name = Array("data.pkl".utf8)
      let description = try #require(
        whole.indices.first { Array(whole[$0..<min($0 + 8, whole.count)]) == name })
      var generator = SplitMix64(seed: 7)
      var (read, refused) = (0, 0)
      let original = whole
      for number in 0..<count {
        whole = original
        if number % 2 == 0 {
          let part = description..<min(description + 2500, whole.count)
          let mutant = mutated(Array(whole[part]), &generator)
          // Of the same length, so that the archive stays valid.
          for (place, byte) in zip(part, mutant) { whole[place] = byte }
          repair(&whole, description)
        } else {
          whole = mutated(whole, &generator)
        }
        guard !whole.isEmpty else { continue }
        try put(whole, at: folder + "/x")
        do {
          let weights = try Checkpoint.read(folder + "/x", overrides: Fixtures.known).weights
          _ = weights.nonFinite
          read += 1
        } catch let error as FileError {
          refused += 1
          checkSentence(error)
          #expect(error.kind == .badData)
        }
      }
      #expect(refused > count / 4 && read + refused > count - 10)
    }
  }

  /// Updates the first entry's checksum in both headers.
  private func repair(_ archive: inout [UInt8], _ name: Int) {
    guard
      let local = (0..<name).last(where: { Array(archive[$0..<$0 + 4]) == [0x50, 0x4B, 3, 4] }),
      archive.count > local + 30
    else { return }
    func short(_ place: Int) -> Int { Int(archive[place]) | Int(archive[place + 1]) << 8 }
    let count = short(local + 22) | short(local + 24) << 16
    let begin = local + 30 + short(local + 26) + short(local + 28)
    guard begin + count <= archive.count else { return }
    let checksum = little(crc32(archive[begin..<begin + count]))
    archive.replaceSubrange(local + 14..<local + 18, with: checksum)
    if let entry = (begin..<archive.count - 46).first(where: {
      Array(archive[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2]
    }) {
      archive.replaceSubrange(entry + 16..<entry + 20, with: checksum)
    }
  }

  @Test("1000 damaged settings beside a checkpoint")
  func settings() throws {
    try withTemporaryFolder { folder in
      try put(try contents(of: Fixtures.path("attention.pt")), at: folder + "/step_1")
      let yaml = """
        arch:
          H_cycles: 3
          loss:
            name: 'losses@ACTLossHead'
          num_heads: 2
          puzzle_emb_len: 1
          rope_theta: 10000.0
        data_paths:
        - data/x
        - [1, "two"]
        seq_len: 4

        """
      var generator = SplitMix64(seed: 8)
      var refused = 0
      for _ in 0..<1000 {
        let mutant = mutated(Array(yaml.utf8), &generator)
        guard !mutant.isEmpty else { continue }
        try put(mutant, at: folder + "/all_config.yaml")
        do {
          _ = try Checkpoint.read(folder + "/step_1", overrides: ConfigurationOverrides())
        } catch let error as FileError {
          refused += 1
          checkSentence(error)
          #expect(error.kind == .badData)
        }
      }
      #expect(refused > 100)
    }
  }

  @Test("2000 damaged data sets")
  func dataSets() throws {
    try withTemporaryFolder { folder in
      var writer = DatasetWriter(length: 3, vocabulary: 5)
      writer.add(tokens: [1, 2, 3], labels: [4, -100, 1])
      writer.add(tokens: [4, 0, 3], labels: [2, 2, 2])
      try writer.write(to: folder)
      let names = ["inputs", "labels", "puzzle_identifiers", "puzzle_indices", "group_indices"]
      let files = names.map { folder + "/all__\($0).npy" } + [folder + "/dataset.json"]
      let whole = try files.map { try contents(of: $0) }
      var generator = SplitMix64(seed: 9)
      for number in 0..<2000 {
        let at = number % files.count
        let mutant = mutated(whole[at], &generator)
        guard !mutant.isEmpty else { continue }
        try put(mutant, at: files[at])
        do {
          let data = try PuzzleDataset(folder, part: "train")
          for example in 0..<min(data.count, 1000) { _ = try data.example(example) }
          for draw in 0..<20 { _ = data.randomExample { draw % $0 } }
        } catch let error as FileError {
          checkSentence(error)
          #expect(error.kind == .badData)
        }
        try put(whole[at], at: files[at])
      }
    }
  }
}
