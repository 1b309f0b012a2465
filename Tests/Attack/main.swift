// Attacks the program: damaged files and lines in a loop, processes that are ended while they
// write, files that change under a session. Not a part of what users install; see scripts/attack.

import Foundation
import Platform

let arguments = Array(CommandLine.arguments.dropFirst())
do {
  exit(try attack(arguments))
} catch {
  FileHandle.standardError.write(Data("trm-attack: \(error)\n".utf8))
  exit(70)
}

/// Runs what the arguments ask for; returns the exit code.
func attack(_ arguments: [String]) throws -> Int32 {
  if arguments.first == "child", arguments.count == 2 {
    return try tryInputs(JSONDecoder().decode(Job.self, from: Data(arguments[1].utf8)))
  }
  var options = try AttackOptions(arguments)
  if options.command == "list" {
    for target in Target.all {
      say(target.name.padding(toLength: 13, withPad: " ", startingAt: 0) + target.summary)
    }
    return 0
  }
  let shared = "/dev/shm"
  let base = access(shared, W_OK) == 0 ? shared : NSTemporaryDirectory()
  let folder = base + "/trm-attack-" + UUID().uuidString.prefix(8)
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  // Reports of sanitizers are written beside the folders of targets.
  chmod(folder, 0o777)
  try options.moveIn(to: folder)
  let found: Int
  switch options.command {
  case "kills": found = try Kills(options, folder: folder + "/kills").run()
  case "files": found = try FileChanges(options, folder: folder + "/files").run()
  case "limits": found = try ResourceLimits(options, folder: folder + "/limits").run()
  case "replay":
    let parent = Parent(options: options, folder: folder, kept: options.kept)
    let ending = try parent.replay(options.file, of: options.targets[0])
    say(ending.finding.map { "FOUND \(options.targets[0].name): \($0)" } ?? "nothing found")
    found = ending.finding == nil ? 0 : 1
  default:
    let parent = Parent(options: options, folder: folder, kept: options.kept)
    say(Parent.head)
    found = try options.targets.reduce(0) {
      try $0 + parent.attack($1, seconds: options.seconds / Double(options.targets.count))
    }
  }
  if found > 0 { say("\(found) found; kept in \(options.kept)") }
  return found == 0 ? 0 : 1
}
