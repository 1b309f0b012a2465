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

  /// The members of a dictionary that have names.
  private typealias Members = [(key: String, value: PickleValue)]

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
    var wrapper: String?
    // Other tensors may be beside the wrapped weights, such as the state of a random generator.
    if !root.contains(where: { isAnchor($0.key) }) {
      // One dictionary may have many names, so each is searched and kept once; the last name of a
      // dictionary that has several is the one that is kept, a usual name before others.
      let candidates =
        root.reversed().filter { Self.wrappers.contains($0.key) }
        + root.reversed().filter { !Self.wrappers.contains($0.key) }
      var searched: Set<Int> = []
      let wrapped = candidates.compactMap { entry -> (key: String, members: Members)? in
        guard !Self.averages.contains(entry.key), case .dictionary(let number) = entry.value,
          searched.insert(number).inserted, let members = contents.members(of: entry.value),
          holdsTensors(members)
        else { return nil }
        return (entry.key, members)
      }
      let found =
        Self.wrappers.lazy.compactMap { name in wrapped.first { $0.key == name } }.first
        // Under another name it must be the only one.
        ?? (wrapped.count == 1 && !holdsTensors(root) ? wrapped[0] : nil)
      guard found != nil || holdsTensors(root) else {
        let keys = root.prefix(20).map { legible($0.key, limit: 60) }.joined(separator: ", ")
        throw FileError(
          archive.path, .badData,
          "has no weights under a known name, only \(keys.isEmpty ? "nothing" : keys); "
            + "save the model's state_dict() alone with torch.save")
      }
      if let (name, members) = found {
        notes.append("took the weights in '\(legible(name))'")
        (chosen, wrapper) = (members, name)
        settings = Self.settings(root, contents)
      }
    }
    arrays = try archive.arrays(chosen)
    if let (name, shadow) = Self.average(root, contents, of: Self.keys(chosen), besides: wrapper) {
      overlay(try archive.arrays(shadow), from: "'\(legible(name))'")
    }
  }

  /// The official keys of the tensors in a dictionary.
  private static func keys(_ members: Members) -> Set<String> {
    Set(
      members.compactMap { entry in
        if case .tensor = entry.value { officialKey(entry.key) } else { nil }
      })
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

  /// The dictionary of averages: one under a usual name, or a second one of the same tensors under
  /// any
  /// name; at the top level, one level deeper, or in the state of a callback.
  private static func average(
    _ root: Members, _ contents: PickleContents, of keys: Set<String>, besides wrapper: String?
  ) -> (name: String, members: Members)? {
    // One dictionary may be named many times; each is searched once, so that the file's size limits
    // the work.
    var searched: Set<Int> = []
    func members(_ value: PickleValue) -> Members? {
      guard case .dictionary(let number) = value, searched.insert(number).inserted else {
        return nil
      }
      return contents.members(of: value)
    }
    func averages(in place: Members, isRoot: Bool) -> (name: String, members: Members)? {
      let usual = Self.averages.compactMap { name in place.last { $0.key == name } }
      // The states of callbacks are searched one by one below.
      let others = place.filter {
        !Self.averages.contains($0.key) && !(isRoot && [wrapper, "callbacks"].contains($0.key))
      }
      for entry in usual + others {
        guard let found = members(entry.value) else { continue }
        let isUsual = Self.averages.contains(entry.key)
        for candidate in [found] + found.compactMap({ members($0.value) }) {
          let own = Self.keys(candidate)
          if isUsual ? !own.isDisjoint(with: keys) : !own.isEmpty && own.isSuperset(of: keys) {
            return (entry.key, candidate)
          }
        }
      }
      return nil
    }
    if let found = averages(in: root, isRoot: true) { return found }
    guard
      let callbacks = root.last(where: { $0.key == "callbacks" }).flatMap({
        contents.members(of: $0.value)
      })
    else { return nil }
    for callback in callbacks {
      if let found = members(callback.value).flatMap({ averages(in: $0, isRoot: false) }) {
        return found
      }
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
