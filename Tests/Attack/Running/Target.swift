// What is attacked: a reader of some format, with files to begin with and ways to damage them.

import Language
import Puzzles
import Storage

/// A target in its own folder.
struct Attack {
  /// Valid inputs to begin with.
  let seeds: [[UInt8]]
  /// Damages an input, knowing its format.
  let damage: ([UInt8], inout Chance) -> [UInt8]
  /// Tries an input and everything that people do with what is accepted; whether it was accepted.
  ///
  /// Throws `Finding` for what must not happen, and other errors for what was refused.
  let attempt: ([UInt8]) throws -> Bool
  /// Whether work that takes long is interrupted, as by Ctrl-C.
  var isInterruptible = false
}

/// A target by name.
struct Target: Sendable {
  let name: String
  let summary: String
  /// Prepares it in an empty folder, which is the current one.
  let prepare: @Sendable (Setup) throws -> Attack
  /// What an input is called when it is kept.
  var ending = "bin"

  static let all: [Target] = fileTargets + modelTargets + textTargets + sessionTargets
}

/// What targets are prepared with.
struct Setup {
  /// The folder of this process.
  let folder: String
  /// The folder of the repository.
  let checkout: String
  /// Threads of networks.
  let threads: Int
}

/// What must not happen.
struct Finding: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Throws a finding unless a condition holds.
func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
  if !holds { throw Finding(what()) }
}

/// Checks the error with which an input was refused: one of ours, readable, safe for a terminal.
func checkRefusal(_ error: any Error) throws {
  let text: String
  switch error {
  case let error as FileError:
    text = error.description
    try require(error.reason.contains("; ") || error.kind == .exists, "no advice in: \(text)")
  case let error as Diagnostic: text = error.message
  case let error as PuzzleError: text = error.message
  default: text = "\(error)"
  }
  try require(!text.isEmpty, "an empty message: \(type(of: error))")
  let isSafe = text.unicodeScalars.allSatisfy {
    $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) || $0 == "\n"
  }
  // Texts of lines are escaped where they are shown.
  guard error is FileError else { return }
  try require(isSafe, "control characters in: \(text.debugDescription)")
  try require(text.utf8.count < 20_000, "a message of \(text.utf8.count) bytes: \(text.prefix(80))")
}
