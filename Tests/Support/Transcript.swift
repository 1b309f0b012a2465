// Runs the built program as a person's shell would, and keeps all that it said.

import Foundation

/// What a run of `trm` printed and how it ended.
public struct Transcript: Sendable {
  /// What it wrote to stdout.
  public let output: String
  /// What it wrote to stderr.
  public let errors: String
  /// Its exit code; 128 + the signal where one ended it.
  public let code: Int32

  /// The program, in the folder of the test bundle or of the running tests.
  public static let program: String = {
    let beside =
      [Bundle.main.executablePath ?? "", CommandLine.arguments[0]]
      + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
    for path in beside {
      let candidate = URL(filePath: path).deletingLastPathComponent().appending(path: "trm").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return Shared.checkout.appending(path: ".build/release/trm").path
  }()

  /// An environment without the person's own files and colors.
  public static func environment(home: String) -> [String: String] {
    var all = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
      all[name] = nil
    }
    all["HOME"] = home
    all["LC_ALL"] = "C.UTF-8"
    all["TERM"] = "xterm"
    all["INPUTRC"] = "/dev/null"
    all["PAGER"] = "cat"
    return all
  }

  /// Runs `trm`, or another program, in `folder` with arguments and standard input, for at most two
  /// minutes; Ctrl-C comes after some seconds if it is asked for.
  public static func run(
    _ arguments: [String], program: String = program, input: String = "", in folder: String,
    environment added: [String: String] = [:], interruptAfter seconds: Double? = nil
  ) throws -> Transcript {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = environment(home: folder).merging(added) { $1 }
    let pipes = [Pipe(), Pipe(), Pipe()]
    process.standardInput = pipes[0]
    // A program that ends before it has read all its input must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    process.standardOutput = pipes[1]
    process.standardError = pipes[2]
    try process.run()
    let watch = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: watch)
    let signal = DispatchWorkItem { kill(process.processIdentifier, SIGINT) }
    if let seconds {
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: signal)
    }
    // Both streams are read at once, so that neither can fill up and block the program.
    let reader = Reader(pipes[2].fileHandleForReading)
    DispatchQueue.global().async { [input, handle = pipes[0].fileHandleForWriting] in
      try? handle.write(contentsOf: Data(input.utf8))
      try? handle.close()
    }
    let output = pipes[1].fileHandleForReading.readDataToEndOfFile()
    let errors = reader.wait()
    process.waitUntilExit()
    watch.cancel()
    signal.cancel()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Transcript(
      output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self),
      code: process.terminationStatus + (isSignal ? 128 : 0))
  }

  /// Reads a stream to its end on another thread.
  private final class Reader: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
      DispatchQueue.global().async { [self] in
        data = handle.readDataToEndOfFile()
        done.signal()
      }
    }

    func wait() -> Data {
      done.wait()
      return data
    }
  }
}
