// Votes on augmented tests, tasks in files, and the data sets built of them.

import ARCTasks
import Checkpoints
import Foundation
import Kernels
import Puzzles
import Storage
import Support
import Testing

@Suite struct ARCVotesTests {
  private let input = ARCGrid(rows: 1, columns: 2, cells: [1, 2])
  private let right = ARCGrid(rows: 1, columns: 2, cells: [2, 1])
  private let wrong = ARCGrid(rows: 2, columns: 1, cells: [3, 3])

  private func add(
    _ votes: inout ARCVotes, _ answer: ARCGrid, halt: Float,
    _ transform: ARCTransform = .identity
  ) {
    votes.add(
      name: transform.name(of: "a"), input: transform(input).tokens(),
      answer: transform(answer).tokens(), halt: halt)
  }

  @Test("answers are turned back, counted, and of equal counts the surer ones come first")
  func ranking() {
    var votes = ARCVotes()
    let turned = ARCTransform(symmetry: 1, colors: [0, 2, 1, 5, 4, 3, 6, 7, 8, 9])
    add(&votes, wrong, halt: 2)
    add(&votes, right, halt: -1)
    #expect(votes.ranking(task: "a", input: input).map(\.grid) == [wrong, right])
    add(&votes, right, halt: 1, turned)
    let ranking = votes.ranking(task: "a", input: input)
    #expect(ranking.map(\.grid) == [right, wrong] && ranking.map(\.votes) == [2, 1])
    // σ(-1) + σ(1) = 1.
    #expect(abs(ranking[0].probability - 0.5) < 1e-12)
    #expect(votes.ranking(task: "b", input: input).isEmpty)
    #expect(votes.ranking(task: "a", input: right).isEmpty && votes.count == 3)
  }

  @Test("answers with as many votes and the same probability stay in their order")
  func ties() {
    var votes = ARCVotes()
    for answer in [wrong, right, input] { add(&votes, answer, halt: 0.5) }
    #expect(votes.ranking(task: "a", input: input).map(\.grid) == [wrong, right, input])
  }

  @Test("pass@K is the mean over tasks of the share of tests; a submission has two attempts")
  func scores() throws {
    var votes = ARCVotes()
    add(&votes, wrong, halt: 0)
    add(&votes, wrong, halt: 0)
    add(&votes, right, halt: 3)
    // No color at all: an answer that is no grid.
    votes.add(
      name: "b", input: input.tokens(), answer: [Int32](repeating: 1, count: 900), halt: 0)
    try withTemporaryFolder { folder in
      let json =
        #"{"a": {"train": [], "test": [{"input": [[1,2]], "output": [[2,1]]}, {"input": [[9]],"#
        + #" "output": [[9]]}]}, "b": {"train": [], "test": [{"input": [[1,2]], "output": [[0]]}]}}"#
      try json.write(toFile: folder + "/t.json", atomically: true, encoding: .utf8)
      let score = ARCScore(votes, on: try ARCTask.all(in: folder + "/t.json"))
      #expect(score.tasks.map(\.name) == ["a", "b"] && score.tasks.map(\.unanswered) == [1, 0])
      #expect(score.tasks[0].right == [0, 1, 1, 1, 1, 1])
      // Task a has one of two tests among the first two, task b none.
      #expect(score.passes == [0, 0.25, 0.25, 0.25, 0.25, 0.25])
      #expect(
        score.submission.text
          == #"{"a":[{"attempt_1":[[3],[3]],"attempt_2":[[2,1]]}],"b":[{"attempt_1":[],"attempt_2":[]}]}"#
      )
    }
  }

  @Test("damaged files of tasks are refused by name")
  func damaged() throws {
    try withTemporaryFolder { folder in
      func reason(_ text: String) throws -> String {
        try text.write(toFile: folder + "/t.json", atomically: true, encoding: .utf8)
        do {
          _ = try ARCTask.all(in: folder + "/t.json")
          return ""
        } catch let error as FileError { return error.reason }
      }
      let refusals = [
        ("[]", "isn't an object of tasks"), ("{", "isn't JSON"),
        (#"{"a": 3}"#, "task 'a' has no list 'train'"),
        (
          #"{"a": {"train": [{"input": [[1],[2,3]]}], "test": []}}"#,
          "the input of train 1 of task 'a' isn't a grid of colors"
        ),
      ]
      for (text, wanted) in refusals {
        let found = try reason(text)
        #expect(found.contains(wanted), "\(text): \(found)")
      }
      let fine = try reason(#"{"a": {"train": [], "test": []}}"#)
      #expect(fine == "")
    }
  }

  @Test("a data set has each task's augmentations as puzzles of one group, in training shifted")
  func builder() throws {
    try withTemporaryFolder { folder in
      let json =
        #"{"train": [{"input": [[1,2]], "output": [[2,1]]}, {"input": [[3]], "output": [[3]]}],"#
      try (json + #" "test": [{"input": [[4,5,6]]}]}"#).write(
        toFile: folder + "/a.json", atomically: true, encoding: .utf8)
      let tasks = try ARCTask.all(inFiles: [folder + "/a.json"])
      var builder = ARCDatasetBuilder(augmentations: 5, seed: 3)
      builder.add(tasks[0])
      #expect(builder.names.count == 7 && builder.names[..<2] == ["<blank>", "a"])
      #expect(builder.train.count == 12 && builder.test.count == 6 && builder.incomplete.isEmpty)
      let out = folder + "/data"
      try DatasetFolder.write(
        [("train", builder.train), ("test", builder.test)], puzzle: "{}", names: builder.names,
        tests: "{}", to: out)
      let train = try PuzzleDataset(out, part: "train")
      #expect(train.count == 12 && train.puzzles == 7)
      var moved = 0
      for row in 0..<12 {
        let example = try train.example(row)
        let transform = ARCTransform.parse(builder.names[Int(example.puzzle)]).transform
        let pair = tasks[0].examples[row % 2]
        #expect(ARCGrid(in: example.tokens) == transform(pair.input))
        let labels = example.labels.map { max($0, 0) }
        #expect(ARCGrid(in: labels) == pair.output.map { transform($0) })
        #expect(
          ARCGrid.place(in: labels)?.rows.lowerBound
            == ARCGrid.place(in: example.tokens)?.rows.lowerBound)
        if ARCGrid.place(in: example.tokens)?.rows.lowerBound != 0 { moved += 1 }
      }
      #expect(moved > 0 && moved <= 6)
      var same = ARCDatasetBuilder(augmentations: 5, seed: 3)
      same.add(tasks[0])
      #expect(same.names == builder.names)
      // One cell of color 0 stays as it is: no augmentation gives other grids.
      let plain = try ARCTask.all(
        inFiles: [folder + "/b.json"].map { path in
          try #"{"train": [], "test": [{"input": [[0]]}]}"#.write(
            toFile: path, atomically: true, encoding: .utf8)
          return path
        })
      var few = ARCDatasetBuilder(augmentations: 5, seed: 1)
      few.add(plain[0])
      #expect(few.names == ["<blank>", "b"] && few.incomplete == ["b"])
    }
  }

  @Test("names are found in lists of any length, escaped ones too")
  func identifiers() throws {
    try withTemporaryFolder { folder in
      let names =
        (0..<50_000).map { "task\($0)|||t1|||0123456789" } + ["quote\"d", "back\\slash", "ü"]
      let data = try JSONSerialization.data(withJSONObject: names)
      try data.write(to: URL(filePath: folder + "/identifiers.json"))
      let list = try IdentifierList(folder + "/identifiers.json")
      for number in [0, 1, 49_999, 50_000, 50_001, 50_002] {
        #expect(try list.number(of: names[number]) == number)
        #expect(try list.name(of: number) == names[number])
      }
      #expect(try list.number(of: "none") == nil && list.name(of: 50_003) == nil)
    }
  }
}

