// ablate compared with separate eval and train commands.

import Foundation
import Support
import Testing

@Suite struct AblationTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func rows(_ line: String, after lines: [String]) throws -> [[String: Any]] {
    let input = ([Sandbox.tiny] + lines + [line]).joined(separator: "\n") + "\n"
    let run = try sandbox.trm("--json", input: input)
    #expect(run.code == 0, "\(run.errors)")
    return try #require(run.objects.last?["rows"] as? [[String: Any]])
  }

  @Test("a pass over depths gives the same results as an eval at each depth")
  func depths() throws {
    let training = "train --steps 300 --batch 16 --rate 4e-3"
    let rows = try rows("ablate depth=1,2,5 inner=1,2 --count 70 --seed 3", after: [training])
    #expect(rows.count == 6)
    var evals: [String] = []
    for depth in [1, 2, 5] {
      for inner in [1, 2] {
        evals.append("eval --depth \(depth) --inner \(inner) --count 70 --seed 3")
      }
    }
    let input = ([Sandbox.tiny, training] + evals).joined(separator: "\n") + "\n"
    let objects = try sandbox.trm("--json", input: input).objects.suffix(6)
    #expect(Set(rows.compactMap { $0["exact"] as? Double }).count > 1)
    for (row, object) in zip(rows, objects) {
      for name in ["exact", "low", "high", "accuracy", "steps"] {
        let (one, other) = (row[name] as? Double, object[name] as? Double)
        #expect(one != nil && one == other, "\(name) of \(row)")
      }
    }
  }

  @Test("a row of ablate --train matches new, train and eval, and the model is unchanged")
  func trainings() throws {
    let sweep = "ablate --train --steps 120 --count 60 --seed 4 batch=16 lr=4e-3 ema=0,0.9"
    let rows = try rows(sweep, after: [])
    let lines = [
      "set seed 4", Sandbox.tiny,
      "train --steps 120 --batch 16 --rate 4e-3 --average 0.9", "eval --count 60",
    ]
    let run = try sandbox.trm("--json", input: lines.joined(separator: "\n") + "\n")
    let eval = try #require(run.objects.last)
    #expect(rows.count == 2)
    for name in ["exact", "accuracy"] {
      let (one, other) = (rows[1][name] as? Double, eval[name] as? Double)
      #expect(one != nil && one == other, "\(name): \(rows) \(eval)")
    }
    #expect(try #require(rows[0]["ema"] as? Int) == 0)
    let input = [Sandbox.tiny, "save one.safetensors", sweep, "save two.safetensors"]
    #expect(try sandbox.trm(input: input.joined(separator: "\n") + "\n").code == 0)
    #expect(sandbox.bytes("one.safetensors") == sandbox.bytes("two.safetensors"))
  }

  @Test("Ctrl-C shows the completed combinations, and the session continues")
  func interruption() throws {
    let terminal = try PseudoTerminal([], in: sandbox.path)
    try terminal.wait(for: "> ")
    terminal.type("set threads 1\r")
    try terminal.wait(for: "threads = 1")
    // The first is instant, the second takes minutes; stop after its first batch of 64.
    terminal.type("ablate depth=1 cycles=1 inner=1,1024 --count 2000\r")
    try terminal.wait(for: "2064/4000")
    terminal.type("\u{3}")
    try terminal.wait(for: "interrupted after 1 of 2 combinations")
    try terminal.wait(for: "> ")
    terminal.type("expect rows contains 'inner 1 exact'\recho held $status\r")
    try terminal.wait(for: "held 0")
    terminal.type("quit\r")
    #expect(try terminal.exitCode() == 0)
  }

  @Test("three values of the first axis are plotted as a curve, two aren't")
  func curve() throws {
    let three = try sandbox.trm(
      input: Sandbox.tiny + "\nablate halt=off,on,0.9 depth=1,2 --count 20\n")
    #expect(three.output.contains("└"))
    #expect(three.output.contains("  depth 1\n  depth 2\n"))
    let two = try sandbox.trm(input: Sandbox.tiny + "\nablate depth=1,2 --count 20\n")
    #expect(two.output.contains("depth") && !two.output.contains("└"))
  }
}
