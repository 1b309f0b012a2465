// Replays of debug runs: the bits of an uninterrupted run, or of the run with its edits.

import Kernels
import Network
import Testing

@Suite struct DebugRunReplayTests {
  /// What an observer and a recorder saw.
  struct Seen: Equatable {
    var states: [StateID: [Float]] = [:]
    var order: [StateID] = []
    var steps: [StepRecord] = []
    var result: RunResult?
  }

  private func options(_ kind: Kind, noise: Float = 0) -> InferenceOptions {
    var options = DebugRunTests.options(kind)
    options.noise = noise
    return options
  }

  private func replay(_ run: DebugRun, _ engine: any Engine) -> Seen {
    var seen = Seen()
    seen.result = run.replay(
      on: engine,
      observer: {
        if $0.step > 0 { seen.order.append($0) }
        seen.states[$0] = Array($1)
        return true
      }, recorder: { seen.steps.append($0) })
    return seen
  }

  @Test(
    "without edits it is an uninterrupted run, bit for bit, wherever the run stands",
    arguments: Kind.all)
  func plain(kind: Kind) throws {
    for engine in try DebugRunTests.engines(kind) {
      for noise in [0, 0.2] as [Float] {
        let options = options(kind, noise: noise)
        let question = try kind.questions(1, seed: 8)
        var whole = Seen()
        whole.result =
          InferenceRun(engine, options).answer(
            question,
            observer: {
              whole.order.append($0)
              whole.states[$0] = Array($1)
              return true
            }, recorder: { whole.steps.append($1) })?.first
        var run = try DebugRunTests.debugRun(kind, engine, options)
        for _ in 0...options.depth {
          let before = run.points
          var seen = replay(run, engine)
          seen.states = seen.states.filter { $0.key.step > 0 }
          #expect(seen == whole && run.points == before)
          _ = run.advance(by: 5, on: engine)
        }
      }
    }
  }

  /// A run with edits of a whole z, a part of y while z is newer, an addition to z, and of y₀; it
  /// stands after 14 of 18 updates.
  private func edited(
    _ kind: Kind, _ engine: any Engine, limit: Int = .max
  ) throws -> DebugRun {
    let zeros = [Float](repeating: 0, count: kind.configuration.sequence * kind.configuration.width)
    var run = try DebugRunTests.debugRun(kind, engine, options(kind, noise: 0.1), limit: limit)
    run.edit(.y, from: 1, [3, -2], isAdded: false, on: engine)
    _ = run.advance(by: 4, on: engine)
    run.edit(.y, from: 2, [1, 2, 3], isAdded: false, on: engine)
    _ = run.advance(by: 4, on: engine)
    run.edit(.z, to: zeros, on: engine)
    run.edit(.z, from: 3, [0.5, 0.25], isAdded: true, on: engine)
    _ = run.advance(by: 6, on: engine)
    return run
  }

