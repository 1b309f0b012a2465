// Families of networks that are known by their parameters but can't be run.

/// A family of recursive networks of another project, recognized by its parameters.
struct ForeignFamily {
  /// The family and its project.
  let name: String
  /// What it computes that this program doesn't.
  let missing: String

  /// Recognizes a family by official keys; nil for networks that may be run.
  init?(keys: some Collection<String>) {
    func has(_ key: String) -> Bool { keys.contains(key) }
    if has("init_hidden"), keys.contains(where: { $0.contains(".mlp.dwconv.") }) {
      name = "a URM (UbiquantAI/URM)"
      missing = "a convolution over positions in its SwiGLU"
    } else if has("to_pred.weight"), has("latent_init_embed") {
      name = "of lucidrains' tiny-recursive-model"
      missing = "the network that was passed to it, whose equations the file doesn't say"
    } else if keys.contains(where: { $0.hasPrefix("L_level.layers.") }),
      has("embed_tokens.embedding_weight"), !keys.contains(where: { $0.hasSuffix("_init") })
    {
      name = "a network without stored starts, as those of EqR (locuslab/EqR)"
      missing =
        "starts drawn anew for each question, and states that are mixed with the ones before"
    } else {
      return nil
    }
  }
}
