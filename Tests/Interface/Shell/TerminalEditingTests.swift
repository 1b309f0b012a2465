// Lines at the prompt: continuation, completion, history and display.

import Foundation
import Support
import Testing

@Suite struct TerminalEditingTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func start(
    _ arguments: String..., environment: [String: String] = [:], columns: UInt16 = 100
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      arguments, in: sandbox.path, environment: environment, columns: columns)
    try terminal.wait(for: "d16> ")
    return terminal
  }

  @Test("a line continued by a backslash or heredoc is one history entry")
  func continuation() throws {
    let terminal = try start()
    terminal.type("ask 3 \\\r")
    try terminal.wait(for: "\n> ")
    terminal.type("+ 7\r")
    try terminal.wait(for: "10 ✓")
    try terminal.wait(for: "d16> ")
    terminal.type("echo <<END\r")
    try terminal.wait(for: "\n> ")
    terminal.type("one\r")
    try terminal.wait(for: "\n> ")
    terminal.type("END\r")
    try terminal.wait(for: "\none\n")
    try terminal.wait(for: "d16> ")
    terminal.type("quit\r")
    #expect(try terminal.exitCode() == 0)
    let next = try start()
    next.type("\u{1B}[A\u{1B}[A\r")
    try next.wait(for: "\none\n")
    try next.wait(for: "d16> ")
    next.type("history 3\r")
    try next.wait(for: "echo <<END")
  }

  @Test("Ctrl-C discards all of a continued line, Ctrl-D runs it as it is")
  func dropped() throws {
    let terminal = try start()
    terminal.type("echo <<END\r")
    try terminal.wait(for: "\n> ")
    terminal.type("half\r")
    try terminal.wait(for: "\n> ")
    terminal.type("\u{3}")
    try terminal.wait(for: "d16> ")
    terminal.type("echo whole\r")
    let shown = try terminal.wait(for: "\nwhole\n")
    #expect(!shown.contains("half\nwhole"))
    try terminal.wait(for: "d16> ")
    terminal.type("echo <<END\r")
    try terminal.wait(for: "\n> ")
    terminal.type("\u{4}")
    try terminal.wait(for: "error: unterminated '<<END'")
    try terminal.wait(for: "d16> ")
  }

  @Test("Tab completes options, values, addresses, aliases and file names with spaces")
  func completion() throws {
    try sandbox.write("two words.trm", "echo sourced\n")
    let terminal = try start()
    terminal.type("source two\t\r")
    try terminal.wait(for: "sourced\n")
    try terminal.wait(for: "d16> ")
    terminal.type("new arithmetic --mixi\tmi\t\r")
    try terminal.wait(for: "; mixer, 1 layer")
    try terminal.wait(for: "> ")
    terminal.type("undo\r")
    try terminal.wait(for: "restored the model before")
    try terminal.wait(for: "d16> ")
    terminal.type("3 + 7\r")
    try terminal.wait(for: "10 ✓")
    terminal.type("latent dump log\t\r")
    try terminal.wait(for: "logits@3")
    try terminal.wait(for: "d16> ")
    terminal.type("alias shallow = ask --depth 1\rshal\t3 + 7\r")
    try terminal.wait(for: "1 of 1 step")
    try terminal.wait(for: "d16> ")
    terminal.type("eval --count 5 --by ch\t\r")
    try terminal.wait(for: "chain ")
    try terminal.wait(for: "d16> ")
    terminal.type("expect st\t\t")
    try terminal.wait(for: "status")
    try sandbox.write("one question.txt", "3 + 7\n")
    terminal.type("\u{15}ask @one\t\r")
    try terminal.wait(for: "10 ✓")
  }

  @Test("Tab quotes names with quotes, dollar and equals signs, and completes variables")
  func quoting() throws {
    try sandbox.write("it's $5.trm", "echo one\n")
    try sandbox.write("rate=1 \"b\".trm", "echo two\n")
    try sandbox.write("ques tion.txt", "3 + 7\n")
    let terminal = try start()
    for (typed, shown) in [
      ("source it\t", "\none\n"), ("source \"it\t", "\none\n"), ("source 'it\t", "\none\n"),
      ("source \"it's \\$\t", "\none\n"), ("source rate=\t", "\ntwo\n"),
      ("source \"ra\t", "\ntwo\n"), ("ask @\"que\t", "10 ✓"), ("echo $an\t", "\n10\n"),
      ("ask --depth=4 $an\t+ 1", "11 ✓"), ("set engine=ref\t", "engine = reference"),
    ] {
      terminal.type(typed + "\r")
      try terminal.wait(for: shown)
      try terminal.wait(for: "d16> ")
    }
  }

  @Test("Tab offers only folders after cd, and files too after source")
  func folders() throws {
    try sandbox.write("sums.txt", "echo a file\n")
    let terminal = try start()
    terminal.type("! mkdir 'sums of two' sums-2\r")
    try terminal.wait(for: "d16> ")
    terminal.type("cd sums\t\t")
    let offered = try terminal.wait(for: "sums-2/")
    #expect(offered.contains("sums of two/") && !offered.contains("sums.txt"), "\(offered)")
    terminal.type("-\t\r! pwd\r")
    try terminal.wait(for: "/sums-2\n")
    terminal.type("cd ..\rsource sums\t\t")
    try terminal.wait(for: "sums.txt")
    terminal.type(".\t\r")
    try terminal.wait(for: "a file\n")
  }

  @Test("set history off saves nothing, history -s writes the typed lines")
  func history() throws {
    let terminal = try start()
    terminal.type("3 + 7\r")
    try terminal.wait(for: "10 ✓")
    try terminal.wait(for: "d16> ")
    terminal.type("set history off\r")
    try terminal.wait(for: "history = off")
    terminal.type("echo secret\r")
    try terminal.wait(for: "\nsecret")
    terminal.type("set history on\r")
    try terminal.wait(for: "history = on")
    terminal.type("history -s typed.trm\r")
    try terminal.wait(for: "wrote 3 lines")
    #expect(
      sandbox.bytes("typed.trm")
        == Data("3 + 7\nset history off\nhistory -s typed.trm\n".utf8))
    // Each line is saved at once: killing the program loses nothing.
    terminal.send(SIGKILL)
    _ = try terminal.exitCode()
    let kept = String(decoding: sandbox.bytes(".local/state/trm/history") ?? Data(), as: UTF8.self)
    #expect(kept.contains("3 + 7\n") && !kept.contains("secret"))
  }

  @Test("an unwritable history is reported, and the prompt starts")
  func unwritable() throws {
    let terminal = try PseudoTerminal(
      [], in: sandbox.path, environment: ["XDG_STATE_HOME": "/proc/nowhere"])
    try terminal.wait(for: "note: history is not saved: /proc/nowhere/trm/history")
    try terminal.wait(for: "d16> ")
  }

  @Test("$if trm in inputrc applies, and trmrc runs before the prompt")
  func startFiles() throws {
    try sandbox.write("inputrc", "$if trm\n\"\\C-o\": \"ask 3 + 7\"\n$endif\n")
    try FileManager.default.createDirectory(
      atPath: sandbox.path + "/.config/trm", withIntermediateDirectories: true)
    try sandbox.write(".config/trm/trmrc", "set digits 2\nnope\nset depth 1\n")
    let terminal = try PseudoTerminal(
      [], in: sandbox.path, environment: ["INPUTRC": sandbox.path + "/inputrc"])
    // Its settings print no confirmation.
    let shown = try terminal.wait(for: ".config/trm/trmrc:2:1: error: unknown command 'nope'")
    #expect(!shown.contains("digits = 2"))
    try terminal.wait(for: "d16> ")
    terminal.type("\u{F}\r")
    try terminal.wait(for: "10 ✓")
    try terminal.wait(for: "d16> ")
    terminal.type("show digits\r")
    try terminal.wait(for: "digits = 2 (trmrc")
    let without = try start("--no-init")
    without.type("show digits\r")
    try without.wait(for: "digits = 3 (default")
  }

  @Test("text longer than the screen goes to the pager, unless it is off")
  func pager() throws {
    let terminal = try start(environment: ["PAGER": "sed 's/^/paged /'"])
    terminal.type("help\r")
    try terminal.wait(for: "paged ")
    try terminal.wait(for: "d16> ")
    terminal.type("show depth\r")
    #expect(try !terminal.wait(for: "depth = 16").contains("paged"))
    try terminal.wait(for: "d16> ")
    terminal.type("set pager off\r")
    try terminal.wait(for: "d16> ")
    terminal.type("help\r")
    #expect(try !terminal.wait(for: "d16> ").contains("paged"))
  }

  @Test("the prompt expands its setting")
  func prompt() throws {
    let terminal = try start()
    terminal.type("set prompt '%m:%d:%c:%i%*%% '\r")
    try terminal.wait(for: "arithmetic:16:1:2% ")
    terminal.type(Sandbox.tiny + "\r")
    try terminal.wait(for: "arithmetic:3:1:2*% ")
  }

  @Test("a dumb terminal gets no escape codes, and a narrow one still works")
  func poorTerminals() throws {
    let dumb = try start(environment: ["TERM": "dumb", "NO_COLOR": ""])
    dumb.type("3 + 7\r")
    #expect(try !dumb.wait(for: "10 ✓").contains("\u{1B}"))
    let narrow = try PseudoTerminal([], in: sandbox.path, columns: 1)
    narrow.type("show\r")
    narrow.type("trace 3 + 7\r")
    narrow.type("quit 5\r")
    #expect(try narrow.exitCode() == 5)
  }
}
