// Settings of a network that a foreign checkpoint doesn't contain, as options of `load`.

internal import ArgumentParser
internal import Checkpoints
internal import CommandCore
internal import Language
internal import Network

/// Settings of a network that take precedence over what its file says.
struct OverrideArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "Attention heads; shapes don't determine them.")
  var heads: Int?
  @Option(parsing: .unconditional, help: "T: cycles in a step (H_cycles).") var cycles: Int?
  @Option(parsing: .unconditional, help: "n: updates of z in a cycle (L_cycles).") var inner: Int?
  @Option(parsing: .unconditional, help: "N_sup: supervision steps (halt_max_steps).")
  var depth: Int?
  @Option(parsing: .unconditional, help: "Tokens of a question (seq_len).") var length: Int?
  @Option(parsing: .unconditional, help: "Positions before the tokens (puzzle_emb_len).")
  var prefix: Int?
  @Option(help: "Position encoding.") var positions: Choice<Configuration.Positions>?
  @Option(parsing: .unconditional, help: "The rotary embedding's base (rope_theta).")
  var rotaryBase: Float?
  @Option(
    parsing: .unconditional,
    help:
      "Attention window to either side; not in the official code.")
  var window: Int?
  @OptionGroup var grid: GridArguments
  @Option(parsing: .unconditional, help: "ε of the norms (rms_norm_eps).") var epsilon: Float?

  /// The settings that were typed.
  func given() throws -> ConfigurationOverrides {
    let counts = [
      ("heads", heads), ("cycles", cycles), ("inner", inner), ("depth", depth),
      ("length", length), ("prefix", prefix), ("window", window),
      ("grid-width", grid.gridWidth), ("grid-block", grid.gridBlock),
      ("grid-reach", grid.gridReach),
    ]
    for case (let name, let count?) in counts
    where count < (["prefix", "window"].contains(name) || name.hasPrefix("grid") ? 0 : 1)
      || count > 1 << 20
    {
      throw Diagnostic(
        .usage, "invalid value '\(count)' for '--\(name)'", about: .option("--\(name)"),
        hint: "help load")
    }
    var given = ConfigurationOverrides()
    (given.heads, given.cycles, given.inner, given.depth) = (heads, cycles, inner, depth)
    (given.length, given.prefix, given.positions) = (length, prefix, positions?.value)
    (given.rotaryBase, given.epsilon, given.window) = (rotaryBase, epsilon, window)
    (given.gridWidth, given.gridBlock) = (grid.gridWidth, grid.gridBlock)
    given.gridReach = grid.gridReach
    return given
  }
}

/// What the heads see of a grid; not in the official code.
struct GridArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Columns of the grid that the tokens are, 0 for a line.")
  var gridWidth: Int?
  @Option(
    parsing: .unconditional,
    help: "Side of the boxes, for heads that see units.")
  var gridBlock: Int?
  @Option(
    parsing: .unconditional,
    help: "How far heads see up, down, left or right in a grid.")
  var gridReach: Int?
}
