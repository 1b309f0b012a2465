// The weights in what training programs save: bare state dictionaries, and those inside of whole
// training states, under whatever name. It knows names and no shapes.

internal import Storage

/// The tensors of a state dictionary, with what was said beside them.
struct StateDict {
  /// The tensors by the names that they were saved under.
  private(set) var arrays: [NamedArray]
  /// Settings that a training state holds (`hyper_parameters`).
  private(set) var known = ConfigurationOverrides()
  /// What was chosen, for the person who loads.
  private(set) var notes: [String] = []

  /// Names under which programs keep the weights among other things.
  private static let wrappers = [
    "state_dict", "model_state_dict", "model", "module", "net", "network", "weights",
  ]
  /// Names under which they keep running averages of them.
  private static let averages = [
    "ema_state_dict", "ema", "ema_shadow", "shadow", "shadow_params", "ema_model", "model_ema",
    "ema_weights", "averaged_state_dict",
  ]

  /// Arrays that are there by name already.
  init(_ arrays: [NamedArray]) { self.arrays = arrays }

  /// The weights in an archive, running averages laid over them where there are any.
  ///
  /// - Throws: `FileError`, `.badData`, naming what was found instead.
  init(_ archive: TorchArchive) throws {
    let contents = archive.contents
    guard let root = contents.members(of: contents.root) else {
      throw FileError(
        archive.path, .badData,
        "holds no dictionary; save the model's state_dict() with torch.save")
    }
    func holdsTensors(_ members: [(key: String, value: PickleValue)]) -> Bool {
      members.contains { if case .tensor = $0.value { true } else { false } }
    }
    var chosen = root
    // Beside wrapped weights there may be other tensors, such as the state of a random generator.
    if !root.contains(where: { isAnchor($0.key) }) {
      let found = Self.wrappers.lazy.compactMap { name in
        root.last { $0.key == name }.flatMap { contents.members(of: $0.value) }.map { (name, $0) }
      }.first { holdsTensors($0.1) }
      guard found != nil || holdsTensors(root) else {
        let keys = root.prefix(20).map { legible($0.key, limit: 60) }.joined(separator: ", ")
        throw FileError(
          archive.path, .badData,
          "holds no weights under any usual name; it has \(keys.isEmpty ? "nothing" : keys); "
            + "save the model's state_dict() alone with torch.save")
      }
      if let (name, members) = found {
        notes.append("took the weights in '\(name)'")
        chosen = members
        known = Self.settings(root, contents)
      }
    }
    arrays = try archive.arrays(chosen)
    if let (name, shadow) = Self.average(root, contents) {
      lay(try archive.arrays(shadow), from: "'\(name)'")
    }
  }

  /// Puts averages in the place of the weights of the same names.
  mutating func lay(_ averaged: [NamedArray], from name: String) {
    let places = Dictionary(
      arrays.enumerated().map { (officialKey($0.element.name), $0.offset) }
    ) { first, _ in first }
    var count = 0
    for array in averaged {
      guard let place = places[officialKey(array.name)] else { continue }
      arrays[place] = NamedArray(arrays[place].name, array.array)
      count += 1
    }
    notes.append("took the averages in \(name) for \(count) of \(arrays.count) parameters")
  }

  /// The dictionary of averages, at the top or among the states of callbacks.
  private static func average(
    _ root: [(key: String, value: PickleValue)], _ contents: PickleContents
  ) -> (name: String, members: [(key: String, value: PickleValue)])? {
    let callbacks = root.last { $0.key == "callbacks" }.flatMap { contents.members(of: $0.value) }
    let places = [root] + (callbacks ?? []).compactMap { contents.members(of: $0.value) }
    for members in places {
      for name in averages {
        guard var value = members.last(where: { $0.key == name })?.value else { continue }
        // Helpers keep the averages one level further down.
        if let inner = contents.members(of: value)?.last(where: { averages.contains($0.key) }) {
          value = inner.value
        }
        guard let shadow = contents.members(of: value) else { continue }
        if shadow.contains(where: { if case .tensor = $0.value { true } else { false } }) {
          return (name, shadow)
        }
      }
    }
    return nil
  }

  /// The settings in a training state.
  private static func settings(
    _ root: [(key: String, value: PickleValue)], _ contents: PickleContents
  ) -> ConfigurationOverrides {
    var known = ConfigurationOverrides()
    for name in ["hyper_parameters", "config", "hparams", "args"] {
      guard let value = root.last(where: { $0.key == name })?.value else { continue }
      known = known.filled(from: ConfigurationOverrides(json(value, contents, depth: 0)))
      if let arch = contents.members(of: value)?.last(where: { $0.key == "arch" }) {
        known = ConfigurationOverrides(json(arch.value, contents, depth: 0)).filled(from: known)
      }
    }
    return known
  }

  /// A dictionary's plain members as JSON; what lies deeper is left out.
  private static func json(
    _ value: PickleValue, _ contents: PickleContents, depth: Int
  ) -> JSON {
    switch value {
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .float(let value): .float(value)
    case .text(let text): .string(text)
    case .dictionary where depth == 0:
      .object(
        (contents.members(of: value) ?? []).map {
          JSON.Member($0.key, json($0.value, contents, depth: 1))
        })
    default: .null
    }
  }
}
