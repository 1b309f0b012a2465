// Completion in bash, zsh and fish, typed at a terminal: it runs nothing that a name or a typed word
// holds, and inserts words that mean the name.

import Foundation
import Support
import Testing

@Suite struct CompletionTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    for folder in ["bin", "checkpoints"] {
      try FileManager.default.createDirectory(
        atPath: sandbox.path + "/" + folder, withIntermediateDirectories: true)
    }
    // A copy, because the program offers the checkpoints near it too. Another process writes it: a
    // program that this one starts meanwhile would hold the file open, and it couldn't be run.
    let copy = try Transcript.run(
      [Transcript.program, "bin/trm"], program: "/bin/cp", in: sandbox.path)
    #expect(copy.code == 0, "\(copy.errors)")
  }

  /// A shell whose Tab key completes `trm`.
  enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// Its program; nil where it isn't installed.
    var program: String? {
      let found = ["/bin/", "/usr/bin/", "/usr/local/bin/"].map { $0 + rawValue }.first {
        FileManager.default.isExecutableFile(atPath: $0)
      }
      if found == nil { print("skipped: \(rawValue) is not installed") }
      return found
    }

    /// The arguments for a shell without the person's own files.
    var arguments: [String] {
      switch self {
      case .bash: ["--noprofile", "--norc", "-i"]
      case .zsh: ["-f", "-i"]
      case .fish: ["--no-config", "-i"]
      }
    }

    /// Lines that source the completion and let `trm` write its arguments to the file `got`.
    var setup: String {
      switch self {
      case .bash:
        """
        PATH=$PWD/bin:$PATH; source <(command trm --completions bash)
        trm() { [[ $1 = --complete ]] || { printf '%s\\0' "$@" >got; echo took; return; }
          command trm "$@"; }
        bind 'set bell-style none'; PS1='ready> '
        """
      case .zsh:
        """
        PATH=$PWD/bin:$PATH; autoload -Uz compinit; compinit -u -D
        source <(command trm --completions zsh)
        trm() { [[ $1 = --complete ]] || { printf '%s\\0' "$@" >got; echo took; return; }
          command trm "$@"; }
        unsetopt beep prompt_sp; bindkey '^I' complete-word; PROMPT='ready> '; RPROMPT=
        """
      case .fish:
        """
        set -x PATH $PWD/bin $PATH; command trm --completions fish | source
        function trm
          if test "$argv[1]" = --complete; command trm $argv; return; end
          printf '%s\\0' $argv >got; echo took
        end
        function fish_prompt; echo 'ready> '; end
        """
      }
    }
  }

  /// A shell at its prompt.
  private func start(_ shell: Shell, _ program: String) throws -> PseudoTerminal {
    try sandbox.write("setup", shell.setup + "\n")
    let terminal = try PseudoTerminal(
      shell.arguments, program: program, in: sandbox.path,
      environment: ["fish_greeting": "", "TERM": "dumb"], columns: 200)
    terminal.type("source ./setup\r")
    try terminal.wait(for: "ready> ")
    return terminal
  }

  /// What `trm` gets after keys are typed and Return.
  private func words(_ keys: String, at terminal: PseudoTerminal) throws -> [String] {
    try? FileManager.default.removeItem(atPath: sandbox.path + "/got")
    terminal.type(keys + "\r")
    try terminal.wait(for: "\ntook")
    try terminal.wait(for: "ready> ")
    let bytes = try #require(sandbox.bytes("got"))
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Calls `body` while there is a checkpoint of a name.
  private func withCheckpoint(_ name: String, _ body: () throws -> Void) throws {
    let path = sandbox.path + "/checkpoints/" + name + ".safetensors"
    #expect(FileManager.default.createFile(atPath: path, contents: Data("x".utf8)))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body()
  }

  private static let names = [
    "$(touch ran)", "`touch ran`", "a; touch ran", "a && touch ran", "$HOME", "a*b", "a?b", "[ab]",
    "a'b\"c", " a ", "${x:=$(touch ran)}", "$((ran=1))", "a\\b", "a!!b", "=ls",
    "<(touch ran)", "{a,b}", "a|touch ran", "(touch ran)", "#a", "a&", "^a^b", "%1", "größe",
  ]

  @Test("a completed name is the word that trm gets, whatever is in it", arguments: Shell.allCases)
  func hostileNames(shell: Shell) throws {
    guard let program = shell.program else { return }
    let terminal = try start(shell, program)
    for name in Self.names {
      try withCheckpoint(name) {
        let given = try words("trm load \t", at: terminal)
        #expect(given == ["load", name])
      }
    }
    // No option, and nobody's home.
    for name in ["-rf", "~", "~root"] {
      try withCheckpoint(name) {
        let given = try words("trm load \t", at: terminal)
        #expect(given == ["load", "checkpoints/" + name])
      }
    }
    #expect(sandbox.bytes("ran") == nil)
  }

  @Test("a half-typed name is completed in and outside quotes", arguments: Shell.allCases)
  func quotes(shell: Shell) throws {
    guard let program = shell.program else { return }
    let terminal = try start(shell, program)
    try withCheckpoint("my $(touch ran) model") {
      for typed in ["m", "my", "my\\ ", "my\\ \\$", "'my $(touch", "\"my", "\"my \\$", "'"] {
        let given = try words("trm load \(typed)\t", at: terminal)
        #expect(given == ["load", "my $(touch ran) model"], "\(typed)")
      }
    }
    #expect(
      try words("trm ask --inn\t 2 3 + 7", at: terminal) == ["ask", "--inner", "2", "3", "+", "7"])
    let setting = try words("trm 'set' eng\tref\t", at: terminal)
    #expect(setting == ["set", "engine", "reference"])
    #expect(sandbox.bytes("ran") == nil)
  }

  @Test(
    "a name that a terminal would obey or that has lines isn't offered", arguments: Shell.allCases)
  func controls(shell: Shell) throws {
    guard let program = shell.program else { return }
    let terminal = try start(shell, program)
    try withCheckpoint("a\nb") {
      try withCheckpoint("\u{1B}]0;title\u{7}red") {
        try withCheckpoint("plain") {
          let given = try words("trm load \t", at: terminal)
          #expect(given == ["load", "plain"])
        }
      }
    }
  }

  @Test("completing typed text runs none of it", arguments: Shell.allCases)
  func typedText(shell: Shell) throws {
    guard let program = shell.program else { return }
    let terminal = try start(shell, program)
    for typed in ["$(touch ran)", "`touch ran`", "a;b$(touch ran", "<(touch ran)", "$((ran=1))"] {
      for before in ["trm load ", "trm ask --depth 2 ", "trm '", "trm set engine=", "trm \"x"] {
        terminal.type(before + typed + "\t")
        terminal.type("\u{15}")
      }
    }
    let given = try words("trm end", at: terminal)
    #expect(given == ["end"])
    #expect(sandbox.bytes("ran") == nil)
  }

  @Test("the prompt of trm quotes a completed checkpoint's name too")
  func prompt() throws {
    let terminal = try PseudoTerminal([], program: sandbox.path + "/bin/trm", in: sandbox.path)
    try terminal.wait(for: "> ")
    for name in ["my $ans model", "a'b", "#a", "a\\b"] {
      try withCheckpoint(name) {
        terminal.type("load \t\r")
        try terminal.wait(for: "error: checkpoints/\(name).safetensors")
      }
    }
  }

  @Test("there is completion for bash, zsh and fish only")
  func others() throws {
    #expect(try sandbox.trm("--completions", "tcsh").code == 64)
  }
}
