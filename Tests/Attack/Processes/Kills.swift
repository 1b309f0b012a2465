// Ends the program without warning while it writes, again and again: afterwards every file is the
// old one or a new one, whole, and nothing else has changed.

import Checkpoints
import Foundation
import Platform
import Settings
import Storage
import Support
import Workbench

/// The kill loops.
struct Kills {
  /// A session that writes, and what may be in its files.
  struct Writer: Sendable {
    let name: String
    let lines: [String]
    /// The files that it writes.
    let files: [String]
    /// Whether the bytes of a file are a whole new one; nil where they must equal those of a run to
    /// the end, all files together.
    var isWhole: (@Sendable (_ path: String) throws -> Void)?
  }

  let options: AttackOptions
  let folder: String

  init(_ options: AttackOptions, folder: String) {
    (self.options, self.folder) = (options, folder)
  }

  /// Runs every loop; how many things were found.
  func run() throws -> Int {
    say("writer          kills  ended by itself  old  new  leftovers  found")
    return try Self.writers.reduce(0) { try $0 + attack($1) } + History.attack(self)
  }

  private static func sums(_ seed: Int) -> [String] {
    ["set seed \(seed)", "new arithmetic --option digits=1 --width 16 --depth 2"]
  }

  private static let writers = [
    Writer(
      name: "train",
      lines: sums(7) + ["train --steps 60 --batch 2 --save-every 2 -o out.safetensors"],
      files: ["out.safetensors"], isWhole: { _ = try LoadedModel.read($0) }),
    Writer(
      name: "save",
      lines: (0..<30).flatMap { sums($0 % 2 + 7) + ["save --force out.safetensors"] },
      files: ["out.safetensors"], isWhole: { _ = try LoadedModel.read($0) }),
    Writer(
      name: "optimizer",
      lines: sums(7) + ["train --steps 2 --batch 2"]
        + (0..<20).map { _ in "save --optimizer --force out.safetensors" },
      files: ["out.safetensors"],
      isWhole: { path in
        guard try LoadedModel.read(path).path != nil else { throw Finding("no path") }
      }),
    Writer(
      name: "pytorch",
      lines: (0..<20).flatMap {
        sums($0 % 2 + 7) + ["save --as pytorch --force out.pt"]
      }, files: ["out.pt"], isWhole: { _ = try LoadedModel.read($0) }),
    Writer(
      name: "generate",
      lines: ["generate sudoku --option size=4 --force --count 300 -o data --seed 7"],
      files: ["train", "test"].flatMap { part in
        ["inputs", "labels", "puzzle_identifiers", "puzzle_indices", "group_indices"].map {
          "data/\(part)/all__\($0).npy"
        } + ["data/\(part)/dataset.json"]
      }),
    Writer(
      name: "state",
      lines: sums(5) + ["think 3 + 4", "step 3"]
        + (0..<30).map { _ in "state save --force out.safetensors" },
      files: ["out.safetensors"]),
    Writer(
      name: "dump",
      lines: sums(5) + ["ask 3 + 4"]
        + (0..<30).map { _ in "latent dump z@* --force -o out.npz" }, files: ["out.npz"]),
    Writer(
      name: "report",
      lines: sums(5) + ["ask 3 + 4"] + (0..<10).map { _ in "report --force out.html" },
      files: ["out.html"],
      isWhole: { path in
        let text = String(decoding: try bytes(of: path), as: UTF8.self)
        guard text.hasPrefix("<!"), text.contains("</html>") else { throw Finding("cut") }
      }),
  ]

