// Watches the process that tries inputs, and keeps what ended it.

import Foundation
import Platform

/// How a child ended.
struct Ending: Equatable {
  /// What it found, or nothing if it is well.
  var finding: String?

  /// The same without numbers, to tell findings apart.
  var kind: String? { finding.map { String($0.filter { !$0.isNumber }.prefix(120)) } }
}

/// Attacks targets from a process that can't be hurt by what it finds.
struct Parent {
  let options: AttackOptions
  /// The folder of all processes.
  let folder: String
  /// The folder in which inputs are kept.
  let kept: String

  /// Attacks a target and prints its counts; how many different things were found.
  func attack(_ target: Target, seconds: Double) throws -> Int {
    let place = folder + "/" + target.name
    let board = try Board(place + ".board")
    var job = job(target, place)
    (job.seed, job.deadline) = (options.seed, milliseconds + Int(seconds * 1000))
    if let count = options.count {
      (job.end, job.deadline) = (count, Int.max)
    }
    var kinds: Set<String> = []
    while kinds.count < 5, milliseconds < job.deadline, job.first < job.end {
      try emptyFolder(place)
      board[.ready] = 0
      let ending = try run(job, board)
      guard let finding = ending.finding, let kind = ending.kind else { break }
      guard board[.ready] == 1 else {
        throw Finding("\(target.name) can't be prepared: \(finding)")
      }
      let number = board[.current]
      if kinds.insert(kind).inserted {
        try keep(board.input, of: target, number: number, ending, job)
      }
      job.first = number + 1
    }
    report(target, board, found: kinds.count)
    return kinds.count
  }

  /// The job of a target in a folder.
  private func job(_ target: Target, _ place: String) -> Job {
    var job = Job(
      target: target.name, board: place + ".board", folder: place, checkout: options.checkout)
    job.threads = options.threads
    if options.isSanitized { job.limits = .sanitized }
    return job
  }

  private func emptyFolder(_ place: String) throws {
    try? FileManager.default.removeItem(atPath: place)
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
  }

  /// Tries a kept input again; what it does now.
  func replay(_ file: String, of target: Target) throws -> Ending {
    let place = folder + "/replay"
    try emptyFolder(place)
    var job = job(target, place)
    job.file = file
    return try run(job, Board(job.board))
  }

  /// Runs a job in a process of its own and watches it.
  private func run(_ job: Job, _ board: Board) throws -> Ending {
    let process = Process()
    process.executableURL = URL(filePath: options.program)
    process.arguments = ["child", String(decoding: try JSONEncoder().encode(job), as: UTF8.self)]
    process.standardInput = FileHandle.nullDevice
    let log = job.board + ".log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    var environment = ProcessInfo.processInfo.environment
    environment["HOME"] = job.folder
    environment["XDG_STATE_HOME"] = job.folder
    environment["XDG_CONFIG_HOME"] = nil
    environment["SWIFT_BACKTRACE"] = "enable=no"
    // Sessions have another stderr.
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
      environment[name] = (environment[name].map { $0 + ":" } ?? "") + "log_path=\(log)"
    }
    process.environment = environment
    (board[.began], board[.interruptible]) = (0, 0)
    try process.run()
    var (began, time, interrupted) = (0, 0.0, 0)
    while process.isRunning {
      usleep(10_000)
      let now = board[.began]
      guard now != 0 else { continue }
      if now != began { (began, time) = (now, processorTime(process.processIdentifier)) }
      // The machine may be busy: what counts is the processor's time, or a very long wait.
      let waited = Double(milliseconds - began) / 1000
      let worked = processorTime(process.processIdentifier) - time
      if board[.interruptible] == 1, waited > 0.2, interrupted != began {
        interrupted = began
        kill(process.processIdentifier, SIGINT)
      }
      guard waited > job.limits.seconds, worked > job.limits.seconds * 0.9 || waited > 15 else {
        continue
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      return Ending(finding: "did not end within \(Int(job.limits.seconds)) s")
    }
    if process.terminationReason == .uncaughtSignal {
      let name = String(cString: strsignal(process.terminationStatus))
      return Ending(finding: "\(name): \(lastWords(log, process.processIdentifier))")
    }
    switch process.terminationStatus {
    case 0: return Ending()
    case foundCode: return Ending(finding: board.text)
    default:
      return Ending(
        finding:
          "exit code \(process.terminationStatus): \(lastWords(log, process.processIdentifier))")
    }
  }

  /// What a crash said of itself.
  private func lastWords(_ log: String, _ process: pid_t) -> String {
    let text = [log, "\(log).\(process)"].map {
      (try? String(contentsOfFile: $0, encoding: .utf8)) ?? ""
    }.joined(separator: "\n")
    let lines = text.split(separator: "\n").filter {
      $0.contains("Fatal error") || $0.contains("ERROR: ") || $0.contains("WARNING: ")
        || $0.contains("SUMMARY: ")
    }
    return (lines.isEmpty ? text.split(separator: "\n").suffix(2) : lines.prefix(3)[...])
      .joined(separator: "; ")
  }

  /// Keeps an input, as small as it becomes within seconds, with what it did.
  private func keep(
    _ input: [UInt8], of target: Target, number: Int, _ ending: Ending, _ job: Job
  ) throws {
    try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
    let path = "\(kept)/\(target.name)-\(job.seed)-\(number).\(target.ending)"
    try put(input, at: path)
    let again = try replay(path, of: target)
    var small = input
    if again.kind == ending.kind {
      small = try shrunk(input, within: 10) { smaller in
        try put(smaller, at: folder + "/smaller")
        return try replay(folder + "/smaller", of: target).kind == ending.kind
      }
      try put(small, at: path)
    }
    let alone = again.finding == nil ? "; alone it does nothing: see --seed and --count" : ""
    say("FOUND \(target.name): \(ending.finding ?? "")")
    say("  \(path) (\(small.count) bytes\(alone))")
    say("  again: scripts/attack replay \(target.name) \(path)")
  }

  private func report(_ target: Target, _ board: Board, found: Int) {
    say(
      target.name, width: 12,
      [
        (board[.done], 10), (board[.accepted], 10), (board[.refused], 10),
        (String(format: "%.1f", Double(board[.slowest]) / 1000), 10), (board[.base] >> 10, 8),
        (max(board[.base], board[.peak]) >> 10, 8), (found, 7),
      ])
  }

  /// The head of the table.
  static let head =
    "target          inputs  accepted   refused   slowest    base    peak  found\n"
    + "                                                 ms     MiB     MiB"
}

/// Seconds of processor time that another process has taken; 0 if unknown.
func processorTime(_ process: pid_t) -> Double {
  guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let end = text.lastIndex(of: ")")
  else { return 0 }
  let fields = text[end...].split(separator: " ")
  guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
    return 0
  }
  return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
}
