// Names of parameters, without what compilers and wrappers put in front of them.

/// What `torch.compile`, parallel wrappers and loss heads leave in front of a parameter's name.
private let wrappers = ["_orig_mod.", "_orig._mod.", "module.", "model.", "."]

/// The official key in a name as some program saved it: any of the wrappers' prefixes, repeated,
/// then `inner.`, are taken away.
func officialKey(_ name: String) -> String {
  var key = Substring(name)
  while let wrapper = wrappers.first(where: { key.hasPrefix($0) }) {
    key = key.dropFirst(wrapper.count)
  }
  if key.hasPrefix("inner.") { key = key.dropFirst("inner.".count) }
  for (foreign, own) in foreignNames where key.hasPrefix(foreign) {
    return own + key.dropFirst(foreign.count)
  }
  return String(key)
}

/// How nano-trm begins the names of the same parameters, and how the official code does.
private let foreignNames = [
  ("input_embedding.", "embed_tokens."), ("lenet.layers.", "L_level.layers."),
  ("z_H_init", "H_init"), ("z_L_init", "L_init"),
]

/// Whether a key, as `officialKey` gives it, names something that can be computed anew: tables of
/// angles and the rows of the last batch.
func isRecomputed(_ key: String) -> Bool {
  key.hasPrefix("puzzle_emb.local_") || key.hasPrefix("rotary_emb.")
    || key.hasPrefix("pos_embedding.")
}
