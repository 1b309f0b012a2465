// The interactive prompt: keys, Ctrl-C, history, completion and pasted text.

import Foundation
import Support
import Testing

@Suite struct TerminalTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// A terminal at the prompt.
  private func start(_ arguments: String...) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(arguments, in: sandbox.path)
    try terminal.wait(for: "> ")
    return terminal
  }

  @Test("a question is answered, recalled with the arrow key, edited and asked again")
  func recall() throws {
    let terminal = try start()
    terminal.type("3 + 7\r")
    try terminal.wait(for: "10 ✓")
    try terminal.wait(for: "> ")
    terminal.type("\u{1B}[A\u{7F}9\r")
    try terminal.wait(for: "12 ✓")
    try terminal.wait(for: "> ")
    terminal.type("\u{4}")
    #expect(try terminal.exitCode() == 0)
  }

  @Test("Ctrl-C discards a half-typed line and Ctrl-D quits")
  func drop() throws {
    let terminal = try start()
    terminal.type("half typed")
    try terminal.wait(for: "half typed")
    terminal.type("\u{3}")
    try terminal.wait(for: "> ")
    terminal.type("echo whole\r")
    try terminal.wait(for: "\nwhole")
    try terminal.wait(for: "> ")
    terminal.type("\u{4}")
    #expect(try terminal.exitCode() == 0)
  }

  @Test("Ctrl-C stops training but not the session, and quitting warns once about unsaved weights")
  func interrupt() throws {
    let terminal = try start()
    terminal.type(Sandbox.tiny + "\r")
    try terminal.wait(for: "arithmetic* d3> ")
    terminal.type("train --steps 1000000 --batch 8\r")
    try terminal.wait(for: "loss")
    terminal.type("\u{3}")
    try terminal.wait(for: "stopped at step")
    try terminal.wait(for: "note: the weights were kept")
    try terminal.wait(for: "arithmetic* d3> ")
    terminal.type("\u{4}")
    try terminal.wait(for: "unsaved weights")
    try terminal.wait(for: "> ")
    terminal.type("\u{4}")
    #expect(try terminal.exitCode() == 0)
  }

  @Test(
    "a second quit leaves unsaved weights behind, with its code; another line in between asks anew")
  func quitTwice() throws {
    let terminal = try start()
    terminal.type(Sandbox.tiny + "\r")
    try terminal.wait(for: "arithmetic* d3> ")
    for line in ["quit\r", "3 + 7\r", "quit\r"] {
      terminal.type(line)
      if line == "quit\r" { try terminal.wait(for: "unsaved weights") }
      try terminal.wait(for: "arithmetic* d3> ")
    }
    terminal.type("quit 3\r")
    #expect(try terminal.exitCode() == 3)
  }

  @Test("Tab completes commands, settings and their values")
  func completion() throws {
    let terminal = try start()
    terminal.type("sh\tdep\t\r")
    try terminal.wait(for: "show depth")
    try terminal.wait(for: "depth = ")
    try terminal.wait(for: "> ")
    terminal.type("set engine ref\t\r")
    try terminal.wait(for: "engine = reference")
    try terminal.wait(for: "> ")
    terminal.type("ask --dep\t2 3 + 7\r")
    try terminal.wait(for: "2 of 2 steps")
  }

  @Test("the history is private and kept for the next session")
  func history() throws {
    let first = try start()
    first.type("echo remember me\r")
    try first.wait(for: "\nremember me")
    try first.wait(for: "> ")
    first.type("\u{4}")
    #expect(try first.exitCode() == 0)
    let path = sandbox.path + "/.local/state/trm/history"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let second = try start()
    second.type("\u{1B}[A\r")
    try second.wait(for: "\nremember me")
    try second.wait(for: "> ")
    second.type("quit 7\r")
    #expect(try second.exitCode() == 7)
    let third = try start("--no-history")
    third.type("\u{1B}[Aecho still here\r")
    #expect(try !third.wait(for: "\nstill here").contains("quit 7"))
  }

  @Test("a pasted block runs line by line and stops at its first error")
  func paste() throws {
    let terminal = try start()
    terminal.type("\u{1B}[200~echo one\necho two\nnope\necho never\u{1B}[201~")
    terminal.type("\r")
    try terminal.wait(for: "\none")
    try terminal.wait(for: "\ntwo")
    let rest = try terminal.wait(for: "> ")
    #expect(rest.contains("<paste>:3:1: error: unknown command 'nope'"))
    #expect(!rest.contains("\nnever"))
  }

  @Test("the prompt follows the depth, and an error keeps the session")
  func prompt() throws {
    let terminal = try start()
    terminal.type("set depth 3\r")
    try terminal.wait(for: "depth = 3 (was ")
    try terminal.wait(for: " d3> ")
    terminal.type("trian\r")
    let shown = try terminal.wait(for: "hint: did you mean 'train'?")
    #expect(shown.contains("error: unknown command 'trian'") && !shown.contains("<"))
    try terminal.wait(for: " d3> ")
  }
}
