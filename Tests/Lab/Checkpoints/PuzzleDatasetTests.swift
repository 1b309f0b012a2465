// Data sets in the official format: reading, writing and random examples.

import Checkpoints
import Foundation
import Storage
import Support
import Testing

@Suite struct PuzzleDatasetTests {
  /// Writes a data set like the official scripts': three groups of puzzles with one or more
  /// examples.
  private func write(to folder: String, wide: Bool, set: String = "all", sets: String? = nil) throws
  {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let inputs: [UInt8] = [1, 2, 3, 0, 4, 1, 1, 1, 2, 2, 3, 3]
    let labels: [UInt8] = [0, 2, 2, 4, 0, 0, 1, 1, 1, 3, 3, 3]
    func array(_ values: [UInt8]) -> StoredArray {
      guard wide else { return StoredArray(.uint8, shape: [4, 3], bytes: Bytes(values)) }
      let bytes = values.flatMap { little(Int64($0)) }
      return StoredArray(.int64, shape: [4, 3], bytes: Bytes(bytes))
    }
    try NumPyArray.write(array(inputs), to: "\(folder)/\(set)__inputs.npy")
    try NumPyArray.write(array(labels), to: "\(folder)/\(set)__labels.npy")
    func row(_ values: [Int32], _ name: String) throws {
      try NumPyArray.write(
        StoredArray(values, shape: [values.count]), to: "\(folder)/\(set)__\(name).npy")
    }
    try row([5, 0, 2], "puzzle_identifiers")
    try row([0, 2, 3, 4], "puzzle_indices")
    try row([0, 1, 3], "group_indices")
    try AtomicFile.write(
      """
      {"pad_id": 0, "ignore_label_id": 0, "blank_identifier_id": 0, "vocab_size": 5,
       "seq_len": 3, "num_puzzle_identifiers": 6, "total_groups": 2, "mean_puzzle_examples": 1.3,
       "total_puzzles": 3, "sets": \(sets ?? "[\"all\"]")}
      """, to: folder + "/dataset.json")
  }

  @Test(
    "uint8 and int64 are read the same way, and ignored labels become -100",
    arguments: [false, true])
  func official(wide: Bool) throws {
    try withTemporaryFolder { folder in
      try write(to: folder + "/test", wide: wide)
      for path in [folder, folder + "/", folder + "/test"] {
        let data = try PuzzleDataset(path, part: "test")
        #expect((data.count, data.length, data.vocabulary, data.groups) == (4, 3, 5, 2))
        let all = try (0..<4).map { try data.example($0) }
        #expect(all[0] == .init(tokens: [1, 2, 3], labels: [-100, 2, 2], puzzle: 5))
        #expect(all[1] == .init(tokens: [0, 4, 1], labels: [4, -100, -100], puzzle: 5))
        #expect(all[2] == .init(tokens: [1, 1, 2], labels: [1, 1, 1], puzzle: 0))
        #expect(all[3] == .init(tokens: [2, 3, 3], labels: [3, 3, 3], puzzle: 2))
      }
      #expect(fault { try PuzzleDataset(folder, part: "train") }?.kind == .missing)
    }
  }

