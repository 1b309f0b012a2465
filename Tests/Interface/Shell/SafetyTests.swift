// Protection of files, weights and exit codes, and of the system from scripts.

import Foundation
import Support
import Testing

@Suite struct SafetyTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// Runs a line of sh in which `$T` is the program.
  private func shell(_ line: String, _ environment: [String: String] = [:]) throws -> Transcript {
    try Transcript.run(
      ["-c", line], program: "/bin/sh", in: sandbox.path,
      environment: environment.merging(["T": Transcript.program]) { $1 })
  }

  @Test("a model is saved to its file, whatever the current folder is")
  func savePlace() throws {
    try FileManager.default.createDirectory(
      atPath: sandbox.path + "/other", withIntermediateDirectories: true)
    let run = try sandbox.trm(
      input: """
        \(Sandbox.tiny)
        save other/p.safetensors
        new arithmetic --option digits=2 --width 16
        save p.safetensors
        load ./p.safetensors
        cd other
        save
        fails save p.safetensors
        expect error contains 'already exists'
        load p.safetensors
        expect depth == 3
        """)
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test("after save, undo restores weights that count as unsaved")
  func undoAfterSave() throws {
    let run = try sandbox.trm(
      input: """
        \(Sandbox.tiny)
        save n.safetensors
        train --steps 1 --batch 4
        save --force
        undo
        expect unsaved == true
        """)
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test("a script's $dir doesn't change after cd")
  func scriptFolder() throws {
    try sandbox.write("a.trm", "source $dir/b.trm\ncd /\nsource b.trm\nsource $dir/b.trm\n")
    try sandbox.write("b.trm", "echo b\n")
    let folder = URL(filePath: sandbox.path).lastPathComponent
    let run = try shell("cd .. && \"$T\" \(folder)/a.trm")
    #expect(run.output == "b\nb\nb\n" && run.code == 0, "\(run.errors)")
    let model = Shared.checkout.appending(path: "checkpoints/arithmetic.safetensors").path
    let loaded = try shell("cp '\(model)' m.safetensors; \"$T\" -m m.safetensors -c 'cd /' -c info")
    #expect(loaded.output.contains("/m.safetensors"))
  }

  @Test("a signal while waiting for a line discards it and sets the exit code")
  func halfLine() throws {
    for (signal, code) in [("TERM", "143"), ("INT", "130")] {
      let run = try shell(
        """
        mkfifo pipe\(code)
        (printf '3 + 7\\nsave --force part'; sleep 2) >pipe\(code) &
        "$T" -f - -c 'echo after' <pipe\(code) & p=$!
        sleep 1; kill -\(signal) $p; wait $p; echo $?; ls
        """)
      #expect(run.output.hasPrefix("10\n\(code)\n"), "\(run.output)")
      #expect(!run.output.contains("part") && !run.output.contains("after"))
    }
  }

  @Test("Ctrl-C and SIGTERM don't satisfy fails")
  func interruptedFailure() throws {
    try sandbox.write("s.trm", "fails eval --count 10000000\necho went on\n")
    let run = try shell("\"$T\" -k s.trm & p=$!; sleep 1; kill -TERM $p; wait $p; echo $?")
    #expect(run.output == "143\n", "\(run.output)")
  }

  @Test("quit keeps a failed script's exit code, and quit N exits with N")
  func quit() throws {
    #expect(try sandbox.trm("-k", input: "bad\nquit\n").code == 64)
    #expect(try sandbox.trm("-k", input: "bad\nquit 0\n").code == 0)
    #expect(try sandbox.trm(input: "quit 77\n").code == 77)
    try sandbox.write("q.trm", "3 + 7\nexpect 10\nquit 77\n")
    #expect(try sandbox.trm("test", "q.trm").code == 1)
  }

  @Test("the command line takes questions too, with prefixes and signs")
  func commandLine() throws {
    #expect(try sandbox.trm("3 + 7").output == "10\n")
    #expect(try sandbox.trm("(-3) + 7").output == "4\n")
    #expect(try sandbox.trm("-3", "+", "7").output == "4\n")
    #expect(try sandbox.trm("--", "-3 + 7").output == "4\n")
    #expect(try sandbox.trm("time", "ask", "3 + 7").output == "10\n")
    #expect(try sandbox.trm("fails", "ask", "3 + 7").code == 2)
    try sandbox.write("a.trm", "echo a\n")
    #expect(try sandbox.trm("-c", "echo 1", "a.trm", "echo", "last").output == "1\na\nlast\n")
  }

  @Test("--safe starts no pager either")
  func safePager() throws {
    let terminal = try PseudoTerminal(
      ["--safe"], in: sandbox.path, environment: ["PAGER": "touch paged; cat"])
    try terminal.wait(for: "d16> ")
    terminal.type("help\r")
    try terminal.wait(for: "Ctrl-D quits.")
    try terminal.wait(for: "d16> ")
    #expect(sandbox.bytes("paged") == nil)
  }

  @Test("a script that tests itself is rejected, and no regular expression is slow")
  func recursion() throws {
    try sandbox.write("self.trm", "test self.trm\n")
    let run = try sandbox.trm("test", "self.trm")
    #expect(run.code == 64 && run.errors.contains("more than 8 deep"), "\(run.code)")
    let slow = try sandbox.trm(
      input: "fails apropos zz \(String(repeating: "a", count: 40))!\nexpect error !~ \"(a+)+!!\"\n"
    )
    #expect(slow.code == 0, "\(slow.errors)")
  }

  @Test("a full disk under output is reported, and the session continues with its weights")
  func lostFile() throws {
    let terminal = try PseudoTerminal([], in: sandbox.path)
    try terminal.wait(for: "d16> ")
    terminal.type("output /dev/full\r3 + 7\r")
    try terminal.wait(for: "error: can't write to /dev/full")
    terminal.type("5 + 9\r")
    try terminal.wait(for: "14 ✓")
    terminal.type("train --steps 2 --batch 4\r")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("\u{4}")
    try terminal.wait(for: "unsaved weights")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("undo\r")
    try terminal.wait(for: "restored the model before")
    terminal.type("train --steps 2 --batch 4\r")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("\u{4}")
    try terminal.wait(for: "unsaved weights")
    try terminal.wait(for: "arithmetic* d16> ")
    terminal.type("\u{4}")
    #expect(try terminal.exitCode() == 0)
  }

  @Test("-i returns to the prompt after Ctrl-C, with the trained weights")
  func staysInteractive() throws {
    let terminal = try PseudoTerminal(
      ["-i", "-c", "train --steps 1000000 --batch 4", "-c", "echo never"], in: sandbox.path)
    try terminal.wait(for: "loss")
    terminal.type("\u{3}")
    let shown = try terminal.wait(for: "arithmetic* d16> ")
    #expect(!shown.contains("never"))
  }

  @Test("a heredoc may follow an apostrophe and use either quotes; after ! sh reads it")
  func heredocs() throws {
    let run = try sandbox.trm(
      input: """
        echo it's <<END
        one
        END
        ask <<"END"
        3 + 7
        END
        ! cat <<EOF
        $HOME is sh's
        EOF
        echo -n --- rule
        """)
    #expect(run.output.hasPrefix("it's one\n10\n/"), "\(run.output)\(run.errors)")
    #expect(run.output.hasSuffix(" is sh's\n-n --- rule\n") && run.code == 0)
  }

  @Test("a failure outside any line is also an object in json, and keeps its code")
  func jsonFailure() throws {
    for arguments in [["nope.trm"], ["-m", "nope.safetensors", "-c", "3 + 7"]] {
      let run = try Transcript.run(["--json"] + arguments, in: sandbox.path)
      let error = run.objects.first?["error"] as? [String: Any]
      #expect(error?["code"] as? Int == 66 && run.code == 66)
    }
  }

  @Test("a negative option value is rejected as a value")
  func negativeOptions() throws {
    for line in [
      "train --steps -1", "eval --count -5", "train --warmup -1", "new arithmetic --width -8",
    ] {
      let run = try sandbox.trm("-c", line)
      #expect(run.code == 64 && !run.errors.contains("missing"), "\(run.errors)")
    }
  }

  @Test("a line continued twenty thousand times is read quickly")
  func manyPieces() throws {
    let script = "echo " + String(repeating: "a\\\n", count: 20_000) + "\n3 + 7\n"
    let started = Date()
    #expect(try sandbox.trm(input: script).output.hasSuffix("\n10\n"))
    #expect(Date().timeIntervalSince(started) < 30)
  }

  @Test("the history keeps lines that look like timestamps")
  func historyTimes() throws {
    let first = try PseudoTerminal([], in: sandbox.path)
    try first.wait(for: "d16> ")
    first.type("echo <<E\r")
    try first.wait(for: "\n> ")
    first.type("#12 foo\rE\r")
    try first.wait(for: "\n#12 foo\n")
    try first.wait(for: "d16> ")
    first.type("quit\r")
    #expect(try first.exitCode() == 0)
    let second = try PseudoTerminal([], in: sandbox.path)
    try second.wait(for: "d16> ")
    second.type("history\r")
    try second.wait(for: "    1  echo <<E\n       #12 foo\n       E\n    2  quit")
  }

  @Test("trm's own checkpoints are only replaced with --force")
  func ownCheckpoints() throws {
    let file = Shared.checkout.appending(path: "checkpoints/sudoku-4x4.safetensors").path
    let before = FileManager.default.contents(atPath: file)
    for save in ["save", "save \(file)", "save checkpoints/../\(file)"] {
      let run = try sandbox.trm(
        "-c", "load sudoku-4x4", "-c", "train --steps 1 --batch 2", "-c", save)
      #expect(run.code != 0, "\(run.errors)")
    }
    #expect(FileManager.default.contents(atPath: file) == before)
  }

  @Test("a history or start file that isn't a regular file of the user is left alone")
  func foreignFiles() throws {
    let files = FileManager.default
    for folder in ["state/trm", "config/trm"] {
      try files.createDirectory(
        atPath: sandbox.path + "/" + folder, withIntermediateDirectories: true)
    }
    let device = (mode: mode("/dev/null"), path: sandbox.path + "/state/trm/history")
    try files.createSymbolicLink(atPath: device.path, withDestinationPath: "/dev/null")
    // Opening a pipe would wait for its other end.
    mkfifo(sandbox.path + "/config/trm/trmrc", 0o600)
    let terminal = try PseudoTerminal(
      [], in: sandbox.path,
      environment: [
        "XDG_STATE_HOME": sandbox.path + "/state", "XDG_CONFIG_HOME": sandbox.path + "/config",
      ], columns: 200)
    try terminal.wait(for: "trmrc isn't run: it isn't a file of yours")
    try terminal.wait(for: "history is not saved")
    try terminal.wait(for: "d16> ")
    terminal.type("3 + 7\r")
    try terminal.wait(for: "10 ✓")
    terminal.type("quit\r")
    #expect(try terminal.exitCode() == 0)
    #expect(mode("/dev/null") == device.mode)
  }

  private func mode(_ path: String) -> UInt32 {
    var status = stat()
    return stat(path, &status) == 0 ? UInt32(status.st_mode) : 0
  }

  @Test("a relative XDG folder is ignored, so the working directory's trmrc isn't run")
  func relativeFolder() throws {
    try FileManager.default.createDirectory(
      atPath: sandbox.path + "/here/trm", withIntermediateDirectories: true)
    try sandbox.write("here/trm/trmrc", "echo from here\n")
    let terminal = try PseudoTerminal(
      [], in: sandbox.path, environment: ["XDG_CONFIG_HOME": "here"])
    let shown = try terminal.wait(for: "d16> ")
    #expect(!shown.contains("from here"))
    terminal.type("quit\r")
    #expect(try terminal.exitCode() == 0)
  }

  @Test(
    "a view that runs the question again says that patches aren't in it",
    arguments: [
      "trace --depth 3", "latent lens --depth 3", "latent plot --depth 3", "latent dynamics",
      "report --force --depth 3 page.html",
    ])
  func unpatched(view: String) throws {
    let wanted = "without the patches of run #1"
    let patched = ["think 3 + 7", "step 4", "latent patch z@last = zero", view]
    let run = try sandbox.trm(input: patched.joined(separator: "\n") + "\n")
    #expect(run.code == 0 && run.errors.contains(wanted), "\(run.errors)")
    let plain = try sandbox.trm(
      input: ["think 3 + 7", "step 4", view].joined(separator: "\n") + "\n")
    #expect(!plain.errors.contains(wanted))
    let asked = try sandbox.trm(
      input: patched.dropLast().joined(separator: "\n") + "\ntrace 5 + 9\n")
    #expect(asked.code == 0 && !asked.errors.contains(wanted))
  }

  @Test("an endless file is refused", arguments: ["ask @/dev/zero", "source /dev/zero"])
  func endless(line: String) throws {
    let run = try sandbox.trm("-c", line)
    #expect(run.code == 65 && run.errors.contains("more than 64 MiB"), "\(run.errors)")
  }
}
