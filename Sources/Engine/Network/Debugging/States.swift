// The values of a network's states.

/// The states of one sequence, (S, D) each, or of several one after the other.
package struct States: Equatable, Sendable {
  /// The kinds of states that the network has; the first is the one that the heads read.
  package let kinds: [StateID.Kind]
  /// The values in the order of `kinds`.
  package var values: [[Float]]

  /// States from their values in the order of a network's kinds.
  package init(_ kinds: [StateID.Kind], _ values: [[Float]]) {
    precondition(kinds.count == values.count, "each kind of state needs values")
    self.kinds = kinds
    self.values = values
  }

  /// A copy of an engine's states.
  package init(_ engine: any Engine) {
    let kinds = engine.architecture.kinds
    self.init(kinds, kinds.indices.map { Array(engine.state($0)) })
  }

  /// The number of values of a state.
  package var size: Int { values[0].count }

  /// The index of a kind in the order of the states; traps if the network has none.
  func index(of kind: StateID.Kind) -> Int {
    guard let index = kinds.firstIndex(of: kind) else {
      preconditionFailure("the network has no state \(kind)")
    }
    return index
  }

  /// The state of a kind; traps if the network has none.
  package subscript(kind: StateID.Kind) -> [Float] {
    get { values[index(of: kind)] }
    set { values[index(of: kind)] = newValue }
  }

  /// The change of the state that the heads read, and of all others together; the same if there are
  /// none.
  func changes(to now: States) -> (y: StateDelta, z: StateDelta) {
    StateDelta.changes(from: values, to: now.values)
  }
}

extension Engine {
  /// Sets the states of all sequences.
  func set(_ states: States) {
    for (index, values) in states.values.enumerated() {
      values.withUnsafeBufferPointer { set(index, to: $0) }
    }
  }
}
