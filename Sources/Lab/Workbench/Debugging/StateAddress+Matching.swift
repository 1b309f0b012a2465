// Which moments of a run an address names.

package import Language
package import Network

extension StateAddress {
  /// The kind of state, as the network names it.
  package var momentKind: StateID.Kind {
    // Both lists have the same names; a test compares them.
    StateID.Kind(rawValue: kind.rawValue) ?? .z
  }

  /// Whether it means moments of a kind: z means each of several latents.
  private func means(_ other: StateID.Kind) -> Bool {
    other == momentKind || kind == .z && StateID.Kind.hierarchy.contains(other)
  }

  /// A hint that names a run's states, if it has none of the kind that is meant.
  func hint(among all: [StateID]) -> String? {
    guard !all.contains(where: { means($0.kind) }) else { return nil }
    let kinds = all.map(\.kind).filter(\.isState)
    let names = kinds.enumerated().filter { kinds.firstIndex(of: $1) == $0 }.map { $1.rawValue }
    return "this network has the states " + names.joined(separator: ", ")
  }

  /// The moments among those of a run that are meant, in their order.
  ///
  /// `last` is the last there is: in a run that is under way, the newest so far. y₀ and z₀ are only
  /// meant by `y@0` and `z@0`, and by `last` as long as there is nothing else.
  package func moments(among all: [StateID]) -> [StateID] {
    let own = all.filter { means($0.kind) }
    if parts.first == .range(0...0) { return own.filter { $0.step == 0 } }
    var meant = own.filter { $0.step > 0 }
    if meant.isEmpty && parts.allSatisfy({ $0 == .last }) { return own }
    let places: [KeyPath<StateID, Int>] = [\.step, \.cycle, \.inner]
    for (index, part) in parts.enumerated() {
      func before(_ moment: StateID) -> [Int] { places[..<index].map { moment[keyPath: $0] } }
      var lasts: [[Int]: Int] = [:]
      for moment in meant {
        lasts[before(moment)] = max(lasts[before(moment)] ?? 0, moment[keyPath: places[index]])
      }
      meant = meant.filter {
        part.contains($0[keyPath: places[index]], last: lasts[before($0)] ?? 0)
      }
    }
    return meant
  }
}
