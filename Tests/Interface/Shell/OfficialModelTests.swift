// Checkpoints of the official implementation in the whole program, compared with its results.

import Checkpoints
import Foundation
import Kernels
import Support
import Testing

@Suite(.enabled(if: Shared.isPresent, "needs ../shared/golden beside the checkout"))
struct OfficialModelTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func path(_ name: String) -> String { Shared.directory.appending(path: name).path }

  @Test(
    "golden models load from step_100 and agree in ask --tokens and latent dump",
    arguments: [
      "attention", "mixer", "learned_positions", "hrm", "singlez", "hier6", "baseline", "arc",
    ])
  func golden(name: String) throws {
    let expected = try NumPyArchive.readNumbers(path("golden/\(name)/expected.npz"))
    let inputs = try #require(expected["inputs"])
    let puzzles = try #require(expected["puzzle_identifiers"]?.integers())
    let tokens = try #require(inputs.integers())
    let logits = try #require(expected["logits"])
    let (depth, batch, length, vocabulary) = (
      logits.shape[0], logits.shape[1], logits.shape[2], logits.shape[3]
    )
    let states = ["z_H", "z_L", "z_L1", "z_L2", "z_L3", "z_L4", "z_L5", "z_L6"]
      .filter { expected[$0] != nil }
    var lines = ["load '\(path("golden/\(name)/step_100"))'"]
    for question in 0..<batch {
      let row = tokens[question * length..<(question + 1) * length].map(String.init)
      lines += [
        "ask --tokens '\(row.joined(separator: " "))' --puzzle \(puzzles[question])",
        "latent dump logits@* -o logits\(question).npy",
        "latent dump halt@* -o q\(question).npy",
      ]
      // z_L2 is written by the second inner update alone.
      lines += states.map { array in
        let address =
          array == "z_H"
          ? "y@*.last"
          : array == "z_L"
            ? "z@*.last.last"
            : array
              .replacing("z_L", with: "zL") + "@*.last.*"
        return "latent dump \(address) -o \(array)\(question).npy"
      }
    }
    let run = try sandbox.trm("--json", input: lines.map { $0 + "\n" }.joined())
    #expect(run.code == 0, "\(run.errors)")
    #expect(!run.errors.contains("guessed"))
    let answers = run.objects.filter { $0["command"] as? String == "ask" }
    #expect(answers.count == batch)
    for question in 0..<batch {
      for (file, array) in [("logits", "logits"), ("q", "q_logits")] + states.map({ ($0, $0) }) {
        let all = try #require(expected[array])
        let own = try NumPyArray.read("\(sandbox.path)/\(file)\(question).npy")
        let size = all.count / depth / batch
        let values = all.floats().array
        var wanted: [Float] = []
        for step in 0..<depth {
          let start = (step * batch + question) * size
          wanted += values[start..<start + size]
        }
        #expect(distance(own.floats().array, wanted) < 1e-3, "\(array) of question \(question)")
        guard file == "logits" else { continue }
        let last = Array(wanted.suffix(length * vocabulary))
        var most: [Int] = []
        for position in 0..<length {
          let row = Array(last[position * vocabulary..<(position + 1) * vocabulary])
          most.append(row.firstIndex(of: row.max() ?? 0) ?? 0)
        }
        #expect(answers[question]["tokens"] as? [Int] == most)
      }
    }
  }

  @Test("halting works on an official model: eval shows steps saved and answers changed")
  func halting() throws {
    // A data set of the golden inputs, with labels that the model doesn't predict.
    let expected = try NumPyArchive.read(path("golden/attention/expected.npz"))
    let inputs = try #require(expected["inputs"]?.integers()).map { Int32($0) }
    let puzzles = try #require(expected["puzzle_identifiers"]?.integers())
    var writer = DatasetWriter(length: 12, vocabulary: 16)
    for question in 0..<4 {
      let row = Array(inputs[question * 12..<(question + 1) * 12])
      writer.add(
        tokens: row, labels: row.map { $0 == 0 ? -100 : $0 }, puzzle: Int32(puzzles[question]))
    }
    let folder = sandbox.path + "/data/test"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try writer.write(to: folder)
    let load = "load '\(path("golden/attention/step_100"))'\n"
    let run = try sandbox.trm(
      "--json", input: load + "eval --data data\neval --data data --halt on --patience 0\n")
    #expect(run.code == 0, "\(run.errors)")
    let results = run.objects.filter { $0["command"] as? String == "eval" }
    #expect(results.count == 2)
    #expect(results[0]["steps"] as? Double == 4 && results[0]["saved"] == nil)
    // Three official halting logits are above 0 after the first step, none later.
    let halts = try #require(expected["q_logits"]).floats().array
    let stopped = (0..<4).filter { halts[$0 * 2] > 0 }
    #expect(stopped == [0, 1, 2])
    #expect(results[1]["steps"] as? Double == (1 + 1 + 1 + 4) / 4.0)
    #expect(results[1]["saved"] as? Double == 1 - 7 / 16.0)
    // Changed answers: the first step's differs from the fourth's at a labeled position.
    let logits = try #require(expected["logits"]).floats().array
    func answer(_ step: Int, _ question: Int) -> [Int] {
      (0..<12).filter { inputs[question * 12 + $0] != 0 }.map { position in
        let start = ((step * 4 + question) * 12 + position) * 16
        let row = Array(logits[start..<start + 16])
        return row.firstIndex(of: row.max() ?? 0) ?? 0
      }
    }
    let changed = stopped.filter { answer(0, $0) != answer(3, $0) }
    #expect(results[1]["changed"] as? Int == changed.count)
    #expect(results[1]["halting"] is Double)
  }

  @Test("the original cell checkpoint gives its 100 answers, and its logits within 1e-5")
  func seed() throws {
    let text = try Data(contentsOf: URL(filePath: path("seed/seed_answers.json")))
    let record = try #require(
      try JSONSerialization.jsonObject(with: text) as? [String: Any])
    let answers = try #require(record["answers"] as? [[Int]])
    let logits = try #require(record["logits"] as? [String: [[Double]]])
    let load = "load '\(path("seed/trm_arithmetic.pt"))'\n"
    let questions = answers.map { "\($0[0]) + \($0[1])\n" }.joined()
    let run = try sandbox.trm("--json", input: load + questions)
    let asked = run.objects.filter { $0["command"] as? String == "ask" }
    #expect(asked.compactMap { $0["answer"] as? String } == answers.map { String($0[2]) })
    #expect(asked.filter { $0["correct"] as? Bool == true }.count == 97)
    let sums = logits.keys.sorted()
    let dumps = sums.map { "\($0)\nlatent dump logits@* -o '\($0).npy'\n" }.joined()
    #expect(try sandbox.trm("-q", input: load + dumps).code == 0)
    for sum in sums {
      let own = try NumPyArray.read("\(sandbox.path)/\(sum).npy")
      #expect(own.shape == [3, 2, 19])
      let values = own.floats().array
      for (step, wanted) in try #require(logits[sum]).enumerated() {
        for (index, value) in wanted.enumerated() {
          let own = Double(values[step * 38 + 19 + index])
          #expect(abs(own - value) < 1e-5)
        }
      }
    }
  }
}