/// The official evaluator's and builder's own results.
@Suite(.enabled(if: Shared.isPresent, "needs ../shared/golden beside the checkout"))
struct ARCGoldenTests {
  private var folder: String { Shared.directory.path + "/golden/arc" }

  @Test("votes on the official predictions give the official submission and pass@K")
  func votes() throws {
    var ballot = try ARCBallot(folder + "/data")
    try ballot.add(
      predictions: folder + "/vote/predictions.npz",
      of: PuzzleDataset(folder + "/data", part: "test"))
    let score = ballot.score
    let wanted = try JSON(parsing: TextFile.read(folder + "/vote/submission.json"))
    #expect(score.submission.sorted.text == wanted.sorted.text)
    let expected = try JSON(parsing: TextFile.read(folder + "/vote/expected.json"))
    for (count, pass) in zip(ARCScore.counts, score.passes) {
      guard let value = expected["ARC/pass@\(count)"]?.double else { continue }
      #expect(abs(pass - value) < 1e-12, "pass@\(count)")
    }
  }

  @Test("the official data set's examples are found in what is built with the same names")
  func data() throws {
    let files = ["mirror01", "turned02", "colour03"].map { folder + "/raw/\($0).json" }
    let named = try IdentifierList(folder + "/data/identifiers.json").augmentations()
    var builder = ARCDatasetBuilder(augmentations: 0, seed: 1)
    for task in try ARCTask.all(inFiles: files) { builder.add(task, given: named[task.name]) }
    try withTemporaryFolder { out in
      try DatasetFolder.write(
        [("train", builder.train), ("test", builder.test)], puzzle: "{}", names: builder.names,
        to: out + "/d")
      for part in ["train", "test"] {
        func examples(_ path: String) throws -> [String: [String]] {
          let data = try PuzzleDataset(path, part: part)
          let names = try IdentifierList(path + "/identifiers.json")
          var found: [String: [String]] = [:]
          for row in 0..<data.count {
            let example = try data.example(row)
            let name = try #require(try names.name(of: Int(example.puzzle)))
            let labels = example.labels.map { max($0, 0) }
            let (input, output) = (ARCGrid(in: example.tokens), ARCGrid(in: labels))
            found[name, default: []].append("\(input?.text ?? "") \(output?.text ?? "")")
          }
          return found.mapValues { $0.sorted() }
        }
        let official = try examples(folder + "/data")
        #expect(try examples(out + "/d") == official && official.count == 12)
      }
    }
  }
}
