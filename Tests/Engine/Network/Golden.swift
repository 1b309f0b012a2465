// The official implementation's numbers for small networks: a slice that every clone has, and more
// beside the checkout.

import Checkpoints
import Foundation
import Kernels
import Network
import Support
import Testing

/// One golden network with what the official code computed for it.
struct Golden: CustomTestStringConvertible, Sendable {
  let name: String
  let configuration: Configuration
  /// Where its files are; nil for the folder of its name beside the checkout.
  var folder: URL?
  var testDescription: String { name }

  static let all = [
    Golden(
      name: "attention",
      configuration: Configuration(
        vocabulary: 16, length: 12, width: 64, layers: 2, innerWidth: 256, heads: 4, prefix: 2,
        puzzleWidth: 64, puzzles: 5, inner: 6, cycles: 3, depth: 4)),
    Golden(
      name: "mixer",
      configuration: Configuration(
        vocabulary: 11, length: 9, width: 64, layers: 2, innerWidth: 256, mixing: .mixer,
        mixerWidth: 256, heads: 4, positions: .none, prefix: 4, puzzleWidth: 64, puzzles: 1,
        inner: 6, cycles: 3, depth: 4)),
    Golden(
      name: "learned_positions",
      configuration: Configuration(
        vocabulary: 13, length: 10, width: 48, layers: 1, innerWidth: 256, heads: 3,
        positions: .learned, inner: 3, cycles: 2, depth: 4)),
  ]

  /// The networks of other kinds, and one for ARC, whose configuration is what their files say.
  static let others: [Golden] = ["hrm", "singlez", "hier6", "baseline", "arc"].map { name in
    let path = Shared.directory.appending(path: "golden/\(name)/step_100").path
    let read = try? Checkpoint.read(path, overrides: ConfigurationOverrides())
    return Golden(
      name: name, configuration: read?.weights.configuration ?? all[0].configuration)
  }

  /// The official names of a network's states.
  static func states(_ network: NetworkKind) -> [(array: String, kind: StateID.Kind)] {
    network.architecture.kinds.map { kind in
      switch kind {
      case .y: ("z_H", kind)
      case .z: ("z_L", kind)
      default: ("z_L" + kind.rawValue.suffix(1), kind)
      }
    }
  }

  /// What lies beside the tests: the last network without its large gradients and its z.
  static let slice = Golden(
    name: "slice", configuration: all[2].configuration,
    folder: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden"))

  private func path(_ file: String) -> String {
    (folder ?? Shared.directory.appending(path: "golden/\(name)")).appending(path: file).path
  }

  func weights() throws -> Weights {
    guard folder != nil || Self.all.contains(where: { $0.name == name }) else {
      return try Checkpoint.read(path("step_100"), overrides: ConfigurationOverrides()).weights
    }
    return try Checkpoint.read(path("weights.safetensors"), configuration: configuration).weights
  }

  func expected() throws -> Expected {
    Expected(try NumPyArchive.readNumbers(path("expected.npz")))
  }

  /// What `expected.npz` holds, by name.
  struct Expected {
    private let archive: NumPyArchive
    init(_ archive: NumPyArchive) { self.archive = archive }

    /// Whether there are numbers of that name.
    func has(_ name: String) -> Bool { archive[name] != nil }

    func floats(_ name: String) throws -> [Float] { try #require(archive[name]).floats().array }

    func integers(_ name: String) throws -> [Int32] {
      let array = try #require(archive[name])
      return try #require(array.integers()).map { Int32($0) }
    }

    func questions(_ configuration: Configuration) throws -> TokenBatch {
      try TokenBatch(
        tokens: integers("inputs"), puzzles: integers("puzzle_identifiers"), for: configuration)
    }
  }
}
