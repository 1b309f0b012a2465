// The moments that addresses name, and their states cut as each address says.

package import Language
package import Network

/// The moments that addresses name.
package struct StateSelection {
  /// All of them.
  package let moments: Set<StateID>
  private let meanings: [(address: StateAddress, moments: Set<StateID>)]

  /// The moments among those of a run; `missing` is thrown where an address names none.
  package init(
    _ addresses: [StateAddress], among moments: [StateID],
    else missing: (StateAddress) -> Diagnostic
  ) throws {
    meanings = try addresses.map { address in
      let meant = address.moments(among: moments)
      guard !meant.isEmpty else { throw missing(address) }
      return (address, Set(meant))
    }
    self.moments = meanings.reduce(into: []) { $0.formUnion($1.moments) }
  }

  /// A moment's state as each address that names it wants it; none where none does.
  ///
  /// - Throws: `Diagnostic` if the address has positions that the state doesn't have.
  package func states(
    _ moment: StateID, _ values: @autoclosure () -> [Float], _ c: Configuration,
    isKept: Bool = false, in view: ViewedRun? = nil
  ) throws -> [CapturedState] {
    guard moments.contains(moment) else { return [] }
    let whole = CapturedState(
      moment, values(), of: c, isKept: isKept, owner: view?.number ?? 0,
      isPatched: view?.patched.contains(moment) ?? false)
    var seen = Set<String>()
    return try meanings.filter { $0.moments.contains(moment) }.map { address, _ in
      try whole.cut(by: address)
    }.filter { seen.insert($0.name).inserted }
  }
}

extension InferenceOptions {
  /// The states of a run of `steps` steps in order, from those at the start on.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory for the list.
  package func moments(steps: Int, of architecture: Architecture) throws -> [StateID] {
    let count = Double(steps) * (Double(cycles) * Double(inner + 1) + 2)
    try requireMemory(
      floats: 3 * count * Double(MemoryLayout<StateID>.stride) / 4,
      hint: "use a smaller depth, cycles or inner")
    return (1...max(steps, 1)).reduce(into: architecture.startIDs) { moments, step in
      moments += architecture.stateIDs(of: step, cycles: cycles, inner: inner)
    }
  }
}
