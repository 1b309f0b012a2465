// The manual and the completion of other shells come from the tree, and are as new as it is.

import Foundation
import Support
import Testing

@Suite struct ManualTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private static let pages = ["trm.1", "trm.5"].map {
    Shared.checkout.appending(path: "man/" + $0).path
  }

  @Test("man/trm.1 is what the program makes of itself today")
  func fresh() throws {
    let made = try sandbox.trm("--manual").output
    let kept = try String(contentsOfFile: Self.pages[0], encoding: .utf8)
    #expect(made == kept, "make it again: scripts/run --manual >man/trm.1")
    for word in ["--depth", "latent dump", "N_sup", "threads", "exact", "--safe", "checkpoints"] {
      #expect(made.replacingOccurrences(of: "\\-", with: "-").contains(word), "\(word)")
    }
  }

  @Test("mandoc finds nothing wrong with a page", arguments: pages)
  func lint(page: String) throws {
    let mandoc = "/usr/bin/mandoc"
    guard FileManager.default.isExecutableFile(atPath: mandoc) else {
      print("skipped: mandoc is not installed, so \(page) was not checked")
      return
    }
    let run = try Transcript.run(
      ["-Tlint", "-W", "warning", page], program: mandoc, in: sandbox.path)
    #expect(run.code == 0 && run.output == "" && run.errors == "", "\(run.output)\(run.errors)")
  }

  @Test("the example script of trm(5) holds")
  func example() throws {
    let page = try String(contentsOfFile: Self.pages[1], encoding: .utf8)
    let examples = try #require(page.components(separatedBy: ".Sh EXAMPLES").last)
    let literal = try #require(examples.components(separatedBy: ".Bd -literal").dropFirst().first)
    let lines = try #require(literal.components(separatedBy: ".Ed").first).split(
      separator: "\n", omittingEmptySubsequences: false
    ).dropFirst().map { $0.hasPrefix("load") ? "" : String($0) }
    try sandbox.write("example.trm", lines.joined(separator: "\n"))
    let run = try sandbox.trm("--json", "test", "example.trm")
    #expect(run.code == 0 && run.objects.first?["claims"] as? Int == 6, "\(run.errors)")
  }

  @Test(
    "Tab in another shell is answered by the program",
    arguments: [
      (["se"], ["section", "set"]), (["--col"], ["--color"]),
      (["--color", "a"], ["always", "auto"]),
      (["ask", "--de"], ["--depth"]), (["--json", "set", "eng"], ["engine"]),
      (["set", "engine", ""], ["default", "fast", "reference"]), (["new", ""], ["arithmetic"]),
      (["train", "--loss", "so"], ["softmax"]), (["-m", "x", "show", "hist"], ["history"]),
      (["latent", "dump", "log"], ["logits@last"]), (["help", "expr"], ["expressions"]),
      (["nope", "x"], []),
    ])
  func words(typed: [String], offered: [String]) throws {
    let run = try Transcript.run(["--complete"] + typed, in: sandbox.path)
    let words = run.output.split(separator: "\n").map(String.init)
    #expect(words.sorted() == offered && run.code == 0)
  }

  @Test("bash completes trm after sourcing its script")
  func bash() throws {
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path + "/trm", withDestinationPath: Transcript.program)
    let script = """
      PATH=$PWD:$PATH
      source <(trm --completions bash)
      COMP_WORDS=(trm ask --inn); COMP_CWORD=2
      _trm
      echo "${COMPREPLY[@]}"
      """
    let run = try Transcript.run(["-c", script], program: "/bin/bash", in: sandbox.path)
    #expect(run.output == "--inner\n" && run.errors == "")
    for shell in ["zsh", "fish"] {
      #expect(try sandbox.trm("--completions", shell).output.contains("--complete"))
    }
    #expect(try sandbox.trm("--completions", "tcsh").code == 64)
  }
}
