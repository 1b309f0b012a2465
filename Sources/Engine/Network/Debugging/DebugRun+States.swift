// The states of a debug run by their IDs.

extension DebugRun {
  /// The state computed by the last of `updates` updates; before the first, the last of those at
  /// the start.
  package func stateID(after updates: Int) -> StateID {
    let architecture = configuration.architecture
    guard updates > 0 else { return architecture.startIDs[architecture.states.count - 1] }
    return architecture.stateID(
      update: (updates - 1) % updatesOfStep, of: (updates - 1) / updatesOfStep + 1,
      inner: options.inner)
  }

  /// The number of updates after which a state is known; nil for a state that the run doesn't have.
  package func updates(until stateID: StateID) -> Int? {
    let (s, t, n) = (stateID.step, stateID.cycle, stateID.inner)
    let isState = stateID.kind.isState
    if s == 0 && isState {
      return configuration.architecture.kinds.contains(stateID.kind) ? 0 : nil
    }
    guard (1...options.depth).contains(s) else { return nil }
    guard isState else { return s * updatesOfStep }
    guard (1...options.cycles).contains(t), 0...options.inner + 1 ~= n else { return nil }
    let before = (s - 1) * updatesOfStep + (t - 1) * (options.inner + 1)
    let updates = before + (stateID.kind == .y ? options.inner + 1 : n)
    return updates > before && self.stateID(after: updates) == stateID ? updates : nil
  }

  /// The states whose values are kept, in the order of the run.
  package var stateIDs: [StateID] {
    var stateIDs: [StateID] = first == 0 ? configuration.architecture.startIDs.dropLast() : []
    for position in first...position {
      stateIDs.append(stateID(after: position))
      if position > 0, position.isMultiple(of: updatesOfStep) {
        let step = position / updatesOfStep
        stateIDs += [StateID(kind: .logits, step: step), StateID(kind: .halt, step: step)]
      }
    }
    return stateIDs
  }

  /// The values of a state; nil if the run hasn't reached it or has discarded it.
  ///
  /// If a state was edited while it was the newest y or z, these are the edited values, and those
  /// of the heads are read from the edited y.
  package func values(of stateID: StateID) -> [Float]? {
    guard let position = position(of: stateID), points.indices.contains(position - first) else {
      return nil
    }
    let point = points[position - first]
    return switch stateID.kind {
    case .logits: point.headOutput?.logits
    case .halt: point.headOutput?.halting
    default: point.state[stateID.kind]
    }
  }

  /// The number of updates after which a state has its final values: that of the last edit of it,
  /// or else of the update that computed it; nil for a state that the run doesn't have.
  package func position(of stateID: StateID) -> Int? {
    guard let updates = updates(until: stateID) else { return nil }
    let kind =
      stateID.kind.isState ? stateID.kind : configuration.architecture.answerKind
    return edits.last { $0.kind == kind && newest(kind, at: $0.position) == updates }?.position
      ?? updates
  }

  /// The number of updates after which the state that is current after `updates` was computed.
  package func newest(_ kind: StateID.Kind, at updates: Int) -> Int {
    var updates = updates
    while updates > 0, stateID(after: updates).kind != kind { updates -= 1 }
    return updates
  }

  /// How much the last update of the state that the heads read changed it.
  package var deltaOfY: StateDelta? { delta(of: configuration.architecture.answerKind) }

  /// How much the last update of a latent changed it.
  package var deltaOfZ: StateDelta? {
    configuration.architecture.latentKinds.max {
      newest($0, at: position) < newest($1, at: position)
    }.flatMap(delta)
  }

  /// How much the last update of a state changed it; nil if the state before it isn't known.
  package func delta(of kind: StateID.Kind) -> StateDelta? {
    let updates = newest(kind, at: position)
    guard updates > first else { return nil }
    return StateDelta(
      from: points[updates - 1 - first].state[kind], to: current.state[kind])
  }
}
