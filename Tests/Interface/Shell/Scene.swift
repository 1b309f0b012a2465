// A folder in which every line of the documentation can run: models, data, scripts and a session
// with a paused run. Placeholders in capitals get sample values.

import Commands
import Foundation
import Support

/// The state that lines of the documentation and of hints assume.
struct Scene {
  /// The lines that a session begins with: something was trained, asked, paused and named.
  static let session = """
    alias n next
    alias deep = ask --depth 16
    break answer changed
    train --steps 4 --batch 4 --pause 2
    3 + 7
    think 3 + 7
    step 4
    think 9 + 9
    step 4
    3 + 7

    """

  /// The files couldn't be made.
  private struct Failure: Error { let errors: String }

  private let template: Sandbox

  /// Makes the files.
  init() throws {
    template = try Sandbox()
    try template.write("smoke.trm", "3 + 7\nexpect 10\n")
    try template.write("setup.trm", "set depth 4\n")
    try template.write("questions.tsv", "3 + 7\t10\n9 + 9\t18\n")
    try template.write("maze.txt", "########   # ## ### ## #  G## # # ##S  # ########\n")
    try template.write(
      "grid.txt",
      "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79\n")
    let files = FileManager.default
    for folder in ["bin", "scripts", "official"] {
      try files.createDirectory(
        atPath: template.path + "/" + folder, withIntermediateDirectories: true)
    }
    var links = [
      "bin/trm": Transcript.program, "scripts/run": Transcript.program,
      "man": Shared.checkout.appending(path: "man").path,
    ]
    let scripts = Shared.checkout.appending(path: "scripts").path
    for name in try files.contentsOfDirectory(atPath: scripts) where name.hasSuffix(".trm") {
      links["scripts/" + name] = scripts + "/" + name
    }
    for (name, target) in links {
      try files.createSymbolicLink(
        atPath: template.path + "/" + name, withDestinationPath: target)
    }
    let made = try template.trm(
      input: """
        train --steps 2 --batch 4
        save --optimizer mine.safetensors
        save --as pytorch model.pt
        generate arithmetic --option digits=10 --option layout=signed-columns --count 40 --test 20 --out data
        save --as pytorch official/step_155718
        think 3 + 7
        step 4
        state save run.safetensors
        """)
    guard made.code == 0 else { throw Failure(errors: made.errors) }
  }

  /// A copy of the folder.
  func copy() throws -> Sandbox {
    let sandbox = try Sandbox()
    try FileManager.default.removeItem(atPath: sandbox.path)
    try FileManager.default.copyItem(atPath: template.path, toPath: sandbox.path)
    return sandbox
  }

  /// Runs a line of the shell's language in a session; nil if it succeeds, else what it said.
  func failure(of line: String, after session: String = Self.session) throws -> String? {
    let run = try copy().trm(input: session + line + "\n")
    // quit leaves with its own code.
    let code = line.wholeMatch(of: #/quit (\d+)/#).flatMap { Int32($0.1) } ?? 0
    return run.code == code ? nil : "\(line): \(run.errors)"
  }

  /// Runs a line of sh in which `trm` and `scripts/run` are the program; nil if it succeeds.
  func failure(ofCommand line: String) throws -> String? {
    let sandbox = try copy()
    let run = try Transcript.run(
      ["-c", "set -o pipefail; PATH=$PWD/bin:$PATH\n" + line], program: "/bin/bash",
      in: sandbox.path)
    return run.code == 0 ? nil : "\(line): \(run.errors)"
  }

  /// Runs a line of the shell's language, or one of sh that starts the program.
  func outcome(of line: String, after session: String = Self.session) throws -> String? {
    if Self.isCommand(line) { return try failure(ofCommand: line) }
    return try failure(of: line, after: session)
  }

  /// Whether a text begins as a line of the shell's language with arguments does.
  static func isLine(_ text: String) -> Bool {
    let words = text.split(separator: " ").map(String.init)
    guard words.count > 1, let first = words.first else { return false }
    if CommandTree.command(words.prefix(2).joined(separator: " ")) != nil { return words.count > 2 }
    return CommandTree.command(first) != nil || ["fails", "time"].contains(first)
  }

  /// Whether a text begins as a line of sh that starts the program does.
  static func isCommand(_ text: String) -> Bool {
    ["trm ", "scripts/run ", "source <(trm "].contains { text.hasPrefix($0) }
  }

  /// A line with its placeholders replaced, without and with its optional parts.
  static func filled(_ line: String) -> [String] {
    let optional = #/ \[([^\]]+)\]/#
    let shortest = line.replacing(optional, with: "")
    let longest = line.replacing(optional) { " " + $0.1 }
    return Set([shortest, longest]).sorted().map { line in
      var line = line.replacing(#/ ?\.\.\.$/#, with: "")
      for (placeholder, sample) in samples {
        guard let words = try? Regex("(?<before>^|[^A-Za-z])\(placeholder)(?![A-Za-z])") else {
          continue
        }
        line = line.replacing(words) { match in
          "\(match["before"]?.substring ?? "")" + sample
        }
      }
      // Figures that take minutes become small ones.
      return line.replacing(#/(--(?:count|steps|size|every)) \d{3,}/#) { $0.1 + " 20" }
    }
  }

  /// What stands for what in the documentation, the longer before the shorter.
  private static let samples = [
    ("save FILE\\.safetensors", "save new.safetensors"),
    ("save --optimizer FILE\\.safetensors", "save --optimizer new.safetensors"),
    ("\"3 5 1 \\.\\.\\.\"", "\"11 19 19 19 19 19 19 19 19 19 19 56\""),
    ("DIR/step", "official/step"),
    ("state save FILE", "state save new.safetensors"),
    ("state load FILE", "state load run.safetensors"),
    ("-o FILE", "-o new"), ("FILE\\.safetensors", "mine.safetensors"), ("FILE\\.trm", "smoke.trm"),
    ("FILE\\.pt", "model.pt"), ("FILE", "mine.safetensors"),
    ("QUESTIONS\\.(?:tsv|txt)", "questions.tsv"), ("PUZZLE", "sudoku"),
    ("--out DIR", "--out new-data"), ("DIR", "data"), ("FOLDER", "data"), ("set NAME", "set depth"),
    ("NAME", "deep"), ("help COMMAND", "help ask"), ("fails COMMAND", "fails ask 3 / 7"),
    ("COMMAND", "ask 3 + 7"), ("QUESTION", "3 + 7"), ("ANSWER", "10"), ("LINE", "echo hello"),
    ("WHEN", "answer changed"), ("WORD", "latent"), ("ADDRESS = VALUE", "z@last = zero"),
    ("ADDRESS", "z@last"), ("FIELD", "answer"), ("OP", "=="), ("VALUE", "10"), ("TEXT", "10"),
    ("N", "2"), ("X", "2"),
  ]
}
