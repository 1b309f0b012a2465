// The settings files that the official code reads beside its checkpoints, for weights that are
// written for it.

internal import Network
internal import Storage

/// `all_config.yaml` and `dataset.json` of a network.
package struct OfficialSettings {
  /// The settings of the network, with those that only trm has under `trm`.
  package let config: String
  /// The description of its data.
  package let dataset: String

  /// Describes a checkpoint's network and puzzle.
  package init(_ checkpoint: Checkpoint) {
    let c = checkpoint.weights.configuration
    let positions =
      switch c.positions {
      case .rotary: "rope"
      case .learned: "learned"
      case .none: "none"
      }
    let hasHigh = c.network.architecture.modules.contains("H_level")
    let arch: [JSON.Member] = [
      .init("name", .string(c.network.architecture.officialName)),
      .init("hidden_size", .integer(c.width)), .init("num_heads", .integer(c.heads)),
      .init("expansion", .float(Float(c.innerWidth) * 1.5 / Float(c.width))),
      .init("H_layers", .integer(!hasHigh ? 0 : c.highLayers > 0 ? c.highLayers : c.layers)),
      .init("L_layers", .integer(c.layers)),
      .init("H_cycles", .integer(c.cycles)), .init("L_cycles", .integer(c.inner)),
      .init("halt_max_steps", .integer(c.depth)), .init("mlp_t", .bool(c.mixing == .mixer)),
      .init("pos_encodings", .string(positions)), .init("rope_theta", .float(c.rotaryBase)),
      .init("rms_norm_eps", Self.float(c.epsilon)),
      .init("puzzle_emb_ndim", .integer(c.puzzleWidth)),
      .init("puzzle_emb_len", .integer(c.prefix)),
      .init("no_ACT_continue", .bool(!c.learnsContinue)),
    ]
    let puzzle = checkpoint.puzzle.flatMap { try? JSON(parsing: $0) } ?? .null
    let own: [JSON.Member] = [
      .init("window", .integer(c.window)), .init("grid_width", .integer(c.gridWidth)),
      .init("grid_block", .integer(c.gridBlock)), .init("grid_reach", .integer(c.gridReach)),
      .init("puzzle", puzzle),
    ]
    func lines(_ name: String, _ members: [JSON.Member]) -> String {
      // JSON is YAML too.
      members.reduce("\(name):\n") { $0 + "  \($1.key): \($1.value.text)\n" }
    }
    config = lines("arch", arch) + lines("trm", own)
    dataset =
      JSON.object([
        .init("pad_id", .integer(0)), .init("ignore_label_id", .integer(0)),
        .init("blank_identifier_id", .integer(0)), .init("vocab_size", .integer(c.vocabulary)),
        .init("seq_len", .integer(c.length)),
        .init("num_puzzle_identifiers", .integer(max(c.puzzles, 1))),
        .init("total_groups", .integer(0)), .init("mean_puzzle_examples", .integer(0)),
        .init("total_puzzles", .integer(0)), .init("sets", .array([])),
      ]).text + "\n"
  }

  /// A number that YAML 1.1 reads as one: with a point before its exponent.
  private static func float(_ value: Float) -> JSON {
    let text = String(value)
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else {
      return .number(text)
    }
    return .number(text[..<exponent] + ".0" + text[exponent...])
  }

  /// The files beside the checkpoint at `path`, with their contents.
  package func files(beside path: String) -> [(path: String, text: String)] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return [(folder + "all_config.yaml", config), (folder + "dataset.json", dataset)]
  }
}
