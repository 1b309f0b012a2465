// Putting other numbers in place of a paused run's states.

package import Language
package import Network
internal import Puzzles
internal import Settings
internal import Wording

/// What a patch changed.
package struct PatchRecord {
  package let session: DebugSession
  /// The state, with the positions that were changed.
  package let state: String
  package let replacement: Replacement
  /// ‖new - old‖.
  package let moved: Double
  package let notes: [String]
}

extension ModelWorkbench {
  /// Puts other numbers in place of a run's y or z.
  ///
  /// - Throws: `Diagnostic` where the state can't be patched or the replacement doesn't fit.
  package func patch(_ target: StateAddress, with replacement: Replacement) throws -> PatchRecord {
    guard target.kind.isState else {
      throw Diagnostic(
        .usage, "can't patch '\(target)': it is computed from y", about: .argument("\(target)"),
        hint: "patch y@ or z@; the heads are computed again")
    }
    // What replaces it is read before anything moves.
    let source: CapturedState? =
      if case .state(let address) = replacement { try state(at: address) } else { nil }
    let (session, moment, notes) = try patchedRun(target)
    return try put(replacement, source, at: moment, target, in: session, notes)
  }

  /// The one state that an address names.
  ///
  /// - Throws: `Diagnostic` if it names more.
  package func state(at address: StateAddress) throws -> CapturedState {
    let states = try states([address], nil)
    guard states.count == 1, let state = states.first else {
      throw Diagnostic(
        .usage, "'\(address)' names \(counted(states.count, "state")); expected one",
        about: .argument("\(address)"), hint: "use a number or last in each place")
    }
    return state
  }

  /// Changes the state of a run that is where it can be changed.
  private func put(
    _ replacement: Replacement, _ source: CapturedState?, at moment: StateID,
    _ target: StateAddress, in session: DebugSession, _ notes: [String]
  ) throws -> PatchRecord {
    let c = session.weights.configuration
    let before = session.debugRun.current.state[moment.kind]
    let old = try CapturedState(moment, before, of: c).cut(by: target)
    let place = (target.positions ?? 0..<c.sequence).lowerBound * c.width
    var values = old.values
    var isAdded = false
    switch replacement {
    case .number(let number): values = old.values.map { _ in number }
    case .noise(let sigma):
      let noise = addingNoise(
        before.map { _ in 0 }, sigma: sigma, seed: settings.randomSeed,
        index: session.debugRun.position)
      values = Array(noise[place..<place + old.values.count])
      isAdded = true
    case .state(let address):
      let state = source ?? old
      guard state.shape == old.shape else {
        throw Diagnostic(
          .usage,
          "shapes differ: '\(address)' is \(state.shapeText), '\(target)' is \(old.shapeText)",
          about: .argument("\(address)"),
          hint: "name the same number of positions in both, such as [0:4]")
      }
      values = state.values
    }
    session.debugRun.edit(
      moment.kind, from: place, values, isAdded: isAdded, on: try engine(of: session))
    let after = session.debugRun.current.state[moment.kind]
    var notes = notes
    let nonfinite = after.count { !$0.isFinite }
    if nonfinite > 0 { notes.append("\(nonfinite) of its numbers are not finite") }
    return PatchRecord(
      session: session, state: moment.description + StateAddress.text(of: target.positions),
      replacement: replacement, moved: StateDelta(from: before, to: after).absolute, notes: notes)
  }
}

extension ModelWorkbench {
  /// The run whose state an address names, standing where that state is the newest of its kind.
  ///
  /// A paused run goes back where the state is an older one; the last answered question becomes a
  /// separate run up to it.
  package func patchedRun(
    _ target: StateAddress
  ) throws -> (run: DebugSession, moment: StateID, notes: [String]) {
    guard let run = try debugSession(target.run) else {
      guard let answered = runs.answered else {
        throw Diagnostic(
          .failure, "there is no run to patch", hint: "'think QUESTION' starts one")
      }
      let moment = try moment(
        target,
        among: answered.inference.moments(
          steps: answered.steps, of: answered.weights.configuration.architecture))
      try check(target, for: answered.weights.configuration)
      let run = try begin(answered.question, answered.inference)
      _ = run.debugRun.advance(
        by: run.debugRun.updates(until: moment) ?? 0, on: try engine(of: run))
      return (run, moment, ["run #\(run.number) repeats \(run.question.text) up to \(moment)"])
    }
    let moment = try moment(target, among: run.debugRun.stateIDs)
    try check(target, for: run.weights.configuration)
    let updates = run.debugRun.updates(until: moment) ?? 0
    guard run.debugRun.newest(moment.kind, at: run.debugRun.position) != updates else {
      return (run, moment, [])
    }
    let count = run.debugRun.position - updates
    run.debugRun.stepBack(by: count)
    return (
      run, moment,
      ["run #\(run.number) stepped back to \(run.place), by \(counted(count, "update"))"]
    )
  }

  /// The one moment of a run that an address names.
  package func moment(_ address: StateAddress, among moments: [StateID]) throws -> StateID {
    let meant = address.moments(among: moments)
    guard meant.count == 1, let moment = meant.first else {
      throw Diagnostic(
        meant.isEmpty ? .failure : .usage,
        meant.isEmpty
          ? "the run has no state '\(address)' so far"
          : "'\(address)' names \(counted(meant.count, "state")); expected one",
        hint: address.hint(among: moments)
          ?? (meant.isEmpty
            ? "step, next or continue computes more" : "use a number or last in each place"))
    }
    return moment
  }

  /// Checks that a network's states have the positions of an address.
  package func check(_ address: StateAddress, for c: Configuration) throws {
    let size = c.sequence * c.width
    let any = CapturedState(
      StateID(kind: address.momentKind, step: 0), [Float](repeating: 0, count: size), of: c)
    _ = try any.cut(by: address)
  }
}
