// Fuzzing: a hundred thousand random lines are parsed or rejected without a crash.

import Foundation
import Support
import Testing

@Suite struct RandomLineTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// A generator with reproducible numbers.
  private struct Chance {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  private static let valid = [
    "ask --depth 2 3 + 7", "set depth 4", "let a = \"b $ans\"", "expect answer == 10 tol 1",
    "trace --halt 0.5 1 + 1", "latent dump z@*.last.1..2 -o z.npy", "show 'depth'", "(3)+4",
    "fails load $model", "time again --cycles 2", "alias deep = ask", "eval --count 10 --by-depth",
    "train --steps 3 --rate -1e-4", "save --force x.safetensors", "history -s y.trm", "! ls",
    "new arithmetic --option digits=2", "echo <<END", "output --append 'a b'", "help language",
  ]
  private static let letters = Array("\"'\\$#@=-+.<>{}()!~%| \t\u{0}\u{FFFD}e\u{301}é漢🙂abz019*")

  /// A line of random bytes or words, or a mutated valid line.
  private static func line(_ chance: inout Chance) -> [UInt8] {
    let line = anyLine(&chance)
    // A heredoc with another terminator than END would swallow all following lines.
    return String(decoding: line, as: UTF8.self).hasSuffix("<<END")
      ? line : line.filter { $0 != UInt8(ascii: "<") }
  }

  private static func anyLine(_ chance: inout Chance) -> [UInt8] {
    switch chance.below(3) {
    case 0:
      return (0..<chance.below(40)).map { _ in UInt8(chance.below(256)) }.filter { $0 != 10 }
    case 1:
      let words = (0...chance.below(6)).map { _ in
        let line = valid[chance.below(valid.count)].split(separator: " ")
        return String(line[chance.below(line.count)])
      }
      return Array(words.joined(separator: " ").utf8)
    default:
      var line = Array(valid[chance.below(valid.count)])
      for _ in 0...chance.below(4) {
        line.insert(letters[chance.below(letters.count)], at: chance.below(line.count + 1))
        if chance.below(2) == 0, !line.isEmpty { line.remove(at: chance.below(line.count)) }
      }
      return Array(String(line).utf8)
    }
  }

  @Test("every line is parsed or rejected with its location", arguments: [UInt64(1), 2])
  func check(seed: UInt64) throws {
    var chance = Chance(state: seed)
    var bytes: [UInt8] = []
    // END after each line closes an open heredoc or ends a continued line.
    for _ in 0..<50_000 { bytes += Self.line(&chance) + Array("\nEND\n".utf8) }
    try Data(bytes + Array("set depth 2\nthe end\n".utf8)).write(
      to: URL(filePath: sandbox.path + "/lines.trm"))
    let run = try sandbox.trm("-k", "--check", "lines.trm")
    #expect(run.output == "" && run.code == 64)
    let errors = run.errors.split(separator: "\n").filter { $0.contains("error: ") }
    #expect(errors.count > 50_000)
    #expect(errors.allSatisfy { $0.hasPrefix("lines.trm:") })
    #expect(run.errors.contains("error: unknown command 'the'\n  the end\n"))
  }

  @Test("a thousand mutated lines run without a crash, and later lines still work")
  func run() throws {
    var chance = Chance(state: 7)
    var script = ""
    for _ in 0..<1000 {
      let line = String(decoding: Self.line(&chance), as: UTF8.self)
      // Exclude commands that write files, run programs or train.
      let isTame = !["!", "train", "save", "history", "output", "eval", "quit", "<<"].contains {
        line.contains($0)
      }
      if isTame { script += line.replacingOccurrences(of: "\\", with: "") + "\n" }
    }
    let run = try sandbox.trm(
      "-k", "--safe", "--set", "depth=1", input: script + "set depth 6\n3 + 7\n")
    #expect(run.output.hasSuffix("\n10\n"), "\(run.errors.suffix(300))")
    let errors = run.errors.split(separator: "\n").filter { $0.contains("error: ") }
    #expect(errors.count > 200 && errors.allSatisfy { $0.hasPrefix("<stdin>:") })
  }
}
