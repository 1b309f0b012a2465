// Finds the state dict in what training programs save: bare, or inside a training state under one
// of several names.

internal import Storage

/// The tensors of a state dict, with the settings saved beside them.
struct StateDict {
  /// The tensors under their saved names.
  private(set) var arrays: [NamedArray]
  /// The settings in a training state (`hyper_parameters`).
  private(set) var settings = ConfigurationOverrides()
  /// Messages about what was chosen.
  private(set) var notes: [String] = []

  /// Names under which programs save the weights.
  private static let wrappers = [
    "state_dict", "model_state_dict", "model", "module", "net", "network", "weights",
  ]
  /// Names under which programs save moving averages of the weights.
  private static let averages = [
    "ema_state_dict", "ema", "ema_shadow", "shadow", "shadow_params", "ema_model", "model_ema",
    "ema_weights", "averaged_state_dict",
  ]

  /// Creates a state dict from named arrays.
  init(_ arrays: [NamedArray]) { self.arrays = arrays }

  /// Reads the weights of an archive, with moving averages in their place where it has any.
  ///
  /// - Throws: `FileError`, `.badData`, naming what was found instead.
  init(_ archive: TorchArchive) throws {
    let contents = archive.contents
    guard let root = contents.members(of: contents.root) else {
      throw FileError(
        archive.path, .badData,
        "doesn't hold a dictionary; save the model's state_dict() with torch.save")
    }
    func holdsTensors(_ members: [(key: String, value: PickleValue)]) -> Bool {
      members.contains { if case .tensor = $0.value { true } else { false } }
    }
    var chosen = root
    // Other tensors may be beside the wrapped weights, such as the state of a random generator.
    if !root.contains(where: { isAnchor($0.key) }) {
      let found = Self.wrappers.lazy.compactMap { name in
        root.last { $0.key == name }.flatMap { contents.members(of: $0.value) }.map { (name, $0) }
      }.first { holdsTensors($0.1) }
      guard found != nil || holdsTensors(root) else {
        let keys = root.prefix(20).map { legible($0.key, limit: 60) }.joined(separator: ", ")
        throw FileError(
          archive.path, .badData,
          "has no weights under a known name, only \(keys.isEmpty ? "nothing" : keys); "
            + "save the model's state_dict() alone with torch.save")
      }
      if let (name, members) = found {
        notes.append("took the weights in '\(name)'")
        chosen = members
        settings = Self.settings(root, contents)
      }
    }
    arrays = try archive.arrays(chosen)
    if let (name, shadow) = Self.average(root, contents) {
      overlay(try archive.arrays(shadow), from: "'\(name)'")
    }
  }

  /// Replaces weights by the averages of the same names.
  mutating func overlay(_ averaged: [NamedArray], from name: String) {
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

  /// The dictionary of averages, at the top level or in the state of a callback.
  private static func average(
    _ root: [(key: String, value: PickleValue)], _ contents: PickleContents
  ) -> (name: String, members: [(key: String, value: PickleValue)])? {
    // One dictionary may be named many times; each is searched once, so that the file's size limits
    // the work.
    var searched: Set<Int> = []
    func members(_ value: PickleValue) -> [(key: String, value: PickleValue)]? {
      guard case .dictionary(let number) = value, searched.insert(number).inserted else {
        return nil
      }
      return contents.members(of: value)
    }
    func averages(in place: [(key: String, value: PickleValue)])
      -> (name: String, members: [(key: String, value: PickleValue)])?
    {
      for name in Self.averages {
        guard let value = place.last(where: { $0.key == name })?.value,
          var found = members(value)
        else { continue }
        // Some programs nest the averages one level deeper.
        if let inner = found.last(where: { Self.averages.contains($0.key) }).flatMap({
          members($0.value)
        }) {
          found = inner
        }
        if found.contains(where: { if case .tensor = $0.value { true } else { false } }) {
          return (name, found)
        }
      }
      return nil
    }
    if let found = averages(in: root) { return found }
    guard let callbacks = root.last(where: { $0.key == "callbacks" }).flatMap({ members($0.value) })
    else { return nil }
    for callback in callbacks {
      if let found = members(callback.value).flatMap({ averages(in: $0) }) { return found }
    }
    return nil
  }

  /// The settings in a training state.
  private static func settings(
    _ root: [(key: String, value: PickleValue)], _ contents: PickleContents
  ) -> ConfigurationOverrides {
    var settings = ConfigurationOverrides()
    for name in ["hyper_parameters", "config", "hparams", "args"] {
      guard let value = root.last(where: { $0.key == name })?.value else { continue }
      settings = settings.filled(from: ConfigurationOverrides(json(value, contents, depth: 0)))
      if let arch = contents.members(of: value)?.last(where: { $0.key == "arch" }) {
        settings = ConfigurationOverrides(json(arch.value, contents, depth: 0))
          .filled(from: settings)
      }
    }
    return settings
  }

  /// A dictionary's plain members as JSON; nested values become null.
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
