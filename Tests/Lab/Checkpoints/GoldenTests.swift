// Files of the official implementation: shapes and values as read by NumPy.

import Checkpoints
import Foundation
import Kernels
import Network
import Storage
import Support
import Testing

@Suite(.enabled(if: Shared.isPresent, "needs ../shared/golden beside the checkout"))
struct GoldenTests {
  private static let networks: [String: Configuration] = [
    "attention": Configuration(
      vocabulary: 16, length: 12, width: 64, innerWidth: 256, heads: 4, prefix: 2,
      puzzleWidth: 64, puzzles: 5),
    "mixer": Configuration(
      vocabulary: 11, length: 9, width: 64, innerWidth: 256, mixing: .mixer, mixerWidth: 256,
      heads: 4, positions: .none, prefix: 4, puzzleWidth: 64, puzzles: 1),
    "learned_positions": Configuration(
      vocabulary: 13, length: 10, width: 48, layers: 1, innerWidth: 256, heads: 3,
      positions: .learned),
  ]

  private func path(_ folder: String, _ file: String) -> String {
    Shared.directory.path + "/golden/" + folder + "/" + file
  }

  @Test(
    "weights are mapped without a copy and equal what NumPy reads",
    arguments: [
      ("attention", -0.1490983, 0.21861972, -0.1448174),
      ("mixer", 0.9711285, -1.4103503, 0.018540962),
      ("learned_positions", 1.2894083, -0.89240426, 0.15233971),
    ] as [(String, Float, Float, Float)])
  func weights(folder: String, first: Float, second: Float, last: Float) throws {
    let configuration = try #require(Self.networks[folder])
    let file = path(folder, "weights.safetensors")
    let weights = try Checkpoint.read(file, configuration: configuration).weights
    let width = configuration.width
    #expect(weights.values[0] == first)
    #expect(weights.values[width - 1] == second)
    #expect(weights.values[weights.values.count - 1] == last)
    #expect(weights.pointer("q_head.bias")[0] == -0.3)
    #expect(weights.pointer("q_head.bias")[1] == 0.2)
    #expect(weights.nonFinite.isEmpty)
    // A page-aligned address plus the header: only a mapping has it.
    let header = try #require(try Safetensors.read(file).arrays.first?.array.bytes)
    #expect(header.count == width * 4)
    let offset = ["attention": 1392, "mixer": 1392, "learned_positions": 976][folder]
    #expect(Int(bitPattern: weights.values.base) % 4096 == offset)
  }

  @Test(
    "official archives load with the settings beside them, without guesses",
    arguments: ["attention", "mixer", "learned_positions"])
  func archives(folder: String) throws {
    let wanted = try #require(Self.networks[folder])
    let read = try Checkpoint.read(path(folder, "step_100"), overrides: ConfigurationOverrides())
    #expect(!read.notes.contains { $0.contains("guessed") })
    var c = read.weights.configuration
    #expect((c.inner, c.cycles) == (folder == "learned_positions" ? (3, 2) : (6, 3)))
    #expect(c.depth == 4)
    (c.inner, c.cycles, c.depth) = (wanted.inner, wanted.cycles, wanted.depth)
    if c.mixing == .mixer { c.heads = wanted.heads }
    #expect(c == wanted)
    let same = try Checkpoint.read(path(folder, "weights.safetensors"), configuration: wanted)
    #expect(read.weights.values.array == same.weights.values.array)
    let bare = try Checkpoint.read(
      path(folder, "weights.safetensors"), overrides: ConfigurationOverrides())
    #expect(bare.weights.configuration == read.weights.configuration)
  }

  @Test("a file without metadata needs a configuration, and a wrong one is refused")
  func configurations() throws {
    let file = path("mixer", "weights.safetensors")
    let none = fault { try Checkpoint.read(file) }
    #expect(none?.reason.contains("load it with a configuration") == true)
    let wrong = fault { try Checkpoint.read(file, configuration: Self.networks["attention"]) }
    #expect(
      wrong?.reason.contains("embed_tokens.embedding_weight has shape [11, 64], not [16, 64]")
        == true)
    #expect(
      wrong?.reason.contains("L_level.layers.0.mlp_t.down_proj.weight [13, 256] is unexpected")
        == true)
  }

  @Test("a checkpoint of golden weights is read back with its description")
  func described() throws {
    let configuration = try #require(Self.networks["mixer"])
    let golden = try Checkpoint.read(
      path("mixer", "weights.safetensors"), configuration: configuration)
    try withTemporaryFolder { folder in
      try golden.write(to: folder + "/x.safetensors")
      let read = try Checkpoint.read(folder + "/x.safetensors")
      #expect(read.weights.configuration == configuration)
      #expect(read.weights.values.array == golden.weights.values.array)
    }
  }

  @Test("arrays in an archive have their shapes and values")
  func results() throws {
    let archive = try NumPyArchive.read(path("attention", "expected.npz"))
    #expect(archive.arrays.count == 24)
    let logits = try #require(archive["logits"])
    #expect(logits.shape == [4, 4, 12, 16])
    #expect(logits.floats()[0] == -0.30364943)
    #expect(logits.floats()[3071] == -0.53082144)
    #expect(archive["inputs"]?.integers()?.first == 13)
    #expect(archive["labels"]?.integers()?.first == -100)
    let loss = try #require(archive["loss"])
    #expect(loss.shape == [])
    #expect(loss.element == .float64)
    #expect(loss.floats()[0] == 13.604895117956552)
    let updates = try #require(archive["updates_step0"])
    #expect(updates.shape == [21, 4, 14, 64])
    #expect(updates.floats()[updates.count - 1] == -0.14036901)
  }
}
