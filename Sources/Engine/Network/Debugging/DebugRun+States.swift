// The states of a paused run by their addresses.

extension DebugRun {
  /// Where a run stands after some of its updates: at what the last of them computed.
  ///
  /// Before the first it stands at z₀.
  package func moment(after updates: Int) -> StateID {
    guard updates > 0 else { return StateID(kind: .z, step: 0) }
    return StateID(
      update: (updates - 1) % updatesOfStep, of: (updates - 1) / updatesOfStep + 1,
      inner: effort.inner)
  }

  /// The updates after which y, z or the heads of a moment are known, or nil for a moment that the
  /// run doesn't have.
  package func updates(until moment: StateID) -> Int? {
    let (s, t, n) = (moment.step, moment.cycle, moment.inner)
    let isState = moment.kind == .y || moment.kind == .z
    if s == 0 && isState { return 0 }
    guard (1...effort.depth).contains(s) else { return nil }
    guard isState else { return s * updatesOfStep }
    guard (1...effort.cycles).contains(t) else { return nil }
    let before = (s - 1) * updatesOfStep + (t - 1) * (effort.inner + 1)
    if moment.kind == .y { return before + effort.inner + 1 }
    return (1...effort.inner).contains(n) ? before + n : nil
  }

  /// The moments whose numbers are kept, in the order of the run.
  package var moments: [StateID] {
    var moments: [StateID] = first == 0 ? [StateID(kind: .y, step: 0)] : []
    for position in first...position {
      moments.append(moment(after: position))
      if position > 0, position.isMultiple(of: updatesOfStep) {
        let step = position / updatesOfStep
        moments += [StateID(kind: .logits, step: step), StateID(kind: .halt, step: step)]
      }
    }
    return moments
  }

  /// The numbers of a moment, or nil where the run hasn't come there or has let them go.
  ///
  /// A state that was changed by hand later, while it was still the newest y or z, is the changed one.
  package func values(of moment: StateID) -> [Float]? {
    guard let updates = updates(until: moment), points.indices.contains(updates - first) else {
      return nil
    }
    switch moment.kind {
    case .logits: return points[updates - first].reading?.logits
    case .halt: return points[updates - first].reading?.halting
    case .y, .z:
      let kind = moment.kind
      let changed = points.indices.last {
        points[$0].changed.contains(kind) && newest(kind, at: first + $0) == updates
      }
      return points[changed ?? updates - first].state[kind]
    }
  }

  /// The updates after which the y or z was computed that stands after `updates`.
  package func newest(_ kind: StateID.Kind, at updates: Int) -> Int {
    var updates = updates
    // z comes after every update but the last of a cycle; y after that one only.
    while updates > 0, moment(after: updates).kind != kind { updates -= 1 }
    return updates
  }

  /// How far the last update of y or z moved it; nil where the state before it isn't known.
  package func movement(of kind: StateID.Kind) -> StateDelta? {
    let updates = newest(kind, at: position)
    guard updates > first else { return nil }
    return StateDelta(
      from: points[updates - 1 - first].state[kind], to: current.state[kind])
  }
}
