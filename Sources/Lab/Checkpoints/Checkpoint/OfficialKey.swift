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

/// Parameters that tell a network of the official kind and a cell by their names' ends.
private let anchors = ["embed_tokens.embedding_weight", "fc1.weight"]

/// Whether a name is that of the one parameter that every network has.
func isAnchor(_ name: String) -> Bool {
  anchors.contains { officialKey(name) == $0 || name.hasSuffix("." + $0) }
}

/// The arrays without whatever else stands before all of their names: the first parameter that every
/// network has tells it.
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
