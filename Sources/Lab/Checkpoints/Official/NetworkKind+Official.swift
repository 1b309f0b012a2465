// The kind of network in files of the official code.

internal import Network

extension NetworkKind {
  /// The kind that a setting `name` means, such as `recursive_reasoning.hrm@…`; nil for others.
  init?(officialName name: String) {
    let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
    func module(_ name: String) -> Substring? { name.split(separator: ".").last }
    let known = Self.allCases.first { kind in
      let own = kind.architecture.officialName.split(separator: "@").map(String.init)
      return parts.first.flatMap(module) == module(own[0])
    }
    // HRM's own repository names the module otherwise.
    let isHRM = parts.last?.hasPrefix("HierarchicalReasoningModel") ?? false
    guard let kind = known ?? (isHRM ? .hrm : nil) else { return nil }
    self = kind
  }

  /// The kind of network that has parameters with some official keys; TRM if in doubt.
  init(keys: some Sequence<String>) {
    let keys = Array(keys)
    func has(_ prefix: String) -> Bool { keys.contains { $0.hasPrefix(prefix) } }
    let starts = Set(keys.filter { $0.hasSuffix("_init") })
    self =
      switch (has("L_level."), has("H_level.")) {
      case (true, true): .hrm
      case (false, true): .baseline
      default:
        starts.contains("L1_init") ? .hier6 : starts == ["L_init"] ? .singlez : .trm
      }
  }

  /// Whether the official code may give it more prefix positions than the embedding fills.
  var hasWidePrefix: Bool { self != .hrm && self != .baseline }
}
