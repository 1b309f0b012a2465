// Truncated, corrupted and manipulated files of paused runs: each is rejected or loads safely.

import Foundation
import Support
import Testing

@Suite struct PausedFileTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// The file of a run paused after its fourth update.
  private func saved() throws -> [UInt8] {
    let run = try sandbox.trm(
      input: """
        \(Sandbox.tiny)
        save tiny.safetensors
        think 3 + 7
        step 4
        state save pause.safetensors
        """)
    #expect(run.code == 0, "\(run.errors)")
    return Array(try #require(sandbox.bytes("pause.safetensors")))
  }

  /// Loads files in one session; gives the exit code and message of each.
  private func load(_ files: [[UInt8]]) throws -> [(code: Int, message: String)] {
    var lines = "load tiny.safetensors\n"
    for (index, bytes) in files.enumerated() {
      try Data(bytes).write(to: URL(filePath: sandbox.path + "/bad\(index).safetensors"))
      lines += "state load bad\(index).safetensors\n"
      // A loaded run can continue and step back.
      lines += "where\nback\nstep 3\nlatent list\nruns --drop all\n"
    }
    let run = try sandbox.trm("--json", "-k", input: lines + "ask 3 + 7\n")
    let objects = run.objects
    #expect((0...127).contains(run.code), "ended by a signal: \(run.code)")
    #expect(objects.last?["command"] as? String == "ask" && objects.last?["ok"] as? Bool == true)
    return objects.filter { $0["command"] as? String == "state load" }.map { object in
      let error = object["error"] as? [String: Any]
      return (error?["code"] as? Int ?? 0, error?["message"] as? String ?? "")
    }
  }

  @Test("a truncated file or one with changed values is rejected as bad data")
  func damage() throws {
    let bytes = try saved()
    let header = 8 + bytes[..<8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    var files = stride(from: 0, to: bytes.count, by: bytes.count / 20).map { Array(bytes[..<$0]) }
    for place in stride(from: header, to: bytes.count, by: (bytes.count - header) / 20) {
      var damaged = bytes
      damaged[place] ^= 0x40
      files.append(damaged)
    }
    let answers = try load(files)
    #expect(answers.count == files.count)
    for (code, message) in answers {
      #expect(code == 65 && message.contains("bad"), "\(code) \(message)")
    }
  }

  @Test("a header with any of its numbers changed does no harm")
  func lies() throws {
    let bytes = try saved()
    let length = bytes[..<8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    var files: [[UInt8]] = []
    var numbers = 0
    for number in header.matches(of: #/-?\d+(\.\d+)?/#) {
      numbers += 1
      for other in ["9223372036854775807", "-1", "0", "1048576", "1e308"] {
        let lie = header.replacingCharacters(in: number.range, with: other)
        let size = (0..<8).map { UInt8(truncatingIfNeeded: lie.utf8.count >> (8 * $0)) }
        files.append(size + Array(lie.utf8) + bytes[(8 + length)...])
      }
    }
    #expect(numbers > 30)
    let answers = try load(files)
    #expect(answers.count == files.count)
    #expect(answers.allSatisfy { $0.code == 0 || $0.code == 65 })
    #expect(answers.count { $0.code == 65 } > files.count / 2)
  }
}
