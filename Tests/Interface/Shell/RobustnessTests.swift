// Failures of the environment, such as a full disk or a closed pipe, are reported and handled.

import Foundation
import Support
import Testing

@Suite struct RobustnessTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// Runs a line of sh in which `trm` is the program.
  private func shell(_ line: String, _ environment: [String: String] = [:]) throws -> Transcript {
    let script = "trm() { '\(Transcript.program)' \"$@\"; }\n" + line
    return try Transcript.run(
      ["-c", script], program: "/bin/sh", in: sandbox.path, environment: environment)
  }

  @Test("a closed pipe ends a script quietly")
  func closedPipe() throws {
    try sandbox.write("many.trm", String(repeating: "3 + 7\n", count: 20_000))
    let run = try shell("{ trm many.trm; echo $? >code; } | head -1; cat code")
    #expect(run.errors == "" && run.output.hasPrefix("10\n"), "\(run.errors)")
    #expect(run.output == "10\n74\n")
  }

  @Test("a full disk is reported and exits with 74")
  func fullDisk() throws {
    let run = try shell("trm -c '3 + 7' >/dev/full; echo $?")
    #expect(run.output == "74\n" && run.errors.contains("can't write to stdout: No space left"))
    let file = try shell("trm -c 'output /dev/full' -c '3 + 7'; echo $?")
    #expect(file.output == "74\n" && file.errors.contains("can't write to /dev/full"))
    let save = try shell("trm -c 'save --force /dev/full'; echo $?")
    #expect(save.output == "74\n" && save.errors.contains("/dev/full"))
  }

  @Test("a file beyond the limit of sizes is reported, and the old one stays")
  func fileSizeLimit() throws {
    let run = try shell(
      """
      ulimit -f 8
      trm -k -c '\(Sandbox.tiny)' -c 'save a.safetensors' -c 'echo lives on'; echo $?; ls -A
      """)
    #expect(run.output.hasSuffix("\nlives on\n74\n"), "\(run.output)\(run.errors)")
    #expect(run.errors.contains("a.safetensors: can't be written: File too large"))
  }

  @Test("a failed save on the way is told, the training goes on, and its weights can be saved")
  func failedSaveOnTheWay() throws {
    let run = try shell(
      """
      trm -k -c '\(Sandbox.tiny)' -c 'train --steps 40 --batch 2 --save-every 10 -o /dev/full' \\
        -c 'expect status == 74' -c 'expect steps == 40' -c 'save kept.safetensors'
      echo $?; trm -m kept.safetensors info >/dev/null && ls -A
      """)
    #expect(run.output.hasSuffix("74\nkept.safetensors\n"), "\(run)")
    #expect(run.errors.components(separatedBy: "/dev/full: can't be written").count == 2)
    #expect(run.errors.contains("the trained weights are in memory"))
  }

  @Test(
    "signals that end a save leave no temporary file and the old or the new one whole",
    arguments: ["QUIT", "HUP", "TERM"])
  func signalsDuringSaves(_ name: String) throws {
    try sandbox.write(
      "saves.trm",
      "new arithmetic --option digits=1 --width 256\nsave f.safetensors\n"
        + String(repeating: "save --force f.safetensors\n", count: 3000))
    // Background processes of sh ignore SIGQUIT; env undoes that. The second signal ends it.
    let run = try shell(
      """
      for delay in 0.2 0.25 0.3 0.35; do
        rm -f f.safetensors
        env --default-signal=QUIT '\(Transcript.program)' -q saves.trm >/dev/null 2>&1 &
        until [ -e f.safetensors ]; do sleep 0.01; done
        sleep $delay; kill -\(name) $!; kill -\(name) $! 2>/dev/null
        wait $!; echo $?
        trm -m f.safetensors info >/dev/null || echo broken
      done 2>/dev/null; ls -A
      """)
    let code = ["QUIT": 131, "HUP": 129, "TERM": 143][name]!
    #expect(
      run.output == String(repeating: "\(code)\n", count: 4) + "f.safetensors\nsaves.trm\n",
      "\(run)")
  }

  @Test("without HOME or with closed streams it still answers")
  func noHome() throws {
    #expect(try shell("unset HOME; trm ask 3 + 7").output == "10\n")
    #expect(try shell("trm -c 'ask 3 + 7' <&-; echo $?").output == "10\n0\n")
    #expect(try shell("trm -c 'ask 3 + 7' 2>&-; echo $?").output == "10\n0\n")
    #expect(try shell("trm -c 'ask 3 + 7' >&-; echo $?").output == "74\n")
  }

  @Test("SIGTERM stops training quickly and exits with 143")
  func terminate() throws {
    let run = try shell(
      """
      '\(Transcript.program)' -c '\(Sandbox.tiny)' -c 'train --steps 100000000 --batch 8' -c 'echo never' &
      sleep 1; kill -TERM $!; wait $!; echo $?
      """)
    #expect(run.output.hasSuffix("143\n") && !run.output.contains("never"), "\(run.output)")
    #expect(run.output.contains("stopped at step"))
  }

  @Test("SIGINT stops a script after the current step and exits with 130")
  func interrupt() throws {
    // sh makes background jobs ignore SIGINT by default.
    let run = try Transcript.run(
      ["-c", "\(Sandbox.tiny)", "-c", "train --steps 100000000 --batch 8", "-c", "echo never"],
      in: sandbox.path, interruptAfter: 1)
    #expect(run.code == 130 && !run.output.contains("never"))
  }

  @Test(
    "a script may contain NUL, carriage returns and a byte order mark, and lack a final newline")
  func strangeText() throws {
    let run = try sandbox.trm(input: "\u{FEFF}3 + 7\r\necho a\u{0}b\r\n5 + 9")
    #expect(run.output == "10\na^@b\n14\n" && run.code == 0)
    #expect(try sandbox.trm(input: "").output == "")
    try sandbox.write("empty.trm", "")
    #expect(try sandbox.trm("empty.trm").code == 0)
    #expect(try shell("echo '3 + 7' | trm -f -").output == "10\n")
    #expect(try shell("echo '3 + 7' | trm -f /dev/stdin").output == "10\n")
  }

  @Test("a line of 1 MiB is rejected at once, and a quoted one is accepted")
  func longLine() throws {
    let long = String(repeating: "a", count: 1 << 20)
    let run = try sandbox.trm("-k", input: "let x = '\(long)'\n\(long) \(long)\n3 + 7\n")
    #expect(run.output == "10\n" && run.code == 64 && run.errors.utf8.count < 3 << 20)
  }

  @Test("a line of thousands of arguments is rejected at once")
  func manyArguments() throws {
    let words = String(repeating: " a", count: 9000)
    let started = ContinuousClock.now
    let run = try sandbox.trm("-k", input: "test\(words)\nlatent list\(words)\n3 + 7\n")
    #expect(run.output == "10\n" && run.errors.contains("9000 arguments, more than 3000"))
    #expect(ContinuousClock.now - started < .seconds(3))
  }

  @Test("a broken default model is reported when needed, and others still load")
  func brokenDefault() throws {
    let folder = sandbox.path + "/house"
    try FileManager.default.createDirectory(
      atPath: folder + "/checkpoints", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Transcript.program, toPath: folder + "/trm")
    try sandbox.write("house/checkpoints/arithmetic.safetensors", "no checkpoint")
    let run = try shell("house/trm -c 'echo fine' -c '\(Sandbox.tiny)' -c 'info'; echo $?")
    #expect(run.output.hasPrefix("fine\n") && run.output.hasSuffix("\n0\n"), "\(run.errors)")
    let asked = try shell("house/trm ask 3 + 7; echo $?")
    #expect(asked.output == "65\n" && asked.errors.contains("checkpoints/arithmetic.safetensors"))
  }

  @Test("--safe starts no other program")
  func safe() throws {
    let run = try sandbox.trm("--safe", "-c", "! touch made")
    #expect(run.code == 1 && sandbox.bytes("made") == nil)
  }

  @Test("the same seed gives the same results for any number of threads")
  func threads() throws {
    let lines = try (1...3).map { threads in
      try sandbox.trm(
        "--threads", "\(threads)", "--seed", "9", "--set", "depth=2", "--json", "-c",
        "eval --count 300 --by-depth"
      ).objects.first.map { object in
        ["exact", "accuracy", "low", "high", "steps"].map { object[$0] as? Double } + [
          Double(object["count"] as? Int ?? 0)
        ]
      }
    }
    #expect(lines[0] != nil && lines[0] == lines[1] && lines[1] == lines[2])
  }
}
