// Edits of states at the points of a run, recorded so that a repetition makes them too.

internal import Kernels

extension DebugRun {
  /// A change to a state at one point of a run.
  package struct Edit: Equatable, Sendable {
    /// Updates before it.
    package let position: Int
    /// The kind of state.
    package let kind: StateID.Kind
    /// The first of the elements, (S, D) in order, that it changes.
    package let start: Int
    /// What the elements become, or what is added to them.
    package let values: [Float]
    /// Whether `values` were added to what was there.
    package let isAdded: Bool

    /// The same change to another state.
    func apply(to state: inout [Float], of sequence: Int = 0, size: Int = 0) {
      let first = sequence * size + start
      for (index, value) in values.enumerated() {
        state[first + index] = isAdded ? state[first + index] + value : value
      }
    }

    /// The same change to the state of each of an engine's sequences.
    func apply(to engine: any Engine) {
      let c = engine.weights.configuration
      let size = c.sequence * c.width
      var states = States(engine)
      for sequence in 0..<states.size / size {
        apply(to: &states[kind], of: sequence, size: size)
      }
      engine.set(states)
    }
  }

  /// Replaces a state at the current point.
  package mutating func edit(_ kind: StateID.Kind, to values: [Float], on engine: any Engine) {
    precondition(values.count == current.state.size, "the new state must have the same size")
    edit(kind, from: 0, values, isAdded: false, on: engine)
  }

  /// Replaces elements of a state at the current point, from `start` on, or adds to them.
  package mutating func edit(
    _ kind: StateID.Kind, from start: Int, _ values: [Float], isAdded: Bool, on engine: any Engine
  ) {
    make(
      Edit(position: position, kind: kind, start: start, values: values, isAdded: isAdded),
      on: engine)
  }

  /// Makes an edit at the current point.
  private mutating func make(_ edit: Edit, on engine: any Engine) {
    var point = current
    edit.apply(to: &point.state[edit.kind])
    point.edited.insert(edit.kind)
    if edit.kind == point.state.kinds[0], point.headOutput != nil {
      engine.begin(question)
      engine.set(point.state)
      engine.read()
      point.headOutput = HeadOutput(engine)
    }
    points[points.count - 1] = point
    edits.append(edit)
  }

  /// Advances through the positions of later edits, in order, and makes each of them.
  ///
  /// - Returns: whether it came through; if not, it was interrupted.
  package mutating func advance(
    reapplying edits: [Edit], on engine: any Engine,
    while shouldContinue: @escaping ContinueCheck = alwaysContinue
  ) -> Bool {
    for edit in edits {
      _ = advance(by: edit.position - position, on: engine, while: shouldContinue)
      guard position == edit.position else { return false }
      make(edit, on: engine)
    }
    return true
  }

  /// The states that were edited, in the order of the run.
  package var editedStates: [StateID] {
    let kinds = current.state.kinds
    let places = Set(
      edits.map { [newest($0.kind, at: $0.position), current.state.index(of: $0.kind)] })
    return places.sorted { $0.lexicographicallyPrecedes($1) }.map { place in
      place[0] == 0 ? StateID(kind: kinds[place[1]], step: 0) : stateID(after: place[0])
    }
  }
}

extension DebugRun.Edit {
  /// The edit as a row of a snapshot of a run with states of some kinds.
  func row(_ kinds: [StateID.Kind]) -> [Int32] {
    let place = kinds.firstIndex(of: kind) ?? 0
    return [Int32(position), Int32(place), Int32(start), Int32(values.count), isAdded ? 1 : 0]
  }

  /// The edits of a snapshot; nil if one of them doesn't fit a run of `through` updates, and states
  /// of `size` elements.
  ///
  /// Without a record of them, the states that points say were edited count as set.
  static func edits(
    _ snapshot: DebugRun.Snapshot, _ points: [DebugRun.Point], through: Int, size: Int,
    kinds: [StateID.Kind]
  ) -> [DebugRun.Edit]? {
    guard !snapshot.edits.isEmpty else {
      guard snapshot.editValues.isEmpty else { return nil }
      return points.enumerated().flatMap { index, point in
        kinds.filter(point.edited.contains).map { kind in
          DebugRun.Edit(
            position: snapshot.first + index, kind: kind, start: 0, values: point.state[kind],
            isAdded: false)
        }
      }
    }
    let width = DebugRun.Snapshot.editWidth
    guard snapshot.edits.count.isMultiple(of: width) else { return nil }
    var edits: [DebugRun.Edit] = []
    var rest = snapshot.editValues[...]
    for index in stride(from: 0, to: snapshot.edits.count, by: width) {
      let row = snapshot.edits[index..<index + width].map { Int($0) }
      guard (edits.last?.position ?? 0)...through ~= row[0], kinds.indices ~= row[1],
        0...size ~= row[2],
        0...size - row[2] ~= row[3], rest.count >= row[3], 0...1 ~= row[4]
      else { return nil }
      edits.append(
        DebugRun.Edit(
          position: row[0], kind: kinds[row[1]], start: row[2],
          values: Array(rest.prefix(row[3])), isAdded: row[4] == 1))
      rest = rest.dropFirst(row[3])
    }
    return rest.isEmpty ? edits : nil
  }
}
