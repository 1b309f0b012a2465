// The globals that a pickle may call: dictionaries, tensors and storages.

internal import Storage

extension PickleReader {
  /// Pushes the global of a name.
  ///
  /// - Throws: `PickleError` naming a global that isn't allowed.
  mutating func pushGlobal(module: String, name: String) throws(PickleError) {
    guard let global = PickleGlobal(module: module, name: name) else {
      let isQuantized = module == "torch" && (name.hasPrefix("qint") || name.hasPrefix("quint"))
      throw PickleError(
        reason: "it refers to '\(legible(module + "." + name))'; only tensors and plain data are "
          + "read, and no code is run",
        advice: isQuantized
          ? "save the state_dict() of the model before it was quantized"
          : "save the model's state_dict() with torch.save, not the model itself")
    }
    push(.global(global))
  }

  /// Calls the global below the arguments.
  mutating func call() throws(PickleError) {
    let arguments = try pop()
    let called = try pop()
    guard let elements = contents.elements(of: arguments), case .global(let global) = called else {
      // The arguments of an inert global may be inert too.
      if case .inert = arguments, case .global(.inert) = called { return push(.inert) }
      throw damaged()
    }
    switch global {
    case .inert: push(.inert)
    case .dictionary: try pushDictionary(from: elements)
    case .parameter:
      guard let tensor = elements.first, case .tensor = tensor else { throw damaged() }
      push(tensor)
    case .tensor: try pushTensor(elements)
    case .storage: throw damaged()
    }
  }

  /// `OrderedDict()`, `OrderedDict([[key, value], ...])` or `defaultdict(type)`.
  private mutating func pushDictionary(from elements: [PickleValue]) throws(PickleError) {
    var entries: [(key: PickleValue, value: PickleValue)] = []
    let pairs = elements.first.flatMap { contents.elements(of: $0) } ?? []
    try claim(pairs.count)  // the same list may be copied many times
    for pair in pairs {
      guard let both = contents.elements(of: pair), both.count == 2 else { throw damaged() }
      entries.append((both[0], both[1]))
    }
    pushDictionary(entries)
  }

  /// `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)`.
  private mutating func pushTensor(_ elements: [PickleValue]) throws(PickleError) {
    guard elements.count >= 4, case .storage(let storage) = elements[0],
      let offset = elements[1].integer, offset >= 0,
      let shape = contents.integers(of: elements[2], atMost: StoredArray.largestRank),
      let strides = contents.integers(of: elements[3], atMost: StoredArray.largestRank),
      shape.count == strides.count, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 })
    else { throw damaged() }
    contents.tensors.append(
      PickleTensor(storage: storage, offset: offset, shape: shape, strides: strides))
    push(.tensor(contents.tensors.count - 1))
  }

  /// `('storage', type, key, place, count)`.
  mutating func pushStorage() throws(PickleError) {
    guard let elements = contents.elements(of: try pop()), elements.count >= 5,
      elements[0].text == "storage", case .global(.storage(let element)) = elements[1],
      let key = elements[2].text, let count = elements[4].integer, count >= 0
    else { throw PickleError(reason: "it has a persistent ID that isn't a tensor storage") }
    contents.storages.append(PickleStorage(element: element, key: key, count: count))
    push(.storage(contents.storages.count - 1))
  }
}
