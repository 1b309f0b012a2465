// Sessions with little memory, few open files, small files and a full disk: refused, never ended.

import Foundation
import Platform
import Storage

/// The loops of limits.
struct ResourceLimits {
  let options: AttackOptions
  let folder: String

  init(_ options: AttackOptions, folder: String) {
    (self.options, self.folder) = (options, folder)
  }

  private static let model = "new arithmetic --option digits=1 --width 32 --depth 2"

  /// Lines that need memory, files or room on a disk.
  private static let lines = [
    model, "ask 3 + 4", "save --force old.safetensors", "train --steps 2 --batch 4",
    "save --optimizer --force new.safetensors", "latent dump z@* --force -o new.npz",
    "report --force new.html", "think 3 + 4", "step 2", "state save --force run.safetensors",
    "generate sudoku --option size=4 --count 60 --force -o data", "load old.safetensors",
    "save --as pytorch --force new.pt", "load new.pt", "undo", "latent dynamics", "eval --count 50",
    "load old.safetensors", "ask 3 + 4",
  ]
  /// Lines that need much memory.
  private static let hungry = [
    "new arithmetic --width 4096", model, "train --batch 100000 --steps 1",
    "ask --breadth 50000 --depth 1 --cycles 1 --inner 1 3 + 4", "ask 3 + 4",
  ]

  /// Runs every loop; how many things were found.
  func run() throws -> Int {
    say("limit             sessions  fine  refused  found")
    var found = 0
    // Below 160 MB of addresses not even libraries may fit.
    found += try loop(
      "memory (-v)", (0..<6).map { "-v \(160_000 + 60_000 * $0)" }, Self.lines + Self.hungry)
    found += try loop("file size (-f)", [0, 1, 8, 100, 400, 2000].map { "-f \($0)" }, Self.lines)
    // Below 5 files not even libraries may be found.
    found += try loop("open files (-n)", (5...10).map { "-n \($0)" }, Self.lines)
    found += try fullDisk()
    return found
  }

  private func loop(_ name: String, _ limits: [String], _ lines: [String]) throws -> Int {
    var (fine, refused, found) = (0, 0, 0)
    for limit in limits {
      let place = folder + "/place"
      try? FileManager.default.removeItem(atPath: place)
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      do {
        let session = try Session(options.trm, in: place, limits: [limit])
        for line in lines {
          if try session.run(line).isFine { fine += 1 } else { refused += 1 }
        }
        try session.end()
        let left = fileNames(in: place).filter { $0.hasPrefix(".trm-") }
        try require(left.isEmpty, "temporary files were left: \(left)")
      } catch {
        found += 1
        say("FOUND ulimit \(limit): \(error)")
      }
    }
    report(name, limits.count, fine, refused, found)
    return found
  }

  private func report(_ name: String, _ sessions: Int, _ fine: Int, _ refused: Int, _ found: Int) {
    say(name, width: 17, [(sessions, 9), (fine, 6), (refused, 9), (found, 7)])
  }

  /// Everything that writes, to a device that is full.
  private func fullDisk() throws -> Int {
    let writers = [
      "save --force /dev/full", "save --as pytorch --force /dev/full", "report --force /dev/full",
      "state save --force /dev/full", "output /dev/full", "history -s /dev/full",
      "train --steps 4 --batch 2 --save-every 2 -o /dev/full",
    ]
    let place = folder + "/full"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let session = try Session(options.trm, in: place)
    var (fine, refused, found) = (0, 0, 0)
    do {
      for line in [Self.model, "think 3 + 4", "step 2"] + writers + ["ask 3 + 4"] {
        if line == "output /dev/full" {
          session.send(line)
          session.send("ask 3 + 4")
          continue
        }
        if try session.run(line).isFine { fine += 1 } else { refused += 1 }
      }
      try session.end()
      try require(refused >= 5, "writing to a full disk succeeded")
    } catch {
      found = 1
      say("FOUND full disk: \(error)")
    }
    report("full disk", 1, fine, refused, found)
    return found
  }
}
