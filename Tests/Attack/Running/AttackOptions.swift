// The options of trm-attack.

import Foundation
import Platform

/// What to attack, and for how long.
struct AttackOptions {
  var command = "inputs"
  var targets = Target.all
  /// Seconds for all targets together.
  var seconds = 60.0
  /// How many inputs each target gets, in place of the seconds.
  var count: Int?
  var seed: UInt64 = 1
  var threads = 1
  /// How often processes are ended or files changed.
  var rounds = 40
  /// The folder for inputs that found something.
  var kept = NSTemporaryDirectory() + "trm-attack-found-\(getpid())"
  var isSanitized = false
  /// The input to try again.
  var file = ""
  var checkout = FileManager.default.currentDirectoryPath
  /// This program, and trm.
  var program = CommandLine.arguments[0]
  var trm = ""

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    if let first = rest.first, !first.hasPrefix("-") {
      command = first
      rest = rest.dropFirst()
    }
    guard ["list", "inputs", "replay", "kills", "files", "limits"].contains(command) else {
      throw Finding("unknown command '\(command)'; list, inputs, replay, kills, files or limits")
    }
    while let option = rest.popFirst() {
      if option == "--sanitized" {
        isSanitized = true
        continue
      }
      guard let value = rest.popFirst() else { throw Finding("'\(option)' needs a value") }
      func number<Number: LosslessStringConvertible & Comparable>(_ least: Number) throws -> Number
      {
        guard let number = Number(value), number >= least else {
          throw Finding("invalid value '\(value)' for '\(option)'")
        }
        return number
      }
      switch option {
      case "--target":
        if value != "all" { targets = try value.split(separator: ",").map(Self.target) }
      case "--seconds": seconds = try number(0.1)
      case "--count": count = try number(1)
      case "--seed": seed = try number(0)
      case "--threads": threads = try number(1)
      case "--rounds": rounds = try number(1)
      case "--keep": kept = URL(filePath: value).path
      case "--checkout": checkout = URL(filePath: value).path
      case "--program": trm = URL(filePath: value).path
      case "--file": file = URL(filePath: value).path
      default: throw Finding("unknown option '\(option)'")
      }
    }
    let beside = URL(filePath: program).deletingLastPathComponent().appending(path: "trm").path
    if trm.isEmpty { trm = beside }
  }

  private static func target(_ name: Substring) throws -> Target {
    guard let target = Target.all.first(where: { $0.name == name }) else {
      let known = Target.all.map(\.name).joined(separator: ", ")
      throw Finding("unknown target '\(name)'; the targets are \(known)")
    }
    return target
  }

  /// Copies the programs and the trained weights, so that nothing in the repository is written.
  mutating func moveIn(to folder: String) throws {
    let files = FileManager.default
    let house = folder + "/house"
    try files.createDirectory(atPath: house + "/checkpoints", withIntermediateDirectories: true)
    for name in ["arithmetic", "sudoku-4x4"] {
      let file = "/checkpoints/\(name).safetensors"
      try files.copyItem(atPath: checkout + file, toPath: house + file)
    }
    for (path, name) in [(program, "trm-attack"), (trm, "trm")] where files.fileExists(atPath: path)
    {
      try files.copyItem(
        atPath: URL(filePath: path).resolvingSymlinksInPath().path, toPath: house + "/" + name)
    }
    (program, trm) = (house + "/trm-attack", house + "/trm")
  }
}
