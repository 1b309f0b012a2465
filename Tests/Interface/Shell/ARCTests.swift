// ARC in the whole program: grids and tasks asked of a model with puzzle embeddings.

import Checkpoints
import Foundation
import Network
import Support
import Testing

@Suite struct ARCShellTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    // A model of ARC's shape with embeddings for four puzzles, in an official file with a list of names.
    let c = Configuration(
      vocabulary: 12, length: 900, width: 8, layers: 1, innerWidth: 8, heads: 1, prefix: 1,
      puzzleWidth: 8, puzzles: 4, inner: 1, cycles: 1, depth: 1)
    let checkpoint = Checkpoint(weights: try .initial(c, seed: 1))
    let path = sandbox.path + "/step_1"
    try checkpoint.writeTorch(to: path, prefix: "model.inner.")
    for file in OfficialSettings(checkpoint).files(beside: path) {
      try file.text.write(toFile: file.path, atomically: true, encoding: .utf8)
    }
    try sandbox.write(
      "identifiers.json", #"["<blank>", "mirror", "mirror|||t4|||0213456789", "a\"b"]"#)
    try sandbox.write(
      "mirror.json",
      #"{"train": [{"input": [[1,2]], "output": [[2,1]]}],"#
        + #" "test": [{"input": [[3,4]], "output": [[4,3]]}, {"input": [[5],[6]]}]}"#)
    try sandbox.write(
      "x_challenges.json",
      #"{"mirror": {"train": [{"input": [[1,5]], "output": [[5,1]]}], "test": [{"input": [[1,2,3]]}]},"#
        + #" "other": {"train": [{"input": [[4]], "output": [[6]]}], "test": [{"input": [[7]]}]}}"#)
    try sandbox.write("x_solutions.json", #"{"mirror": [[[3,2,1]]], "other": [[[8]]]}"#)
  }

  private func asked(_ lines: String...) throws -> [[String: Any]] {
    let run = try sandbox.trm(
      "--json", input: (["load step_1"] + lines).map { $0 + "\n" }.joined())
    #expect(run.code == 0, "\(run.errors)")
    return run.objects.filter { $0["command"] as? String == "ask" }
  }

  @Test("grids and tests of tasks are asked; answers that are known are judged")
  func asking() throws {
    let found = try asked(
      "ask 012/345", "ask [[0,1],[2,3]]", "ask @mirror.json", "ask @mirror.json --test 2",
      "ask --task mirror @x_challenges.json", "ask @x_challenges.json --task other")
    #expect(
      found.map { $0["question"] as? String } == ["012/345", "01/23", "34", "5/6", "123", "7"])
    #expect(found.map { $0["correct"] is Bool } == [false, false, true, false, true, true])
    // The blank puzzle is asked where a task has no embedding.
    #expect(found.map { $0["note"] != nil } == [false, false, false, false, false, true])
    #expect((found[5]["note"] as? String)?.contains("no puzzle 'other'") == true)
  }

  @Test("puzzles are named; the name of an augmented one transforms the grids")
  func puzzles() throws {
    let found = try asked(
      "ask --puzzle mirror 12/34", "ask --puzzle 'mirror|||t4|||0213456789' 12/34",
      "ask --puzzle 2 @mirror.json", "ask --puzzle 'a\"b' 1")
    #expect(found.map { $0["question"] as? String } == ["12/34", "12/43", "43", "1"])
    #expect(
      found.map { $0["note"] as? String } == [
        nil, "transformed as 'mirror|||t4|||0213456789' says",
        "transformed as 'mirror|||t4|||0213456789' says", nil,
      ])
  }

  @Test("names of digits alone are names, and grids in quotes and files are read as elsewhere")
  func digits() throws {
    try sandbox.write(
      "identifiers.json", #"["<blank>", "00576224", "12422623", "x|||t4|||0123456789"]"#)
    try sandbox.write(
      "00576224.json", #"{"train": [], "test": [{"input": [[1,2]]}]}"#)
    try sandbox.write("grid.txt", "01\n23\n")
    let found = try asked(
      "ask --puzzle 00576224 1", "ask --puzzle 12422623 1", "ask --puzzle 3 12",
      "ask @00576224.json", "ask '012/345'", "ask @grid.txt", "ask --puzzle 1 @grid.txt")
    #expect(
      found.map { $0["question"] as? String } == [
        "1", "1", "21", "12", "012/345", "01/23", "01/23",
      ])
    #expect(found.map { $0["note"] != nil } == [false, false, true, false, false, false, false])
    try sandbox.write("grid.txt", "0x")
    let wrong = try sandbox.trm(input: "load step_1\nask @grid.txt\n")
    #expect(wrong.errors.contains("grid.txt: invalid color 'x'"))
  }

  @Test(
    "what can't be asked is refused with what can",
    arguments: [
      ("ask @mirror.json --test 3", "has no test 3", "valid tests are 1 to 2"),
      ("ask @x_challenges.json", "it holds 2 tasks", "--task mirror"),
      ("ask @x_challenges.json --task none", "it has no task 'none'", "such as --task mirror"),
      ("ask @mirror.json --task other", "it holds one task, 'mirror'", ""),
      ("ask 012 --test 1", "a grid has no tests", "@task.json"),
      ("ask --puzzle mirr 1", "there is no puzzle 'mirr'", "such as --puzzle 'mirror'"),
      ("ask --puzzle 9 1", "the model has no puzzle embedding 9", "--puzzle 0 to 3"),
      (#"ask {"train": [], "test": [{"input": [[10]]}]}"#, "isn't a grid of colors", ""),
      (#"ask {"train": [], "test": [{}]}"#, "test 1 of task 'typed' has no 'input'", ""),
      (#"ask {"train": []}"#, "has no list 'test'", ""),
      ("ask {", "it isn't JSON", ""), ("ask 01x", "invalid color 'x'", "the colors are 0 to 9"),
      ("sample", "questions of 'arc' can't be generated", "--data DIR"),
    ] as [(String, String, String)])
  func refusals(line: String, message: String, hint: String) throws {
    let run = try sandbox.trm(input: "load step_1\n\(line)\n")
    #expect(run.code != 0 && run.code < 126)
    #expect(
      run.errors.contains(message) && (hint.isEmpty || run.errors.contains(hint)), "\(run.errors)")
  }

  @Test("augmented tasks are written, learned from and voted on")
  func voting() throws {
    try sandbox.write(
      "lines.trm",
      """
      generate arc --from x_challenges.json --augment 3 --out data
      expect puzzles == 8
      expect test == 8
      new arc --puzzles 9 --width 8 --heads 1 --mixing attention --depth 1 --inner 1
      train --data data --steps 2 --batch 2 --depth 1
      eval --data data --vote --submission s.json --out rows.csv
      expect votes == 8
      expect tasks == 2
      fails eval --data data --vote --submission s.json
      expect error contains 'already exists'
      eval --data data/test --vote --submission s.json --force
      fails eval --vote
      fails eval --data data --submission s.json --force
      fails generate arc --out other
      fails generate arithmetic --from x_challenges.json --out other
      fails generate arc --from x_challenges.json --augment -1 --out other
      generate arc --from mirror.json --names identifiers.json --out named
      expect puzzles == 2
      """)
    let run = try sandbox.trm("test", "lines.trm")
    #expect(run.code == 0, "\(run.errors) \(run.output)")
    let text = try String(contentsOfFile: sandbox.path + "/s.json", encoding: .utf8)
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(Set(json?.keys.map { $0 } ?? []) == ["mirror", "other"])
    let attempt = (json?["other"] as? [[String: Any]])?.first
    #expect(attempt?["attempt_1"] is [[Int]] && attempt?["attempt_2"] is [[Int]])
  }

  @Test("without identifiers only numbers name puzzles")
  func unnamed() throws {
    try FileManager.default.removeItem(atPath: sandbox.path + "/identifiers.json")
    let run = try sandbox.trm(input: "load step_1\nask --puzzle mirror 1\n")
    #expect(run.errors.contains("'mirror' is not a number, and there is no identifiers.json"))
    try sandbox.write("identifiers.json", "{}")
    let broken = try sandbox.trm(input: "load step_1\nask --puzzle mirror 1\n")
    #expect(broken.errors.contains("identifiers.json: isn't a list of names"))
    try sandbox.write("identifiers.json", #"["a", 3]"#)
    let mixed = try sandbox.trm(input: "load step_1\nask --puzzle mirror 1\n")
    #expect(mixed.errors.contains("entry 1 isn't a string"))
  }
}
