// eval's rows and a person's own questions, as the program reads and writes them.

import Foundation
import Support
import Testing

@Suite struct EvaluationFileTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func text(_ name: String) throws -> String {
    String(decoding: try #require(sandbox.bytes(name)), as: UTF8.self)
  }

  /// The rows of a CSV file whose cells have no line ends.
  private func rows(_ name: String) throws -> [[String]] {
    try text(name).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("exact is the share of right rows, and a row is what ask says of its question")
  func agreement() throws {
    let run = try sandbox.trm("--json", "eval", "--count", "30", "--depth", "1", "-o", "r.csv")
    let object = try #require(run.objects.first)
    let rows = try rows("r.csv")
    #expect(
      rows[0] == [
        "index", "question", "answer", "truth", "right", "p", "steps", "halted", "halt", "doubtful",
      ])
    #expect(rows.count == 31 && rows.dropFirst().map { $0[0] } == (0..<30).map(String.init))
    let right = rows.dropFirst().count { $0[4] == "true" }
    let exact = try #require(object["exact"] as? Double)
    #expect(right > 0 && right < 30 && abs(exact - Double(right) / 30) < 1e-9)
    for row in rows.dropFirst() { #expect((row[2] == row[3]) == (row[4] == "true")) }
    let asked = try sandbox.trm("--json", "ask", "--depth", "1", rows[7][1])
    let answer = try #require(asked.objects.first)
    #expect(answer["answer"] as? String == rows[7][2] && answer["steps"] as? Int == 1)
    #expect(abs((answer["p"] as? Double ?? 0) - (Double(rows[7][5]) ?? 1)) < 1e-4)
  }

  @Test("Ctrl-C writes the rows so far and says so, and the session continues")
  func interruption() throws {
    let terminal = try PseudoTerminal([], in: sandbox.path)
    try terminal.wait(for: "d16> ")
    terminal.type("eval --count 10000000 --out rows.csv\r")
    try terminal.wait(for: "exact ")
    terminal.type("\u{3}")
    try terminal.wait(for: "interrupted after ")
    let count = try #require(Int(try terminal.wait(for: " of 10000000").dropLast(12)))
    try terminal.wait(for: "wrote the \(count) rows so far to rows.csv")
    try terminal.wait(for: "d16> ")
    let rows = try rows("rows.csv")
    #expect(count > 0 && rows.count == count + 1 && rows.last?.first == String(count - 1))
    #expect(rows.allSatisfy { $0.count == 10 })
    #expect(try Support.names(in: sandbox.path).filter { $0.hasPrefix(".trm-") } == [])
    terminal.type("expect rows == \(count)\rquit\r")
    #expect(try terminal.exitCode() == 0)
  }

  @Test(
    "a signal in a script writes the rows so far too", arguments: [("INT", "130"), ("TERM", "143")])
  func signal(name: String, code: String) throws {
    let script = """
      '\(Transcript.program)' -c 'eval --count 10000000 --out r.jsonl' 2>errors & p=$!
      sleep 3; kill -\(name) $p; wait $p; echo $?
      """
    let run = try Transcript.run(["-c", script], program: "/bin/bash", in: sandbox.path)
    #expect(run.output.hasSuffix("\(code)\n"), "\(run.output)")
    let lines = try text("r.jsonl").split(separator: "\n")
    #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("{\"index\":") && $0.hasSuffix("}") })
    #expect(try text("errors").contains("wrote the \(lines.count) rows so far to r.jsonl"))
  }

  @Test("--file - and @- read standard input, unless it is the script")
  func standardInput() throws {
    let run = try sandbox.trm(
      "--json", "eval", "--file", "-", input: "\u{FEFF}3 + 7\r\n9 + 9\t19\r\n# a comment\r\n")
    #expect(run.code == 0 && run.objects.first?["count"] as? Int == 2, "\(run.errors)")
    #expect(run.objects.first?["exact"] as? Double == 0.5)
    let bad = try sandbox.trm("eval", "--file", "-", input: "3 + 7\n3 / 7\n")
    #expect(bad.code == 65 && bad.errors.contains("<stdin>:2: "), "\(bad.errors)")
    #expect(try sandbox.trm("ask", "@-", input: "3 + 7\n").output == "10\n")
    let script = try sandbox.trm(input: "eval --file -\n3 + 7\n")
    #expect(script.code == 64 && script.output == "" && script.errors.contains("is the script"))
    try sandbox.write("inner.trm", "eval --file -\n")
    #expect(try sandbox.trm(input: "source inner.trm\n").code == 64)
    #expect(try sandbox.trm(input: "test inner.trm\n").code != 0)
  }

  @Test("Ctrl-C ends reading questions from the terminal, and Ctrl-D ends the questions")
  func typed() throws {
    let terminal = try PseudoTerminal([], in: sandbox.path)
    try terminal.wait(for: "d16> ")
    terminal.type("eval --file -\r")
    try terminal.wait(for: "\n")
    usleep(300_000)
    terminal.type("\u{3}")
    try terminal.wait(for: "error: interrupted")
    try terminal.wait(for: "d16> ")
    terminal.type("eval --file -\r")
    try terminal.wait(for: "\n")
    usleep(300_000)
    terminal.type("3 + 7\r9 + 9\r")
    usleep(300_000)
    terminal.type("\u{4}")
    try terminal.wait(for: "2 questions")
    try terminal.wait(for: "d16> ")
    terminal.type("quit\r")
    #expect(try terminal.exitCode() == 0)
  }

  @Test(
    "options that name questions are completed in every command that takes them",
    arguments: [
      (["eval", "--fi"], ["--file"]), (["eval", "--ou"], ["--out"]),
      (["ablate", "--fi"], ["--file"]),
      (["compare", "--fi"], ["--file"]), (["stability", "--fi"], ["--file"]),
      (["trace", "--fr"], ["--from"]), (["latent", "lens", "--fr"], ["--from"]),
      (["report", "--tok"], ["--tokens"]), (["latent", "dynamics", "--pu"], ["--puzzle"]),
    ])
  func completion(typed: [String], offered: [String]) throws {
    let run = try Transcript.run(["--complete"] + typed, in: sandbox.path)
    #expect(run.output.split(separator: "\n").map(String.init) == offered && run.code == 0)
  }

  @Test("control characters of a file don't reach the terminal")
  func controls() throws {
    try sandbox.write("q.txt", "3 + 7\t1\u{1B}[31m\u{9B}2\n")
    let run = try sandbox.trm("eval", "--file", "q.txt")
    #expect(run.code == 65 && !run.errors.contains("\u{1B}") && !run.errors.contains("\u{9B}"))
    try sandbox.write("q.txt", "3 + 7 \u{1B}[31m\n")
    #expect(try !sandbox.trm("eval", "--file", "q.txt").errors.contains("\u{1B}"))
  }

  @Test("the shipped arithmetic models, in different layouts, are compared on the same questions")
  func layouts() throws {
    let run = try sandbox.trm("--json", "compare", "arithmetic-global", "--count", "64")
    let object = try #require(run.objects.first)
    let models = try #require(object["models"] as? [[String: Any]])
    #expect(run.code == 0 && models.count == 2, "\(run.errors)")
    for model in models { #expect((model["exact"] as? Double ?? 0) > 0.5) }
    let other = try sandbox.trm("compare", "sudoku-4x4", "--count", "5")
    #expect(other.code == 65, "\(other.errors)")
    #expect(other.errors.contains("'sudoku'") && other.errors.contains("'arithmetic'"))
  }
}
