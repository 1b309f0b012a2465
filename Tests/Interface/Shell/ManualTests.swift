// The manual pages and the words for completion in other shells match the command tree.

import Foundation
import Puzzles
import Support
import Testing

@Suite struct ManualTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private static let folder = Shared.checkout.appending(path: "man").path
  private static let pages =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

  private static func text(_ page: String) throws -> String {
    try String(contentsOfFile: folder + "/" + page, encoding: .utf8)
  }

  @Test("the pages in man/ match the program's output, one per command")
  func fresh() throws {
    let run = try sandbox.trm("--manual", ".")
    #expect(run.code == 0 && run.output == "" && run.errors == "")
    let made = try FileManager.default.contentsOfDirectory(atPath: sandbox.path)
    #expect(
      made.count > 30
        && (made + ["trm.5", "trm-changes.7", "trm-tutorial.7"]).sorted() == Self.pages)
    for name in made {
      let text = String(decoding: try #require(sandbox.bytes(name)), as: UTF8.self)
      #expect(try text == Self.text(name), "regenerate with: scripts/run --manual man")
    }
    for (page, word) in [
      ("trm.1", "N_sup"), ("trm.1", "Fl -safe"), ("trm-latent-dump.1", "latent dump"),
      ("trm-ask.1", "--depth"), ("trm-eval.1", "exact"), ("trm-shell.1", "! echo hello"),
    ] {
      let text = try Self.text(page).replacingOccurrences(of: "\\-", with: "-")
      #expect(text.contains(word), "\(word)")
    }
    #expect(try sandbox.trm("--manual", "no/such/folder").code == 73)
  }

  @Test("the examples of trm(1) work")
  func commandLines() throws {
    try FileManager.default.copyItem(
      atPath: ShippedModelTests.path, toPath: sandbox.path + "/mine.safetensors")
    let lines = try Self.text("trm.1").split(separator: "\n").filter { $0.hasPrefix(".Dl ") }
    #expect(lines.count >= 5)
    for line in lines.map({ $0.dropFirst(4) }) {
      let script = "trm() { '\(Transcript.program)' \"$@\"; }\n" + line
      let run = try Transcript.run(["-c", script], program: "/bin/bash", in: sandbox.path)
      // On a busy machine eval may show progress.
      let errors = run.errors.split(separator: "\n").filter { !$0.hasPrefix("eval ") }
      #expect(run.code == 0 && errors.isEmpty, "\(line)\n\(run.errors)")
      #expect(!run.output.isEmpty || line.hasPrefix("source"), "\(line)")
    }
  }

  @Test("mandoc reports no problems", arguments: pages)
  func lint(page: String) throws {
    let mandoc = "/usr/bin/mandoc"
    guard FileManager.default.isExecutableFile(atPath: mandoc) else {
      print("skipped: mandoc is not installed, so \(page) was not checked")
      return
    }
    let run = try Transcript.run(
      ["-Tlint", "-W", "warning", Self.folder + "/" + page], program: mandoc, in: sandbox.path)
    #expect(run.code == 0 && run.output == "" && run.errors == "", "\(run.output)\(run.errors)")
  }

  /// The literal lines in a part of a page, in order.
  private static func literals(_ part: String) -> [String] {
    part.components(separatedBy: ".Bd -literal").dropFirst().flatMap { literal in
      (literal.components(separatedBy: ".Ed").first ?? "").split(
        separator: "\n", omittingEmptySubsequences: false
      ).dropFirst().map { $0.hasPrefix("load") ? "" : String($0) }
    }
  }

  @Test("the tutorial's lines run in order, and its expectations hold")
  func tutorial() throws {
    let lines = Self.literals(try Self.text("trm-tutorial.7"))
    try sandbox.write("tutorial.trm", lines.joined(separator: "\n"))
    let run = try sandbox.trm("--json", "test", "tutorial.trm")
    let claims = lines.count { $0.hasPrefix("expect") }
    #expect(run.code == 0 && claims > 20, "\(run.errors)")
    #expect(run.objects.first?["claims"] as? Int == claims)
  }

  @Test("the example script of trm(5) passes")
  func example() throws {
    let page = try Self.text("trm.5")
    let examples = try #require(page.components(separatedBy: ".Sh EXAMPLES").last)
    try sandbox.write("example.trm", Self.literals(examples).joined(separator: "\n"))
    let run = try sandbox.trm("--json", "test", "example.trm")
    #expect(run.code == 0 && run.objects.first?["claims"] as? Int == 6, "\(run.errors)")
  }

  @Test(
    "--complete gives the completions for other shells",
    arguments: [
      (["se"], ["section", "set"]), (["--col"], ["--color"]),
      (["--color", "a"], ["always", "auto"]),
      (["ask", "--de"], ["--depth"]), (["--json", "set", "eng"], ["engine"]),
      (["set", "engine", ""], ["default", "fast", "reference"]),
      (["new", ""], PuzzleList.kinds.map(\.name).sorted()),
      (["train", "--loss", "so"], ["softmax"]), (["-m", "x", "show", "hist"], ["history"]),
      (["latent", "dump", "log"], ["logits@last"]), (["latent", "len"], ["lens"]),
      (["latent", "lens", "--of", ""], ["both", "y", "z"]), (["help", "expr"], ["expressions"]),
      (["break", "ha"], ["halt"]), (["break", "answer", "ch"], ["changed"]),
      (["break", "--delete", ""], ["all"]), (["runs", "--drop", ""], ["all"]),
      (["latent", "patch", "z@last", ""], ["="]),
      (["latent", "patch", "y@1", "=", "ze"], ["zero"]),
      (["state", ""], ["load", "save"]),
      (["nope", "x"], []),
    ])
  func words(typed: [String], offered: [String]) throws {
    let run = try Transcript.run(["--complete"] + typed, in: sandbox.path)
    let words = run.output.split(separator: "\n").map(String.init)
    #expect(words.sorted() == offered && run.code == 0)
  }
}