  /// The loop of one writer.
  private func attack(_ writer: Writer) throws -> Int {
    let whole = folder + "/whole"
    let old = try prepare(writer, in: whole)
    let begun = Clock.now
    guard try start(writer, in: whole)().0 == 0 else {
      throw Finding("the session '\(writer.name)' fails: see \(writer.lines)")
    }
    let seconds = Clock.now - begun
    let new = contents(writer, whole)
    var chance = Chance(seed: options.seed)
    var (counts, found) = ((ended: 0, old: 0, new: 0, left: 0), 0)
    for round in 0..<options.rounds where found < 3 {
      let place = folder + "/round"
      _ = try prepare(writer, in: place)
      let before = others(writer, place)
      let wait = try start(writer, in: place, killedAfter: seconds * chance.fraction * 0.95)
      counts.ended += try wait().1 ? 0 : 1
      let now = contents(writer, place)
      let left = temporaryFiles(place)
      counts.left += left.count
      do {
        try require(others(writer, place) == before, "other files have changed")
        if now == old { counts.old += 1 } else { counts.new += 1 }
        try check(writer, place, now, old: old, new: new)
        if !left.isEmpty { try checkSweep(left, place) }
      } catch {
        found += 1
        let kept = "\(options.kept)/kill-\(writer.name)-\(round)"
        try? FileManager.default.createDirectory(
          atPath: options.kept, withIntermediateDirectories: true)
        try? FileManager.default.copyItem(atPath: place, toPath: kept)
        say("FOUND \(writer.name): \(error)\n  \(kept)")
      }
    }
    report(writer.name, options.rounds, counts, found)
    return found
  }

  func report(
    _ name: String, _ rounds: Int, _ counts: (ended: Int, old: Int, new: Int, left: Int),
    _ found: Int
  ) {
    say(
      name, width: 15,
      [
        (rounds, 6), (counts.ended, 17), (counts.old, 5), (counts.new, 5), (counts.left, 11),
        (found, 7),
      ])
  }

  private func check(
    _ writer: Writer, _ place: String, _ now: [[UInt8]?], old: [[UInt8]?], new: [[UInt8]?]
  ) throws {
    if now == old || now == new { return }
    guard let isWhole = writer.isWhole else {
      throw Finding("neither the old files nor the new ones")
    }
    for (file, bytes) in zip(writer.files, now) {
      guard bytes != nil else { throw Finding("\(file) is lost") }
      do { try isWhole(place + "/" + file) } catch { throw Finding("\(file) is damaged: \(error)") }
    }
  }

  /// Checks that the next save in the folder removes what the ended process left.
  private func checkSweep(_ left: [String], _ place: String) throws {
    let lines = ["save next.safetensors", "generate digit-sum --count 4 -o next"]
    _ = try start(Writer(name: "next", lines: Self.sums(1) + lines, files: []), in: place)()
    let rest = temporaryFiles(place).filter { left.contains($0) && !$0.hasPrefix("data/") }
    try require(rest.isEmpty, "the next save leaves \(rest.joined(separator: ", "))")
  }

  /// A folder with old files, which `writer` replaces, and another one; the old files.
  private func prepare(_ writer: Writer, in place: String) throws -> [[UInt8]?] {
    let files = FileManager.default
    try? files.removeItem(atPath: place)
    try files.createDirectory(atPath: place, withIntermediateDirectories: true)
    let seed = folder + "/seed-" + writer.name
    if !files.fileExists(atPath: seed) {
      try files.createDirectory(atPath: seed, withIntermediateDirectories: true)
      let lines = writer.lines.map {
        $0.replacingOccurrences(of: "seed 7", with: "seed 3")
          .replacingOccurrences(of: "seed 5", with: "seed 3")
          .replacingOccurrences(of: "3 + 4", with: "2 + 5")
      }
      let made = Writer(name: writer.name, lines: lines, files: [])
      try require(try start(made, in: seed)().0 == 0, "'\(writer.name)' can't be prepared")
      try put(Array("mine".utf8), at: seed + "/other.txt")
    }
    for name in fileNames(in: seed) {
      try files.copyItem(atPath: "\(seed)/\(name)", toPath: "\(place)/\(name)")
    }
    return contents(writer, place)
  }

