// --safe: no command of the tree starts another program, wherever the line comes from.

import CommandCore
import Commands
import Foundation
import Support
import Testing

@Suite struct SafeModeTests {
  let sandbox: Sandbox
  /// Programs that write a line to `log` when something starts them, under the usual names.
  private let environment: [String: String]

  init() throws {
    sandbox = try Sandbox()
    let folder = sandbox.path + "/traps"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let trap = folder + "/snare"
    try sandbox.write("traps/snare", "#!/bin/sh\necho \"$0 $*\" >>'\(sandbox.path)/log'\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: trap)
    for name in Self.programs {
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/" + name, withDestinationPath: trap)
    }
    var all = Dictionary(uniqueKeysWithValues: Self.variables.map { ($0, trap) })
    all["LESSOPEN"] = "|\(trap) %s"
    all["PATH"] = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/bin")
    environment = all
    try sandbox.write("setup.trm", "set depth 4\n")
    try sandbox.write("smoke.trm", "3 + 7\nexpect 10\n")
  }

  private static let programs = [
    "bash", "browse", "cat", "dot", "ed", "emacs", "ex", "firefox", "git", "gnuplot", "less", "man",
    "mandoc", "more", "most", "nano", "node", "open", "pager", "python", "python3",
    "sensible-browser", "sensible-editor", "sensible-pager", "sh", "stty", "tput", "vi", "vim",
    "view", "www-browser", "xdg-open",
  ]
  private static let variables = [
    "BASH_ENV", "BROWSER", "EDITOR", "ENV", "FCEDIT", "GIT_PAGER", "LESSCLOSE", "MANPAGER", "PAGER",
    "PROMPT_COMMAND", "SHELL", "TRM_PAGER", "VISUAL",
  ]
  /// Words that other programs take for an order to start something.
  private static let words = [
    "'!snare'", "'|snare'", "'snare|'", "'$(snare)'", "'`snare`'", "'; snare'", "traps/snare",
  ]
  /// Lines that start a program unless something forbids it: the pager gets what is longer than the
  /// screen, results of tests too if a script sends them to the terminal.
  private static let starters = [
    "! snare", "!snare", "! $PAGER", "time ! snare", "fails time ! snare", "alias go ! snare", "go",
    "! cat <<END\nsnare\nEND", "help", "output --force /dev/tty", "help", "output",
  ]

  /// Lines with each of a command's examples, options and arguments.
  private static func lines(of type: any ShellCommand.Type) -> [String] {
    let name = type.name
    // A training goes on until someone stops it.
    let bare = name == "train" ? "train --steps 2 --batch 4" : name
    var lines = type.examples + ["help \(name)", "\(name) --help", bare]
    for (index, parameter) in CommandParameter.all(of: type).enumerated() {
      let word = words[index % words.count]
      if let option = parameter.names.last {
        lines.append(parameter.valueName == nil ? "\(bare) \(option)" : "\(bare) \(option) \(word)")
      } else {
        lines += words.map { "\(name) \($0)" }
      }
    }
    if name == "output" { lines = lines.flatMap { [$0, "output"] } }
    return lines
  }

  /// What the traps wrote.
  private var log: String {
    sandbox.bytes("log").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Where lines can come from: the arguments that run `lines.trm`, and what is then typed.
  enum Origin: String, CaseIterable {
    case command, file, directCommand, test, testTwice, startFile, prompt, sourceAtPrompt

    /// The arguments after `--safe`.
    func arguments(_ lines: [String]) -> [String] {
      switch self {
      case .command: lines.flatMap { ["-c", $0] }
      case .file: ["lines.trm"]
      case .directCommand: ["source", "lines.trm"]
      case .test: ["test", "lines.trm"]
      case .testTwice: ["-c", "test outer.trm"]
      case .startFile, .prompt, .sourceAtPrompt: []
      }
    }

    /// The lines to type at the prompt; nil without a prompt.
    func typed(_ lines: [String]) -> [String]? {
      switch self {
      case .startFile: []
      case .prompt: lines
      case .sourceAtPrompt: ["source lines.trm"]
      default: nil
      }
    }
  }

  /// Runs lines at a terminal of 24 rows; what was shown.
  private func run(_ lines: [String], from origin: Origin, options: [String]) throws -> String {
    try sandbox.write("lines.trm", lines.joined(separator: "\n") + "\n")
    try sandbox.write("outer.trm", "test lines.trm\n")
    try FileManager.default.createDirectory(
      atPath: sandbox.path + "/.config/trm", withIntermediateDirectories: true)
    try sandbox.write(
      ".config/trm/trmrc", origin == .startFile ? "source '\(sandbox.path)/lines.trm'\n" : "")
    let terminal = try PseudoTerminal(
      options + ["-k"] + origin.arguments(lines), in: sandbox.path, environment: environment)
    guard let typed = origin.typed(lines) else {
      terminal.type("\u{4}")
      return try terminal.waitForEnd()
    }
    var shown = try terminal.wait(for: "d16> ")
    for line in typed {
      terminal.type(line.replacing("\n", with: "\r") + "\r")
      terminal.type("echo next\r")
      shown += try terminal.wait(for: "\nnext\n")
    }
    terminal.type("quit\r")
    return try shown + terminal.waitForEnd()
  }

  @Test(
    "with --safe nothing is started and ! says why; without it the same lines start programs",
    arguments: Origin.allCases)
  func origins(origin: Origin) throws {
    let shown = try run(Self.starters, from: origin, options: ["--safe"])
    #expect(log == "", "\(shown)")
    #expect(shown.contains("'!' is disabled by --safe"), "\(shown)")
    #expect(shown.contains("hint: start trm without --safe"), "\(shown)")
    let free = try run(Self.starters, from: origin, options: [])
    #expect(!free.contains("--safe"))
    // `!` eight times, once through an alias and once with a program of the system's name; the
    // pager for the help, twice where results of the script are shown.
    let started = log.split(separator: "\n").count
    let isTest = origin == .test || origin == .testTwice
    #expect(started == (isTest ? 8 : 9), "\(log)\(free)")
  }

  @Test(
    "with --safe no command of the tree starts a program",
    arguments: CommandTree.all.map { $0.name })
  func commands(name: String) throws {
    let type = try #require(CommandTree.command(name))
    let lines = ["3 + 7"] + Self.lines(of: type)
    try sandbox.write("lines.trm", lines.joined(separator: "\n") + "\n")
    let arguments = [
      "--safe", "-k", "-c", "source lines.trm", "-c", "output", "-c", "test lines.trm",
    ]
    let terminal: PseudoTerminal
    if let strace = Self.strace {
      terminal = try PseudoTerminal(
        ["-f", "--seccomp-bpf", "-qq", "-e", "trace=execve,execveat", "-o", "calls"]
          + [Transcript.program] + arguments,
        program: strace, in: sandbox.path, environment: environment)
    } else {
      terminal = try PseudoTerminal(arguments, in: sandbox.path, environment: environment)
    }
    let shown = try terminal.waitForEnd(seconds: 120)
    #expect(log == "", "\(log)\n\(shown)")
    if Self.strace != nil {
      let calls = String(decoding: try #require(sandbox.bytes("calls")), as: UTF8.self)
      // The first is trm itself.
      #expect(calls.split(separator: "\n").count { $0.contains("exec") } == 1, "\(calls)")
    }
  }

  /// strace, where it is installed and may trace.
  private static let strace: String? = {
    let path = "/usr/bin/strace"
    guard FileManager.default.isExecutableFile(atPath: path),
      let run = try? Transcript.run(
        ["-f", "--seccomp-bpf", "-e", "trace=execve", "-o", "/dev/null", "/bin/true"],
        program: path, in: NSTemporaryDirectory()),
      run.code == 0
    else {
      print("skipped: strace isn't there or may not trace, so only the traps were watched")
      return nil
    }
    return path
  }()
}
