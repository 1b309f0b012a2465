// Programs that are started from here, and nowhere else: `!` and the pager.

internal import Synchronization

/// A system call that failed.
package struct SystemError: Error, CustomStringConvertible {
  /// What failed, and why.
  package let description: String

  /// What failed, with the system's reason for an error code.
  package init(_ what: String, code: Int32) { description = "\(what): \(systemMessage(code))" }
}

/// Runs the system's shell.
package enum Subprocess {
  private static let forbidden = Atomic<Bool>(false)

  /// Whether this process may start no other program: `--safe`.
  package static var isForbidden: Bool { forbidden.load(ordering: .relaxed) }

  /// Forbids this process to start any other program from now on.
  package static func forbid() { forbidden.store(true, ordering: .relaxed) }

  /// Where a program's output goes.
  package enum Destination {
    /// The same as this program's.
    case inherited
    /// To the caller.
    case captured
  }

  /// The exit code and the captured output of a program.
  package struct CompletedProcess {
    /// Its exit code, or 128 + the signal that ended it.
    package var code: Int32
    /// Its standard output, if it was captured.
    package var output = ""
  }

  /// Runs a line of `sh`, with `input` as its standard input; its exit code.
  ///
  /// - Throws: `SystemError` if it can't be started, or starting programs is forbidden.
  package static func run(_ line: String, input: String) throws -> Int32 {
    let pipe = try Pipe()
    let process = try start(line, input: pipe.reader, output: nil, closing: pipe.writer)
    close(pipe.reader)
    // A reader may close its end early.
    _ = writeAll(input, to: pipe.writer)
    close(pipe.writer)
    return wait(for: process)
  }

  /// Runs a line of `sh`; without `readsInput` it finds its standard input empty.
  ///
  /// - Throws: `SystemError` if it can't be started, or starting programs is forbidden.
  package static func run(
    _ line: String, readsInput: Bool, output destination: Destination
  ) throws -> CompletedProcess {
    let empty = readsInput ? -1 : open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { if empty >= 0 { close(empty) } }
    let input = empty >= 0 ? empty : nil
    switch destination {
    case .inherited:
      return CompletedProcess(
        code: wait(for: try start(line, input: input, output: nil, closing: nil)))
    case .captured:
      let pipe = try Pipe()
      let process = try start(line, input: input, output: pipe.writer, closing: pipe.reader)
      close(pipe.writer)
      var bytes: [UInt8] = []
      var block = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = read(pipe.reader, &block, block.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        bytes += block[..<count]
      }
      close(pipe.reader)
      return CompletedProcess(
        code: wait(for: process), output: String(decoding: bytes, as: UTF8.self))
    }
  }

  private struct Pipe {
    let reader: Int32
    let writer: Int32

    init() throws {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        throw SystemError("can't create a pipe", code: errno)
      }
      (reader, writer) = (ends[0], ends[1])
    }
  }

  private static func start(
    _ line: String, input: Int32?, output: Int32?, closing other: Int32?
  ) throws -> pid_t {
    guard !isForbidden else { throw SystemError("can't start sh", code: EPERM) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
    for end in [input, output, other] {
      if let end { posix_spawn_file_actions_addclose(&actions, end) }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXFSZ] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments = ["sh", "-c", line].map { (word: String) in strdup(word) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
    guard code == 0 else {
      throw SystemError("can't start sh", code: code)
    }
    return process
  }

  /// Waits for a program; Ctrl-C is its own affair meanwhile.
  private static func wait(for process: pid_t) -> Int32 {
    var ignoring = sigaction()
    var before = sigaction()
    ignoring.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(SIGINT, &ignoring, &before)
    defer { sigaction(SIGINT, &before, nil) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return 127 }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
  }
}
