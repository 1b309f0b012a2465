// Parameter names without the prefixes that compilers and wrappers add.

/// The prefixes that `torch.compile`, parallel wrappers and loss heads add.
private let wrappers = ["_orig_mod.", "_orig._mod.", "module.", "model.", "."]

/// The official key of a saved name.
///
/// Wrapper prefixes, repeated in any order, and `inner.` are removed; names of nano-trm are
/// translated.
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

/// Prefixes of parameter names in nano-trm and in the official code.
private let foreignNames = [
  ("input_embedding.", "embed_tokens."), ("lenet.layers.", "L_level.layers."),
  ("z_H_init", "H_init"), ("z_L_init", "L_init"),
]

/// Whether an official key names a buffer that is recomputed.
///
/// These are rotary tables and the puzzle embeddings of the last batch.
func isRecomputed(_ key: String) -> Bool {
  key.hasPrefix("puzzle_emb.local_") || key.hasPrefix("rotary_emb.")
    || key.hasPrefix("pos_embedding.")
}

/// Parameters that every network of the official kind or every cell has.
private let anchors = ["embed_tokens.embedding_weight", "fc1.weight"]

/// Whether a name ends in the key of an anchor.
func isAnchor(_ name: String) -> Bool {
  anchors.contains { officialKey(name) == $0 || name.hasSuffix("." + $0) }
}

/// The arrays without an unknown prefix that all names share, found from the first anchor.
func withoutPrefix(_ arrays: [NamedArray]) -> [NamedArray] {
  guard !arrays.contains(where: { anchors.contains(officialKey($0.name)) }),
    let anchor = arrays.first(where: { named in anchors.contains { named.name.hasSuffix($0) } }),
    let known = anchors.first(where: { anchor.name.hasSuffix($0) })
  else { return arrays }
  let prefix = anchor.name.dropLast(known.count)
  return arrays.map { named in
    guard named.name.hasPrefix(prefix) else { return named }
    return NamedArray(String(named.name.dropFirst(prefix.count)), named.array)
  }
}
