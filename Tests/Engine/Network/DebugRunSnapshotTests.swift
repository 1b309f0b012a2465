// Snapshots of debug runs: restored runs, and damaged snapshots.

import Kernels
import Network
import Testing

@Suite struct DebugRunSnapshotTests {
  @Test("a run restored from its snapshot steps both ways as before", arguments: Kind.all)
  func snapshot(kind: Kind) throws {
    var options = DebugRunTests.options(kind)
    options.noise = 0.1
    for engine in try DebugRunTests.engines(kind) {
      var run = try DebugRunTests.debugRun(kind, engine, options)
      _ = run.advance(by: 9, on: engine)
      run.edit(.z, to: DebugRunTests.numbers(run.current.state[.z].count, seed: 6), on: engine)
      _ = run.advance(by: 4, on: engine)
      let snapshot = run.snapshot
      var again = try DebugRun(
        snapshot, of: run.question, answerRange: run.answerRange, options: options,
        for: kind.configuration)
      #expect(again.points == run.points && again.first == 0 && again.snapshot == snapshot)
      // 13 updates, y₀ and z₀, one edit, and the noisy y at the start of each of 3 steps (the noisy
      // z is updated at once): 13 + 2 + 1 + 3.
      #expect(snapshot.states.count <= 19 * run.current.state[.y].count)
      _ = run.advance(on: engine)
      _ = again.advance(on: engine)
      #expect(again.current == run.current)
      again.stepBack(by: 12)
      run.stepBack(by: 12)
      #expect(again.current == run.current)
    }
  }

  @Test("snapshots that don't match the question are rejected")
  func rejectedSnapshots() throws {
    let kind = Kind.all[0]
    let engine = try DebugRunTests.engines(kind)[0]
    var run = try DebugRunTests.debugRun(kind, engine)
    _ = run.advance(by: 5, on: engine)
    let good = run.snapshot
    func rejects(_ change: (inout DebugRun.Snapshot) -> Void) -> Bool {
      var snapshot = good
      change(&snapshot)
      return
        (try? DebugRun(
          snapshot, of: run.question, answerRange: run.answerRange, options: run.options,
          for: kind.configuration))
        == nil
    }
    #expect(!rejects { _ in })
    #expect(rejects { $0.first = 14 } && rejects { $0.first = -1 } && rejects { $0.first = .max })
    #expect(rejects { $0.points = [] } && rejects { $0.points.removeLast() })
    #expect(rejects { $0.states.removeLast() } && rejects { $0.states = [] })
    #expect(rejects { $0.logits.removeLast() } && rejects { $0.halting.removeLast() })
    #expect(rejects { $0.lastAnswers.removeLast() })
    for column in 0..<DebugRun.Snapshot.pointWidth(states: 2) {
      #expect(rejects { $0.points[column] = -2 })
    }
    #expect(rejects { $0.points[0] = 99 } && rejects { $0.points[4] = 9 })
    #expect(rejects { $0.points[6] = 4 })
  }
}
