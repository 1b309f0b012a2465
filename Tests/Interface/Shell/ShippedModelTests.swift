// The checkpoints in the repository: their scores, and the agreement of both engines.

import Checkpoints
import Foundation
import Network
import Puzzles
import Storage
import Support
import Testing

@Suite struct ShippedModelTests {
  static let path = path(of: "arithmetic")

  private static func path(of name: String) -> String {
    Shared.checkout.appending(path: "checkpoints/\(name).safetensors").path
  }

  /// A shipped network and its puzzle.
  private func load(_ name: String) throws -> (weights: Weights, puzzle: any Puzzle) {
    let checkpoint = try Checkpoint.read(Self.path(of: name))
    let json = try JSON(parsing: try #require(checkpoint.puzzle))
    var options: [String: String] = [:]
    for member in json["options"]?.members ?? [] { options[member.key] = member.value.string }
    let name = try #require(json["name"]?.string)
    return (checkpoint.weights, try PuzzleList.make(name: name, options: options))
  }

  @Test("the arithmetic model is below 1 MB and exact on 997 of 1000 held-out questions")
  func scores() throws {
    let size = try FileManager.default.attributesOfItem(atPath: Self.path)[.size] as? Int
    #expect((size ?? .max) < 1_000_000)
    let sandbox = try Sandbox()
    let run = try sandbox.trm(
      input: "eval --count 2000\nexpect exact >= 0.997\nexpect count == 2000\n")
    #expect(run.code == 0, "\(run.output) \(run.errors)")
  }

  @Test(
    "each grid model is below 3 MB and as exact on held-out questions as documented",
    arguments: [
      ("sudoku-4x4", "--count 1000", 0.999), ("sudoku", "--count 200 --option blanks=30..40", 0.99),
      ("sudoku", "--count 200 --option blanks=41..50", 0.98), ("maze", "--count 300", 0.98),
      ("sudoku", "--count 200 --option blanks=51..55", 0.85), ("maze-15", "--count 60", 0.9),
      ("sudoku-small", "--count 200 --option blanks=30..40", 0.99),
    ])
  func grids(name: String, options: String, level: Double) throws {
    let size = try FileManager.default.attributesOfItem(atPath: Self.path(of: name))[.size] as? Int
    #expect((size ?? .max) < 3_000_000)
    let sandbox = try Sandbox()
    let run = try sandbox.trm(
      input: "load \(name)\neval \(options)\nexpect exact >= \(level)\n")
    #expect(run.code == 0, "\(run.output) \(run.errors)")
  }

  private static let eight =
    "--option chains=0 --option near=0 --option shortest=8 --option shifted=0"

  @Test(
    "far carries fail at depth 1 and are right at 16 and 64: full chains, runs, ten digits",
    arguments: [
      ("\(eight) --option passing=0 --option full-chains=1", 0.2, 0.99, 0.985),
      ("\(eight) --option passing=1 --option full-chains=0", 0.7, 0.98, 0.98),
      ("--option shortest=10 --option longest=10 --option shifted=0", 0.7, 0.97, 0.97),
    ])
  func depth(options: String, most: Double, least: Double, stays: Double) throws {
    let run = try Sandbox().trm(
      input: """
        eval --count 400 --halt off --depth 1 \(options)
        expect exact <= \(most)
        eval --count 400 --halt off --depth 16 \(options)
        expect exact >= \(least)
        eval --count 400 --halt off --depth 64 \(options)
        expect exact >= \(stays)
        """)
    #expect(run.code == 0, "\(run.output) \(run.errors)")
  }

  @Test("columns that sum to 9 carry only if they receive a carry")
  func nines() throws {
    let run = try Sandbox().trm(
      input: """
        45678901 + 54321098
        expect answer == 99999999
        99999990 + 9
        expect answer == 99999999
        99999990 + 10
        expect answer == 100000000
        """)
    #expect(run.code == 0, "\(run.output) \(run.errors)")
  }

  @Test(
    "the engines agree within 1e-4 on y, z and both heads",
    arguments: [
      "arithmetic", "arithmetic-global", "sudoku-4x4", "sudoku", "sudoku-small", "maze", "maze-15",
    ])
  func reference(name: String) throws {
    let (weights, puzzle) = try load(name)
    let c = weights.configuration
    var asked = (1...2).map { puzzle.generate(split: .heldOut, draw: $0) }
    if name.hasPrefix("arithmetic") {
      asked += try ["3 + 7", "999 + 1", "-3 + 7", "100 - 999"].map { try puzzle.parse($0) }
    }
    let questions = try TokenBatch(tokens: asked.flatMap(\.tokens), for: c)
    let (fast, plain) = (FastEngine(weights, capacity: asked.count), ReferenceEngine(weights))
    fast.begin(questions)
    plain.begin(questions)
    for step in 1...min(c.depth, 6) {
      #expect(fast.step(step, cycles: c.cycles, inner: c.inner, observer: nil))
      #expect(plain.step(step, cycles: c.cycles, inner: c.inner, observer: nil))
      for (a, b) in [
        (fast.state(.y), plain.state(.y)), (fast.state(.z), plain.state(.z)),
        (fast.logits, plain.logits),
        (fast.halting, plain.halting),
      ] {
        #expect(distance(a, b) < 1e-4, "step \(step)")
      }
    }
  }

  @Test(
    "a model exported for PyTorch loads again without options and answers the same",
    arguments: ["arithmetic", "arithmetic-global", "maze", "maze-15", "sudoku", "sudoku-4x4"])
  func roundTrip(name: String) throws {
    let sandbox = try Sandbox()
    let file = Shared.checkout.appending(path: "checkpoints/\(name).safetensors").path
    let run = try sandbox.trm(
      "--json",
      input: """
        set halt off
        load \(file)
        eval --count 30
        save --as pytorch x.pt
        load x.pt
        eval --count 30
        save --as pytorch --force x.pt
        save --as pytorch y.pt

        """)
    #expect(run.code == 0, "\(run.errors)")
    let scores = run.objects.filter { $0["command"] as? String == "eval" }
    #expect(scores.count == 2)
    for key in ["exact", "accuracy", "steps"] {
      #expect(scores.first?[key] as? Double == scores.last?[key] as? Double)
    }
    // Another model's settings in the same folder are only replaced on request.
    let other = try sandbox.trm("-c", "new arithmetic --width 16", "-c", "save --as pytorch z.pt")
    #expect(other.code == 73 && other.errors.contains("all_config.yaml already exists"))
    #expect(sandbox.bytes("z.pt") == nil)
  }

  @Test("the tree in the README is the tree on the disk")
  func tree() throws {
    let readme = try String(
      contentsOf: Shared.checkout.appending(path: "README.md"), encoding: .utf8)
    let sources = try FileManager.default.contentsOfDirectory(
      atPath: Shared.checkout.appending(path: "Sources").path)
    for name in sources where !name.contains(".") {
      #expect(readme.contains("\n  \(name)"), "Sources/\(name) is missing from the README")
    }
    let top = ["Package.swift", "Sources", "Tests", "scripts", "checkpoints", "man"]
    for name in top { #expect(readme.contains("\n\(name)"), "\(name)") }
  }
}
