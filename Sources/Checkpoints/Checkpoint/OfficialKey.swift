// Names of parameters, without what compilers and wrappers put in front of them.

/// What `torch.compile`, parallel wrappers and loss heads leave in front of a parameter's name.
private let wrappers = ["_orig_mod.", "_orig._mod.", "module.", "model."]

/// The official key in a name as some program saved it: any of the wrappers' prefixes, repeated,
/// then `inner.`, are taken away.
func officialKey(_ name: String) -> String {
  var key = Substring(name)
  while let wrapper = wrappers.first(where: { key.hasPrefix($0) }) {
    key = key.dropFirst(wrapper.count)
  }
  if key.hasPrefix("inner.") { key = key.dropFirst("inner.".count) }
  return String(key)
}