  private func contents(_ writer: Writer, _ place: String) -> [[UInt8]?] {
    writer.files.map { try? bytes(of: place + "/" + $0) }
  }

  /// Every other file, temporary ones left out, by its name.
  private func others(_ writer: Writer, _ place: String) -> [String: [UInt8]] {
    let settings = ["all_config.yaml", "dataset.json", "data/puzzle.json", "data/identifiers.json"]
    var result: [String: [UInt8]] = [:]
    for path in files(in: place)
    where !writer.files.contains(path) && !settings.contains(path) && !path.contains(".trm-") {
      result[path] = try? bytes(of: place + "/" + path)
    }
    return result
  }

  private func files(in place: String) -> [String] {
    (FileManager.default.enumerator(atPath: place)?.allObjects as? [String] ?? []).filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(place)/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  private func temporaryFiles(_ place: String) -> [String] {
    let paths = FileManager.default.enumerator(atPath: place)?.allObjects as? [String] ?? []
    return paths.filter { $0.split(separator: "/").last?.hasPrefix(".trm-") == true }
  }

  /// Starts a session; what it returns waits for its end: the exit code, and whether it was killed.
  private func start(
    _ writer: Writer, in place: String, killedAfter seconds: Double? = nil
  ) throws -> () throws -> (Int32, Bool) {
    let process = Process()
    process.executableURL = URL(filePath: options.trm)
    process.arguments =
      ["--threads", "1", "--safe", "-q"] + writer.lines.flatMap { ["-c", $0] }
    process.currentDirectoryURL = URL(filePath: place)
    process.environment = Transcript.environment(home: place)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    if seconds != nil { process.standardError = FileHandle.nullDevice }
    try process.run()
    if let seconds {
      usleep(useconds_t(seconds * 1e6))
      kill(process.processIdentifier, SIGKILL)
    }
    return {
      process.waitUntilExit()
      return (process.terminationStatus, process.terminationReason == .uncaughtSignal)
    }
  }
}

extension Chance {
  /// A number from 0 to 1.
  var fraction: Double {
    mutating get { Double(next() >> 11) / Double(1 << 53) }
  }
}

extension Kills {
  /// The file of typed lines, while a terminal's session appends to it.
  enum History {
    static func attack(_ kills: Kills) throws -> Int {
      let place = kills.folder + "/history"
      var chance = Chance(seed: kills.options.seed)
      var (counts, found) = ((ended: 0, old: 0, new: 0, left: 0), 0)
      let rounds = min(kills.options.rounds, 20)
      for _ in 0..<rounds {
        try? FileManager.default.removeItem(atPath: place)
        let folder = place + "/trm"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let old = (0..<200).map { "echo old \($0)\n" }.joined()
        try put(Array(old.utf8), at: folder + "/history")
        let terminal = try PseudoTerminal(
          ["--no-init", "-m", kills.options.checkout + "/checkpoints/arithmetic.safetensors"],
          program: kills.options.trm, in: place, environment: ["XDG_STATE_HOME": place])
        terminal.type((0..<60).map { "let x = \($0)\r" }.joined())
        usleep(useconds_t(30_000 + chance.below(120_000)))
        terminal.send(SIGKILL)
        _ = try terminal.exitCode()
        let now = String(decoding: try bytes(of: folder + "/history"), as: UTF8.self)
        let typed = now.dropFirst(old.count).split(
          separator: "\n", omittingEmptySubsequences: false)
        let isWhole = typed.dropLast().enumerated().allSatisfy { index, line in
          line.hasPrefix("\u{1}") || line.hasPrefix("let x = ")
        }
        if now == old { counts.old += 1 } else { counts.new += 1 }
        if !now.hasPrefix(old) || !isWhole {
          found += 1
          say("FOUND history: lines are lost or damaged: \(now.suffix(200).debugDescription)")
        }
      }
      kills.report("history", rounds, counts, found)
      return found
    }
  }
}
