// The few things that a pickle may call here: dictionaries, tensors and their storages.

internal import Storage

extension PickleReader {
  /// Pushes what a name stands for.
  ///
  /// - Throws: `PickleFault` naming what isn't on the list.
  mutating func pushGlobal(module: String, name: String) throws(PickleFault) {
    guard let global = PickleGlobal(module: module, name: name) else {
      throw PickleFault(
        reason: "it asks for '\(legible(module + "." + name))', and only tensors and plain data "
          + "are read, nothing is ever run")
    }
    push(.global(global))
  }

  /// Calls what stands below its arguments.
  mutating func call() throws(PickleFault) {
    let arguments = try pop()
    let called = try pop()
    guard let elements = contents.elements(of: arguments), case .global(let global) = called else {
      // The argument of something inert can be inert too.
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
  private mutating func pushDictionary(from elements: [PickleValue]) throws(PickleFault) {
    var entries: [(key: PickleValue, value: PickleValue)] = []
    let pairs = elements.first.flatMap { contents.elements(of: $0) } ?? []
    try claim(pairs.count)  // one list may be copied many times
    for pair in pairs {
      guard let both = contents.elements(of: pair), both.count == 2 else { throw damaged() }
      entries.append((both[0], both[1]))
    }
    pushDictionary(entries)
  }

  /// `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)`.
  private mutating func pushTensor(_ elements: [PickleValue]) throws(PickleFault) {
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
  mutating func pushStorage() throws(PickleFault) {
    guard let elements = contents.elements(of: try pop()), elements.count >= 5,
      elements[0].text == "storage", case .global(.storage(let element)) = elements[1],
      let key = elements[2].text, let count = elements[4].integer, count >= 0
    else { throw PickleFault(reason: "it refers to something that is no storage of a tensor") }
    contents.storages.append(PickleStorage(element: element, key: key, count: count))
    push(.storage(contents.storages.count - 1))
  }
}
