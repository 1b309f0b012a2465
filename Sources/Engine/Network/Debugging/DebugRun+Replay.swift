// A run from its start to its end, as it is with its edits: what it has kept, what it has discarded
// computed once more, and what is still to come. The run itself stays where it is.

internal import Kernels

extension DebugRun {
  /// The run's result if it goes on from where it is, as `advance` with `halts` would take it; nil
  /// if the observer or `shouldContinue` stopped it.
  ///
  /// The observer is called with the states at the start and then with every state in order, edited ones as they
  /// were edited: the same bits that an uninterrupted run gives where nothing was edited. `recorder`
  /// and `onStep` are called after each step, whose changes are those from the end of the step
  /// before it.
  package func replay(
    on engine: any Engine, observer: Observer?, recorder: ((StepRecord) -> Void)? = nil,
    onStep: (() -> Void)? = nil, while shouldContinue: @escaping ContinueCheck = alwaysContinue
  ) -> RunResult? {
    guard let edited = editedPoints(on: engine, while: shouldContinue) else { return nil }
    var player = Player(self, edited, observer, recorder, onStep)
    if first > 0 {
      // The discarded points, and with them the first that is kept.
      var again = start(on: engine)
      guard player.play(again.current, after: 0) else { return nil }
      while again.position < first - 1 {
        let next = edits.first { $0.position > again.position }?.position ?? .max
        let stop = again.advance(
          by: min(next, first - 1) - again.position, on: engine, while: shouldContinue
        ) { !player.play($0.current, after: $0.position) }
        guard stop == .countReached else { return nil }
        if let point = edited[again.position] { again.points[again.points.count - 1] = point }
      }
    }
    for (index, point) in points.enumerated() {
      guard player.play(point, after: first + index) else { return nil }
    }
    var rest = DebugRun(
      question, answerRange: answerRange, options: options, limit: 0, first: position,
      points: [current], of: configuration)
    let stop = rest.advance(on: engine, halts: true, while: shouldContinue) {
      !player.play($0.current, after: $0.position)
    }
    return stop == .finished ? rest.result : nil
  }

  /// The run before its first update and edit, keeping only its newest points.
  private func start(on engine: any Engine) -> DebugRun {
    var run = DebugRun(question, answerRange: answerRange, options: options, on: engine, limit: 0)
    for edit in edits.prefix(while: { $0.position == 0 }) {
      run.edit(edit.kind, from: edit.start, edit.values, isAdded: edit.isAdded, on: engine)
    }
    return run
  }

  /// The points at which something was edited, by the updates before them; nil if interrupted.
  private func editedPoints(
    on engine: any Engine, while shouldContinue: @escaping ContinueCheck
  ) -> [Int: Point]? {
    var found: [Int: Point] = [:]
    let lost = edits.filter { $0.position < first }
    if !lost.isEmpty {
      var again = DebugRun(
        question, answerRange: answerRange, options: options, on: engine, limit: 0)
      for edit in lost {
        guard again.advance(reapplying: [edit], on: engine, while: shouldContinue) else {
          return nil
        }
        found[edit.position] = again.current
      }
    }
    for edit in edits where edit.position >= first {
      found[edit.position] = points[edit.position - first]
    }
    return found
  }
}

/// Calls the observers of a run with each point's new states.
private struct Player {
  private let run: DebugRun
  /// The points at which something was edited.
  private let edited: [Int: DebugRun.Point]
  private let observer: Observer?
  private let recorder: ((StepRecord) -> Void)?
  private let onStep: (() -> Void)?
  /// The states at the end of the last step.
  private var before: States?
  /// The newest states.
  private var now: States

  init(
    _ run: DebugRun, _ edited: [Int: DebugRun.Point], _ observer: Observer?,
    _ recorder: ((StepRecord) -> Void)?, _ onStep: (() -> Void)?
  ) {
    self.run = run
    self.edited = edited
    self.observer = observer
    self.recorder = recorder
    self.onStep = onStep
    now = run.current.state
  }

  /// Shows what is new at the point after some updates; false if the observer stops it.
  mutating func play(_ point: DebugRun.Point, after updates: Int) -> Bool {
    guard updates > 0 else {
      for kind in now.kinds {
        guard show(StateID(kind: kind, step: 0), point) else { return false }
      }
      before = now
      return true
    }
    guard show(run.stateID(after: updates), point) else { return false }
    guard updates.isMultiple(of: run.updatesOfStep) else { return true }
    let step = updates / run.updatesOfStep
    guard let output = final(StateID(kind: .logits, step: step), point).headOutput else {
      return false
    }
    if let observer {
      guard
        output.logits.withUnsafeBufferPointer({ observer(StateID(kind: .logits, step: step), $0) }),
        output.halting.withUnsafeBufferPointer({ observer(StateID(kind: .halt, step: step), $0) })
      else { return false }
    }
    if let recorder, let before {
      let (y, z) = before.changes(to: now)
      recorder(
        StepRecord(
          step: step, tokens: run.options.holding(output.tokens, of: run.question[0]).tokens,
          halt: output.halt, changeOfY: y.absolute,
          changeOfZ: z.absolute, residual: max(y.relative, z.relative)))
    }
    before = now
    onStep?()
    return true
  }

  /// Shows a state with its final values.
  private mutating func show(_ stateID: StateID, _ point: DebugRun.Point) -> Bool {
    now[stateID.kind] = final(stateID, point).state[stateID.kind]
    return now[stateID.kind].withUnsafeBufferPointer { observer?(stateID, $0) ?? true }
  }

  /// The point that holds a state's final values.
  private func final(_ stateID: StateID, _ point: DebugRun.Point) -> DebugRun.Point {
    run.edits.isEmpty ? point : run.position(of: stateID).flatMap { edited[$0] } ?? point
  }
}