  @Test("the sets that dataset.json names are read one after the other")
  func sets() throws {
    try withTemporaryFolder { folder in
      try write(to: folder, wide: false, set: "mine")
      try write(to: folder, wide: true, set: "more", sets: "[\"mine\", \"more\"]")
      let data = try PuzzleDataset(folder, part: "test")
      #expect((data.count, data.groups) == (8, 4))
      for number in 0..<4 { #expect(try data.example(number) == data.example(number + 4)) }
      // The last group is the second of the second set: its only puzzle has the last examples.
      let picked = data.randomExample { $0 - 1 }
      #expect(picked == 7)
      for (sets, what) in [
        ("[\"none\"]", "none__inputs.npy is missing"), ("[]", "no examples"),
        ("[1]", "names of sets"),
        ("[\"../x\"]", "names of sets"),
      ] {
        try write(to: folder, wide: false, set: "mine", sets: sets)
        let error = fault { try PuzzleDataset(folder, part: "test") }
        #expect(error?.kind == .badData && error?.reason.contains(what) == true, "\(sets)")
      }
    }
  }

  @Test("a data set is read beside the dataset.json of a checkpoint in its folder")
  func beside() throws {
    try withTemporaryFolder { folder in
      try write(to: folder + "/test", wide: false)
      try put(Array("{\"seq_len\": 3}".utf8), at: folder + "/dataset.json")
      #expect(try PuzzleDataset(folder, part: "test").count == 4)
      let error = fault { try PuzzleDataset(folder, part: "train") }
      #expect(error?.kind == .badData && error?.path == folder + "/dataset.json")
    }
  }

  /// Fixed numbers instead of random ones, and the requested bounds.
  private final class Choices {
    private var rest: [Int]
    private(set) var bounds: [Int] = []

    init(_ choices: [Int]) { rest = choices.reversed() }

    func next(below bound: Int) -> Int {
      bounds.append(bound)
      return min(rest.removeLast(), bound - 1)
    }
  }

  @Test("random examples pick a group, a puzzle of it and an example of that uniformly")
  func drawing() throws {
    try withTemporaryFolder { folder in
      try write(to: folder + "/train", wide: false)
      let data = try PuzzleDataset(folder, part: "train")
      // Choices of group, puzzle and example, and the resulting example.
      for (choices, example) in [
        ([0, 0, 0], 0), ([0, 0, 1], 1), ([1, 0, 0], 2), ([1, 1, 0], 3),
      ] {
        let choice = Choices(choices)
        let drawn = data.randomExample(choice.next)
        #expect(drawn == example)
      }
      // Two groups, one puzzle in the first, two examples of it.
      let choice = Choices([0, 0, 0])
      _ = data.randomExample(choice.next)
      #expect(choice.bounds == [2, 1, 2])
    }
  }

  @Test("data sets round-trip, in uint8 if 0 is never a label, else in int32")
  func writing() throws {
    try withTemporaryFolder { folder in
      for (labels, element, ignored) in [
        ([4, -100, 1], ElementType.uint8, "0"), ([0, -100, 1], .int32, "-100"),
      ] as [([Int32], ElementType, String)] {
        var writer = DatasetWriter(length: 3, vocabulary: 5)
        writer.add(tokens: [1, 2, 3], labels: labels, puzzle: 3)
        try writer.write(to: folder)
        let data = try PuzzleDataset(folder, part: "train")
        #expect(
          try data.example(0) == .init(tokens: [1, 2, 3], labels: labels, puzzle: 3))
        #expect(data.puzzles == 4)
        #expect(try NumPyArray.read("\(folder)/all__labels.npy").element == element)
        #expect(try NumPyArray.read("\(folder)/all__inputs.npy").element == .uint8)
        let about = try TextFile.read(folder + "/dataset.json")
        #expect(about.contains("\"ignore_label_id\":\(ignored),"))
      }
      var wide = DatasetWriter(length: 2, vocabulary: 300)
      wide.add(tokens: [299, 0], labels: [299, -100])
      try wide.write(to: folder)
      let data = try PuzzleDataset(folder, part: "train")
      #expect(try data.example(0) == .init(tokens: [299, 0], labels: [299, -100], puzzle: 0))
    }
  }

  @Test("a data set with an unfinished file in it is refused, and the file is named")
  func unfinished() throws {
    try withTemporaryFolder { folder in
      var writer = DatasetWriter(length: 2, vocabulary: 5)
      writer.add(tokens: [1, 2], labels: [3, 4])
      try writer.write(to: folder)
      try put([1, 2, 3], at: folder + "/notes.tmp")
      #expect(try PuzzleDataset(folder, part: "train").count == 1)
      try put([1, 2, 3], at: folder + "/.trm-c4325759f8381862.tmp")
      let error = try #require(fault { try PuzzleDataset(folder, part: "train") })
      #expect(error.kind == .badData)
      #expect(error.description.contains(".trm-c4325759f8381862.tmp in it shows"))
      try writer.write(to: folder)
      #expect(try PuzzleDataset(folder, part: "train").count == 1)
    }
  }

  @Test("inconsistent files are refused by name")
  func refusals() throws {
    try withTemporaryFolder { folder in
      try write(to: folder, wide: false)
      func refusal(_ name: String, _ array: StoredArray) throws -> String {
        let path = "\(folder)/all__\(name).npy"
        let before = try contents(of: path)
        defer { try? put(before, at: path) }
        try NumPyArray.write(array, to: path)
        let error = fault {
          let data = try PuzzleDataset(folder, part: "train")
          for number in 0..<data.count { _ = try data.example(number) }
        }
        #expect(error?.kind == .badData)
        return error?.reason ?? ""
      }
      let tokens: [Int32] = [1, 2, 3, 0, 9, 1, 1, 1, 2, 2, 3, 3]
      #expect(try refusal("inputs", StoredArray(tokens, shape: [4, 3])).contains("the token 9"))
      #expect(try refusal("labels", StoredArray(tokens, shape: [4, 3])).contains("the label 9"))
      #expect(try refusal("inputs", StoredArray(tokens, shape: [3, 4])).contains("rows of 3"))
      #expect(
        try refusal("inputs", StoredArray([Float](repeating: 0, count: 12), shape: [4, 3]))
          .contains("F32"))
      for starts in [[0, 2, 1, 4], [1, 2, 3, 4], [0, 2, 3, 5], [0]] as [[Int32]] {
        let reason = try refusal("puzzle_indices", StoredArray(starts, shape: [starts.count]))
        #expect(reason.contains("doesn't ascend from 0 to 4"))
      }
      #expect(
        try refusal("puzzle_identifiers", StoredArray([5, 0, 6] as [Int32], shape: [3]))
          .contains("and 6 identifiers"))
    }
  }
}
