// A running session: lines go in, an object for each comes out.

import Foundation
import Platform
import Storage
import Support

/// `trm --json` with a pipe at each end.
final class Session {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let read: () -> String?

  /// Starts it in a folder, within limits of sh's `ulimit`, such as `-v 300000`.
  init(
    _ trm: String, _ arguments: [String] = [], in folder: String, limits: [String] = []
  ) throws {
    signal(SIGPIPE, SIG_IGN)
    let script = limits.map { "ulimit \($0) || exit 99; " }.joined() + "exec \"$0\" \"$@\""
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", script, trm, "--json", "--keep-going", "--safe", "--threads", "1"] + arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = Transcript.environment(home: folder)
    (process.standardInput, process.standardOutput) = (input, output)
    process.standardError = FileHandle.nullDevice
    read = lineReader(of: output.fileHandleForReading.fileDescriptor)
    try process.run()
    try? output.fileHandleForWriting.close()
    try? input.fileHandleForReading.close()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Types a line.
  func send(_ line: String) {
    _ = writeAll(line + "\n", to: input.fileHandleForWriting.fileDescriptor)
  }

  /// The object of the next result.
  func result() throws -> JSON {
    guard let text = read() else {
      process.waitUntilExit()
      throw Finding("the session has ended: \(ending)")
    }
    guard let json = try? JSON(parsing: text) else { throw Finding("not an object: \(text)") }
    return json
  }

  /// Types a line and waits for its result.
  func run(_ line: String) throws -> JSON {
    send(line)
    do { return try result() } catch { throw Finding("'\(line)': \(error)") }
  }

  /// Ends it, as at the end of the input; whether no signal ended it before.
  func end() throws {
    try? input.fileHandleForWriting.close()
    while read() != nil {}
    process.waitUntilExit()
    try require(process.terminationReason == .exit, ending)
  }

  private var ending: String {
    process.terminationReason == .exit
      ? "exit code \(process.terminationStatus)"
      : String(cString: strsignal(process.terminationStatus))
  }
}

extension JSON {
  /// Whether a command succeeded.
  var isFine: Bool { self["ok"] == .bool(true) }

  /// Its answer.
  var answer: String? { self["answer"]?.string }

  /// Why it failed.
  var failure: String { self["error"]?["message"]?.string ?? text }
}
