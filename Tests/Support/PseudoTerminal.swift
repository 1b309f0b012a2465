// A terminal for the program under test: keys go in, the screen's text comes out.

import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// `trm` on a pseudo-terminal of its own.
public final class PseudoTerminal {
  /// What did not happen in time.
  public struct Silence: Error, CustomStringConvertible {
    /// What was waited for, and what came instead.
    public let description: String
  }

  /// Whether carriage returns within lines are kept, for lines that are written over.
  public var keepsReturns = false
  private let master: Int32
  private var process: pid_t = 0
  private var unread = ""
  /// Bytes of a character that is not whole yet.
  private var partial: [UInt8] = []

  /// Starts `trm`, or another program, with arguments; its home is `folder`.
  public init(
    _ arguments: [String], program: String = Transcript.program, in folder: String,
    environment added: [String: String] = [:],
    columns: UInt16 = 100
  ) throws {
    var (leader, follower): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var path = [CChar](repeating: 0, count: 128)
    let isOpen = openpty(&leader, &follower, &path, nil, &size) == 0
    master = leader
    _ = fcntl(leader, F_SETFD, FD_CLOEXEC)
    guard isOpen else { throw Silence(description: "can't create a pseudo-terminal") }
    close(follower)
    let name = String(
      decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The leader of a new session that opens a terminal is controlled by it.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    posix_spawn_file_actions_addclose(&actions, master)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of the test runner block signals; the program must not inherit that.
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID
    posix_spawnattr_setflags(&attributes, Int16(newSession | Int32(POSIX_SPAWN_SETSIGMASK)))
    // The program's home is its folder too.
    let words = ["sh", "-c", "cd && exec \"$0\" \"$@\"", program] + arguments
    var argv = words.map { strdup($0) } + [nil]
    var environment =
      Transcript.environment(home: folder).merging(["NO_COLOR": "1"]) { $1 }.merging(added) { $1 }
      .map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + environment).forEach { free($0) } }
    guard posix_spawn(&process, "/bin/sh", &actions, &attributes, &argv, &environment) == 0
    else { throw Silence(description: "\(program) can't be started") }
  }

  deinit {
    if process > 0 {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(master)
  }

  /// Types keys: text, `\r` for Return, `\u{3}` for Ctrl-C, `\u{4}` for Ctrl-D, `\u{1B}[A` for up.
  public func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// Makes the terminal wider or narrower, as a person who drags its window does.
  public func resize(columns: UInt16) {
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Sends the program a signal.
  public func send(_ signal: Int32) { kill(process, signal) }

  /// Waits until a text appears after all that was waited for before; returns what came up to it.
  @discardableResult
  public func wait(for text: String, seconds: Double = 20) throws -> String {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
      if let found = unread.range(of: text) {
        let before = String(unread[..<found.upperBound])
        unread = String(unread[found.upperBound...])
        return before
      }
      guard Date() < deadline, readSome(until: deadline) else {
        throw Silence(description: "'\(text)' did not appear; there was: \(unread)")
      }
    }
  }

  /// Waits until the program ends; its exit code, or 128 + the signal.
  public func exitCode(seconds: Double = 20) throws -> Int32 {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var status: Int32 = 0
    while Date() < deadline {
      if waitpid(process, &status, WNOHANG) == process {
        process = 0
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
      }
      _ = readSome(until: Date(timeIntervalSinceNow: 0.05))
    }
    throw Silence(description: "the program did not end; there was: \(unread)")
  }

  /// Waits until the program ends; all that came since what was waited for last.
  public func waitForEnd(seconds: Double = 20) throws -> String {
    _ = try exitCode(seconds: seconds)
    let deadline = Date(timeIntervalSinceNow: 1)
    while Date() < deadline, readSome(until: deadline) {}
    return unread
  }

  /// Reads what there is, without escape codes and, by default, carriage returns; false at the end.
  private func readSome(until deadline: Date) -> Bool {
    var poll = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    let wait = max(0, min(deadline.timeIntervalSinceNow, 1))
    guard Glibc.poll(&poll, 1, Int32(wait * 1000)) > 0 else { return true }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return false }
    partial += bytes[..<count].filter { keepsReturns || $0 != 13 }
    // A character may be cut between two reads: at most three bytes wait for the rest of it.
    var whole = partial.count
    while whole > max(0, partial.count - 3),
      String(validating: partial[..<whole], as: UTF8.self) == nil
    {
      whole -= 1
    }
    unread += String(decoding: partial[..<whole], as: UTF8.self)
    partial.removeFirst(whole)
    unread.replace(#/\u{1B}\[[0-9;?]*[a-zA-Z]/#, with: "")
    for end in ["\r\n", "\n\r"] { unread.replace(end, with: "\n") }
    return true
  }
}
