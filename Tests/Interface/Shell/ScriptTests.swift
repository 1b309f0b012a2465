// The scripts in Tests/Scripts, and the examples and fields in each command's help.

import Foundation
import Storage
import Support
import Testing

@Suite struct ScriptTests {
  static let folder = Shared.checkout.appending(path: "Tests/Scripts")
  static let scripts: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
      $0.hasSuffix(".trm")
    }.sorted()

  let sandbox: Sandbox
  init() throws {
    sandbox = try Sandbox()
    // Checkpoints from other programs, for scripts that load them.
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path + "/fixtures",
      withDestinationPath: Shared.checkout.appending(path: "Tests/Lab/Checkpoints/Fixtures").path)
  }

  @Test("every expectation in Tests/Scripts holds", arguments: scripts)
  func script(name: String) throws {
    try sandbox.write(name, String(contentsOf: Self.folder.appending(path: name), encoding: .utf8))
    let run = try sandbox.trm("--json", "test", name)
    #expect(run.code == 0 && run.errors == "", "\(run.errors)")
    let object = try #require(run.objects.first)
    #expect(object["failed"] as? Int == 0 && (object["claims"] as? Int ?? 0) > 10)
  }

  @Test("the scripts use every command")
  func coverage() throws {
    var used = Set<String>()
    for name in Self.scripts {
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init).drop {
          $0 == "fails" || $0 == "time"
        }
        used.insert(words.first ?? "")
        used.insert(words.prefix(2).joined(separator: " "))
      }
    }
    let commands = try #require(try sandbox.trm("--json", "help").objects.first?["commands"])
    let names = try #require(commands as? [String])
    #expect(names.count > 25 && Set(names).subtracting(used) == [])
  }

  @Test("every command's help examples work and give the documented fields")
  func examples() throws {
    try sandbox.write("setup.trm", "set depth 4\n")
    try sandbox.write("smoke.trm", "3 + 7\nexpect 10\n")
    let commands = try #require(try sandbox.trm("--json", "help").objects.first?["commands"])
    for command in try #require(commands as? [String]) {
      let help = try sandbox.trm("-c", "help \(command)")
      #expect(help.code == 0 && help.output.contains("USAGE: \(command)"), "\(command)")
      let parts = help.output.components(separatedBy: "\n\nFIELDS:\n")
      try #require(parts.count == 2, "\(command) has no fields")
      let rest = parts[1].components(separatedBy: "\n\nEXAMPLES:\n")
      let fields = rest[0].split(separator: "\n").compactMap { $0.split(separator: " ").first }
      // Reserved for the JSON object of every command.
      let common = ["command", "line", "ok"]
      #expect(Set(fields.map(String.init)).isDisjoint(with: common), "\(command)")
      try #require(rest.count == 2, "\(command) has no examples")
      let lines = rest[1].split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      let run = try sandbox.trm(
        "--json", input: "7 + 8\n" + lines.map { $0 + "\n" }.joined())
      #expect(run.code == 0, "\(lines): \(run.errors)")
      let objects = run.objects.filter { $0["command"] as? String == command }
      // The examples of output redirect their results.
      #expect(!objects.isEmpty || command == "output", "\(command)")
      for object in objects {
        let keys = object.keys.map { $0.hasPrefix("training-") ? "training-*" : $0 }
        #expect(Set(keys).subtracting(fields.map(String.init) + common) == [], "\(command)")
      }
      try? FileManager.default.removeItem(atPath: sandbox.path + "/mine.safetensors")
    }
  }
}

extension Transcript {
  /// The JSON objects on stdout, one per line.
  var objects: [[String: Any]] {
    output.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }
}
