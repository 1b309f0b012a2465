// Signals at a terminal: Ctrl-C, Ctrl-Z, SIGTERM, a resized window.

import Foundation
import Support
import Testing

@Suite struct TerminalSignalTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func start() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal([], in: sandbox.path)
    try terminal.wait(for: "d16> ")
    return terminal
  }

  @Test("Ctrl-C stops a long-running question, and the session continues")
  func ask() throws {
    let terminal = try start()
    terminal.type("ask --halt off --depth 4096 --cycles 1024 3 + 7\r")
    // Its progress shows that the model is running, which takes hours.
    try terminal.wait(for: "steps  ")
    terminal.type("\u{3}")
    try terminal.wait(for: "error: interrupted")
    try terminal.wait(for: "d16> ")
    terminal.type("expect status == 130\r3 + 7\r")
    try terminal.wait(for: "10 ✓")
    try terminal.wait(for: "d16> ")
    terminal.type("quit\r")
    #expect(try terminal.exitCode() == 0)
  }

  @Test(
    "Ctrl-C stops a paused run after an update, the prompt shows where, and it can step both ways")
  func paused() throws {
    let terminal = try start()
    terminal.type("set keep-limit 1\rthink --halt off --depth 4096 --cycles 1024 3 + 7\r")
    try terminal.wait(for: "d16 start> ")
    terminal.type("continue\r")
    try terminal.wait(for: "updates  ")
    terminal.type("\u{3}")
    try terminal.wait(for: "error: interrupted at")
    try terminal.wait(for: "@")
    terminal.type("where\rback\rstep\rexpect update > 1\r3 + 7\r")
    try terminal.wait(for: "3 of 16 steps")
    terminal.type("runs --drop all\r")
    try terminal.wait(for: "d16> ")
    terminal.type("quit\r")
    #expect(try terminal.exitCode() == 0)
  }

  /// Begins a training whose steps take a second or more, so that all keys come within one.
  private func train(_ terminal: PseudoTerminal) throws {
    terminal.type("! sleep 0\r")
    try terminal.wait(for: "d16> ")
    terminal.type("train --steps 1000000 --batch 16384\r")
    try terminal.wait(for: "train  ")
  }

  @Test("Ctrl-C twice within a second asks about weights in training, and then quit leaves")
  func twice() throws {
    let terminal = try start()
    terminal.type("train --steps 1 --batch 2\r")
    try terminal.wait(for: "arithmetic* d16> ")
    try train(terminal)
    terminal.type("\u{3}")
    usleep(10_000)
    terminal.type("\u{3}")
    try terminal.wait(for: "unsaved weights: quit again")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("quit 7\r")
    #expect(try terminal.exitCode() == 7)
  }

  @Test("Ctrl-C three times within a second exits with 130")
  func thrice() throws {
    let terminal = try start()
    try train(terminal)
    for _ in 0..<3 {
      terminal.type("\u{3}")
      usleep(10_000)
    }
    #expect(try terminal.exitCode() == 130)
  }

  @Test("Ctrl-C ends only the program that ! runs")
  func program() throws {
    let terminal = try start()
    terminal.type("! echo begun; sleep 100\r")
    try terminal.wait(for: "\nbegun")
    // sh misses the signal while it starts its next program.
    usleep(300_000)
    terminal.type("\u{3}")
    try terminal.wait(for: "error: interrupted")
    try terminal.wait(for: "d16> ")
    terminal.type("3 + 7\r")
    try terminal.wait(for: "10 ✓")
  }

  @Test("Ctrl-C during eval keeps the trained weights, and undo reverts the training")
  func undo() throws {
    let terminal = try start()
    terminal.type("train --steps 2 --batch 4\r")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("eval --count 10000000\r")
    try terminal.wait(for: "exact ")
    terminal.type("\u{3}")
    // What was measured so far is the result.
    try terminal.wait(for: "questions")
    try terminal.wait(for: "interrupted after")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("expect interrupted == true\rexpect count > 0\r")
    try terminal.wait(for: "arithmetic* d16> ")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("undo\r")
    try terminal.wait(for: "restored the model before 'train'")
    try terminal.wait(for: "arithmetic d16> ")
  }

  @Test("Ctrl-Z suspends it at the prompt and during work, and it resumes")
  func suspend() throws {
    // Only a program started by a shell can be suspended.
    let terminal = try PseudoTerminal(
      ["--norc", "--noprofile", "-i"], program: "/bin/bash", in: sandbox.path,
      environment: ["PS1": "bash> "])
    try terminal.wait(for: "bash> ")
    terminal.type("'\(Transcript.program)'\r")
    try terminal.wait(for: "d16> ")
    terminal.type("echo be")
    try terminal.wait(for: "echo be")
    terminal.type("\u{1A}")
    try terminal.wait(for: "Stopped")
    try terminal.wait(for: "bash> ")
    terminal.type("fg\r")
    // The typed text is redrawn.
    try terminal.wait(for: "d16> echo be")
    terminal.type("fore\r")
    try terminal.wait(for: "\nbefore")
    try terminal.wait(for: "d16> ")
    terminal.type("train --steps 1000000 --batch 4\r")
    try terminal.wait(for: "loss")
    terminal.type("\u{1A}")
    try terminal.wait(for: "Stopped")
    try terminal.wait(for: "bash> ")
    terminal.type("fg\r")
    try terminal.wait(for: "loss")
    terminal.type("\u{3}")
    try terminal.wait(for: "stopped at step")
    try terminal.wait(for: "d16> ")
  }

  @Test("SIGTERM at the prompt discards the typed text and exits with 143")
  func terminate() throws {
    let terminal = try start()
    terminal.type("quit 3")
    try terminal.wait(for: "quit 3")
    terminal.send(SIGTERM)
    #expect(try terminal.exitCode() == 143)
  }

  @Test("a closed terminal ends the prompt with 129, and its lines are in the history")
  func hangUp() throws {
    let terminal = try start()
    terminal.type("echo before the end\r")
    try terminal.wait(for: "\nbefore the end")
    try terminal.wait(for: "d16> ")
    terminal.send(SIGHUP)
    #expect(try terminal.exitCode() == 129)
    let again = try start()
    again.type("\u{1B}[A")
    try again.wait(for: "echo before the end")
  }

  @Test("text follows the window's width, during and after typing")
  func resize() throws {
    let terminal = try start()
    terminal.type("show\r")
    let wide = try terminal.wait(for: "d16> ")
    #expect(longest(wide) > 60)
    terminal.type("sho")
    terminal.resize(columns: 40)
    usleep(100_000)
    terminal.type("w\r")
    try terminal.wait(for: "\nsetting")
    let narrow = try terminal.wait(for: "d16> ")
    #expect(narrow.contains("depth") && longest(narrow) <= 40)
    terminal.resize(columns: 90)
    terminal.type("set width 30\rshow\r")
    try terminal.wait(for: "width = 30")
    #expect(try longest(terminal.wait(for: "d16> ")) <= 40)
  }

  private func longest(_ text: String) -> Int {
    text.split(separator: "\n").map(\.count).max() ?? 0
  }
}
