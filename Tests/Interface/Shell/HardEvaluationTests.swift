// eval --hard and train --hard, --mine as they are typed.

import Foundation
import Support
import Testing

@Suite struct HardEvaluationTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test("JSON has every kind, the worst first, and rows of a file agree with it")
  func json() throws {
    let run = try sandbox.trm("--json", "eval", "--hard", "12", "--depth", "1", "-o", "rows.jsonl")
    let object = try #require(run.objects.first)
    let kinds = try #require(object["kinds"] as? [[String: Any]])
    #expect(kinds.count > 30 && object["worst"] as? String == kinds[0]["kind"] as? String)
    let shares = kinds.compactMap { $0["exact"] as? Double }
    #expect(shares == shares.sorted() && shares[0] < 1)
    let lines = try String(contentsOfFile: sandbox.path + "/rows.jsonl", encoding: .utf8)
      .split(separator: "\n")
    var rows: [String: [[String: Any]]] = [:]
    for line in lines {
      let row = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      rows[try #require(row["kind"] as? String), default: []].append(row)
    }
    #expect(object["rows"] as? Int == lines.count && object["count"] as? Int == lines.count)
    for kind in kinds {
      let own = rows[try #require(kind["kind"] as? String)] ?? []
      let right = own.count { $0["right"] as? Bool == true }
      #expect(kind["count"] as? Int == own.count && kind["right"] as? Int == right)
      let wrong = own.first { $0["right"] as? Bool == false }
      #expect(kind["question"] as? String == wrong?["question"] as? String)
      #expect(kind["answer"] as? String == wrong?["answer"] as? String)
      let (low, high) = (kind["low"] as? Double ?? 2, kind["high"] as? Double ?? -1)
      #expect(low <= Double(right) / 12 && Double(right) / Double(own.count) <= high)
    }
  }

  @Test("the table has the worst kind in its first row, with a wrong answer")
  func table() throws {
    let run = try sandbox.trm("eval", "--hard", "12", "--depth", "1")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("exact 0") && lines[1].hasPrefix("kind "))
    #expect(lines[1].hasSuffix("wrong, such as") && lines[2].contains(" = "))
    let narrow = try sandbox.trm("--set", "width=80", "eval", "--hard", "12", "--depth", "1").output
    #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(narrow)")
    let deep = try sandbox.trm("--format", "csv", "eval", "--hard", "4", "--by-depth")
    #expect(deep.output.contains("kind,count,right,exact,low,high,question,answer,truth,depth-1"))
    #expect(run.code == 0 && deep.code == 0, "\(run.errors) \(deep.errors)")
  }

  @Test("the same seed gives the same scores, and --train asks other questions")
  func seeds() throws {
    let runs = try ["--seed 3", "--seed 3", "--seed 4", "--seed 3 --train"].map { options in
      let run = try sandbox.trm("-c", "eval --hard 6 --depth 1 -o r.csv --force \(options)")
      #expect(run.code == 0, "\(run.errors)")
      return try #require(sandbox.bytes("r.csv"))
    }
    #expect(runs[0] == runs[1] && runs[0] != runs[2] && runs[0] != runs[3])
  }

  @Test(
    "options that can't go together are refused",
    arguments: [
      ("eval --hard --by length", "--by can't be used with --hard"),
      ("eval --hard --file x.tsv", "--file can't be used with --hard"),
      ("eval --hard --data x", "--data can't be used with --hard"),
      ("eval --hard 5 --count 6", "--count can't be used with --hard"),
      ("eval --hard 0", "invalid number of questions '0'"),
      ("eval 100", "unexpected argument '100'"),
      ("train --steps 2 --hard 2", "invalid value '2.0' for 'hard' (0 to 1)"),
      ("train --steps 2 --mine --hard 0", "'--mine' needs a share of hard questions above 0"),
      ("train --steps 2 --mine-every 5", "'--mine-every' needs '--mine'"),
      ("train --steps 2 --mine --mine-count 0", "invalid value '0' for '--mine-count'"),
      (
        "train --steps 2 --hard 0.5 --file x.tsv",
        "--hard and --mine need the puzzle's own questions"
      ),
    ])
  func refused(line: String, message: String) throws {
    let run = try sandbox.trm("-c", line)
    #expect(run.code == 64 && run.errors.contains(message), "\(run.errors)")
  }

  @Test("training with --mine tells what it draws, and --resume gives the same bytes")
  func mining() throws {
    let train = "train --steps 12 --batch 8 --mine --mine-every 4 --mine-count 4"
    let run = try sandbox.trm(
      input: """
        new arithmetic --option digits=2 --width 16 --depth 3
        save fresh.safetensors
        \(train)
        expect mined contains 'step 8 kind'
        expect mined contains weight
        info
        expect training-hard == 0.5
        expect training-mine-every == 4
        save whole.safetensors
        load fresh.safetensors
        \(train) --pause 8
        save --optimizer half.safetensors
        load half.safetensors
        train --resume
        save again.safetensors
        !cmp whole.safetensors again.safetensors
        expect status == 0
        ablate --train --steps 4 --count 20 hard=0.25,0.5 mine=on batch=8
        """)
    #expect(run.code == 0, "\(run.output) \(run.errors)")
    for step in [0, 4, 8] { #expect(run.errors.contains("step \(step): hard questions wrong")) }
  }

  @Test("Ctrl-C shows the kinds so far and writes their rows")
  func interruption() throws {
    let terminal = try PseudoTerminal([], in: sandbox.path)
    try terminal.wait(for: "d16> ")
    terminal.type("eval --hard 20000 --halt off --depth 64 --out rows.csv\r")
    try terminal.wait(for: "exact 0")
    terminal.type("\u{3}")
    try terminal.wait(for: "wrong, such as")
    try terminal.wait(for: "interrupted after ")
    try terminal.wait(for: "rows so far to rows.csv")
    try terminal.wait(for: "d16> ")
    terminal.type("expect interrupted == true\rquit\r")
    #expect(try terminal.exitCode() == 0)
  }

  @Test("help lists a puzzle's hard kinds and what training doesn't draw")
  func help() throws {
    for (puzzle, kind, gap) in [
      ("arithmetic", "x99 - y00", "longer than 'longest'"),
      ("maze", "path of 1 step", "'shortest'"),
      ("sudoku", "0 blanks", "several solutions"), ("digit-sum", "equal digits", "every pair"),
    ] {
      let text = try sandbox.trm("help", puzzle).output
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(text.contains(kind) && text.contains(gap), "\(text)")
    }
  }

  @Test(
    "the options are completed",
    arguments: [
      (["eval", "--har"], ["--hard"]), (["train", "--har"], ["--hard"]),
      (["train", "--min"], ["--min-lr-ratio", "--mine", "--mine-count", "--mine-every"]),
    ])
  func completion(typed: [String], offered: [String]) throws {
    let run = try Transcript.run(["--complete"] + typed, in: sandbox.path)
    #expect(Set(run.output.split(separator: "\n").map(String.init)) == Set(offered))
  }
}
