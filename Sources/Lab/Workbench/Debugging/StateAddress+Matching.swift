// Which moments of a run an address names.

package import Language
package import Network

extension StateAddress {
  /// The kind of state, as the network names it.
  package var momentKind: StateID.Kind {
    switch kind {
    case .y: .y
    case .z: .z
    case .logits: .logits
    case .halt: .halt
    }
  }

  /// The moments among those of a run that are meant, in their order.
  ///
  /// `last` is the last there is: in a run that is under way, the newest so far. y₀ and z₀ are only
  /// meant by `y@0` and `z@0`, and by `last` as long as there is nothing else.
  package func moments(among all: [StateID]) -> [StateID] {
    let own = all.filter { $0.kind == momentKind }
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