  @Test("with edits it is the run with its edits, and what it becomes if it goes on")
  func patched() throws {
    let kind = Kind.all[0]
    for engine in try DebugRunTests.engines(kind) {
      let run = try edited(kind, engine)
      let seen = replay(run, engine)
      #expect(run.position == 14)
      var end = run
      #expect(end.advance(on: engine, halts: true) == .finished)
      for stateID in end.stateIDs { #expect(seen.states[stateID] == end.values(of: stateID)) }
      #expect(seen.states.count == end.stateIDs.count && seen.result == end.result)
      #expect(run.editedStates.map(\.description) == ["y@0", "y@1.1", "z@2.1.2"])
      let z = StateID(kind: .z, step: 2, cycle: 1, inner: 2)
      #expect(seen.states[z]?.filter { $0 != 0 } == [0.5, 0.25])
      // Halting, tokens and changes are those of the states that were shown.
      for step in 1...3 {
        let y = { StateID(kind: .y, step: $0, cycle: $0 == 0 ? 0 : 2) }
        let delta = StateDelta(
          from: try #require(seen.states[y(step - 1)]), to: try #require(seen.states[y(step)]))
        #expect(seen.steps[step - 1].changeOfY == delta.absolute)
        #expect(seen.steps[step - 1].halt == seen.states[StateID(kind: .halt, step: step)]?[0])
      }
      // It isn't the run without them.
      let plain = replay(
        try DebugRunTests.debugRun(kind, engine, options(kind, noise: 0.1)), engine)
      #expect(seen.states[z] != plain.states[z] && seen.steps.last != plain.steps.last)
    }
  }

  @Test("an edit of a step's y also changes the heads that are read from it")
  func heads() throws {
    let kind = Kind.all[0]
    let engine = try DebugRunTests.engines(kind)[0]
    var run = try DebugRunTests.debugRun(kind, engine)
    _ = run.advance(by: 7, on: engine)
    let logits = StateID(kind: .logits, step: 1)
    let before = run.values(of: logits)
    run.edit(.y, from: 0, [9, -9, 9], isAdded: false, on: engine)
    #expect(run.values(of: logits) == run.current.headOutput?.logits)
    #expect(run.values(of: logits) != before)
    #expect(replay(run, engine).states[logits] == run.values(of: logits))
  }

  @Test("what was discarded is computed again with the edits that were made there")
  func discarded() throws {
    let kind = Kind.all[0]
    for engine in try DebugRunTests.engines(kind) {
      let whole = try edited(kind, engine)
      for share in [2, 4, 100] {
        let run = try edited(kind, engine, limit: whole.bytes / share)
        #expect(run.first > 0 && run.edits == whole.edits)
        #expect(replay(run, engine) == replay(whole, engine))
      }
    }
  }

  @Test("stepping back drops the edits made later, and no others")
  func back() throws {
    let kind = Kind.all[0]
    let engine = try DebugRunTests.engines(kind)[0]
    var run = try edited(kind, engine)
    run.stepBack(by: 6)
    #expect(run.edits.count == 4)
    run.stepBack(by: 1)
    #expect(run.edits.map(\.position) == [0, 4])
    run.stepBack(by: 7)
    #expect(run.edits.map(\.position) == [0])
  }

  @Test("variants with later edits end as each does alone")
  func variants() throws {
    let kind = Kind.all[0]
    for engine in try DebugRunTests.engines(kind) {
      let whole = try edited(kind, engine)
      var run = whole
      run.stepBack(by: 14 - 5)
      let later = whole.edits.filter { $0.position > 5 }
      #expect(later.count == 2)
      let states = (0..<3).map { number in
        var state = run.current.state
        state[.y][number] = 4
        return state
      }
      let outputs = try #require(
        run.variantOutputs(of: states, after: 5, through: 3, reapplying: later, on: engine))
      for (state, output) in zip(states, outputs) {
        var alone = run
        alone.edit(.y, to: state[.y], on: engine)
        #expect(alone.advance(reapplying: later, on: engine) == true)
        _ = alone.advance(on: engine)
        #expect(alone.current.headOutput == output.final)
      }
      #expect(outputs[0] != outputs[1])
      #expect(
        run.variantOutputs(of: states, after: 5, through: 3, on: engine)?.map(\.final)
          != outputs.map(\.final))
    }
  }

  @Test("an observer or a check that says stop ends it without a result")
  func stopping() throws {
    let kind = Kind.all[0]
    let engine = try DebugRunTests.engines(kind)[0]
    let run = try edited(kind, engine)
    for count in [0, 3, 16, 23] {
      var left = count
      let result = run.replay(
        on: engine,
        observer: { _, _ in
          left -= 1
          return left >= 0
        })
      #expect(result == nil)
    }
    #expect(run.replay(on: engine, observer: nil, while: { false }) == nil)
    #expect(run.replay(on: engine, observer: nil) != nil)
  }

  @Test("a snapshot keeps the edits, also those of discarded points; damaged ones are rejected")
  func snapshot() throws {
    let kind = Kind.all[0]
    let engine = try DebugRunTests.engines(kind)[0]
    func restored(_ snapshot: DebugRun.Snapshot, of run: DebugRun) throws -> DebugRun {
      try DebugRun(
        snapshot, of: run.question, answerRange: run.answerRange, options: run.options,
        for: kind.configuration)
    }
    let run = try edited(kind, engine, limit: 1)
    #expect(run.first > 8)
    let again = try restored(run.snapshot, of: run)
    #expect(again.edits == run.edits && replay(again, engine) == replay(run, engine))
    func rejects(_ change: (inout DebugRun.Snapshot) -> Void) -> Bool {
      var snapshot = run.snapshot
      change(&snapshot)
      return (try? restored(snapshot, of: run)) == nil
    }
    #expect(!rejects { _ in })
    #expect(rejects { $0.edits.removeLast() } && rejects { $0.editValues.removeLast() })
    #expect(rejects { $0.edits = [] } && rejects { $0.editValues.append(0) })
    for column in 0..<DebugRun.Snapshot.editWidth {
      #expect(rejects { $0.edits[column] = -1 } && rejects { $0.edits[column] = .max })
    }
    // A file without a record of edits has them in its points.
    let whole = try edited(kind, engine)
    var old = whole.snapshot
    (old.edits, old.editValues) = ([], [])
    let read = try restored(old, of: whole)
    #expect(read.editedStates == whole.editedStates)
    #expect(replay(read, engine) == replay(whole, engine))
  }
}
