// A temporary folder for each test, and a line that creates a tiny untrained model.

import Foundation
import Support

/// A temporary folder and runs of `trm` in it.
final class Sandbox {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "trm-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file in the folder.
  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
  }

  /// Reads a file in the folder.
  func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: path + "/" + name) }

  /// Runs `trm` in the folder.
  func trm(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Transcript {
    try Transcript.run(arguments, input: input, in: path, environment: environment)
  }

  /// A line that creates an untrained model of one-digit sums.
  static let tiny = "new arithmetic --option digits=1 --option operators=+ --width 16 --depth 3"
}
