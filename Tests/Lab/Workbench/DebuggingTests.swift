// Stepping through runs, breaking, patching, and the states that addresses name.

import Language
import Network
import Puzzles
import Support
import Testing
import Workbench

@Suite struct DebuggingTests {
  private func begin(_ workbench: ModelWorkbench, _ text: String = "3 + 7") throws -> DebugSession {
    try workbench.begin(workbench.parseQuestion(text), workbench.options())
  }

  @Test("a session stepped to its end gives the answer that asking gives")
  func stepping() throws {
    let workbench = try Tiny.workbench()
    let session = try begin(workbench)
    #expect(session.number == 1 && session.place == "start" && session.debugRun.updates == 18)
    #expect(try workbench.advance(session, by: 2, halts: false).reason == .counted)
    #expect(session.place == "z@1.1.2")
    _ = try workbench.advance(session, by: .max, halts: true)
    #expect(session.isOver && session.place == "y@3.2")
    let asked = try workbench.answer(session.question, workbench.options())
    #expect(session.debugRun.current.headOutput?.tokens == asked.tokens)
    #expect(throws: Diagnostic.self) { try workbench.requireUnfinished(1) }
  }

  @Test("stepping back restores the bits that were there; too far says so")
  func back() throws {
    let workbench = try Tiny.workbench()
    let session = try begin(workbench)
    _ = try workbench.advance(session, by: 4, halts: false)
    let z = session.debugRun.current.state[.z]
    _ = try workbench.advance(session, by: 5, halts: false)
    #expect(session.debugRun.current.state[.z] != z)
    #expect(try workbench.stepBack(by: 5).notes == [])
    #expect(session.debugRun.current.state[.z] == z && session.debugRun.position == 4)
    #expect(
      try workbench.stepBack(by: 9).notes == ["that is the start: only 4 updates came before"])
    #expect(throws: Diagnostic.self) { try workbench.stepBack(by: 1) }
  }

  @Test("a comparison stops a run when it begins to hold, an event each time")
  func breaks() throws {
    let workbench = try Tiny.workbench()
    let step = workbench.runs.breaks.add(try BreakCondition("s >= 2"))
    let update = workbench.runs.breaks.add(try BreakCondition("y@*.1"))
    let session = try begin(workbench)
    var stops: [(String, [Int])] = []
    while !session.debugRun.isAtEnd {
      let record = try workbench.advance(session, by: .max, halts: true)
      if record.reason == .break { stops.append((session.place, record.breaks)) }
    }
    #expect(stops.map(\.0) == ["y@1.1", "z@2.1.1", "y@2.1", "y@3.1"])
    #expect(stops.map(\.1) == [[update], [step], [update], [update]])
    #expect(workbench.runs.breaks.all.map(\.hits) == [1, 3])
    #expect(workbench.runs.breaks.remove(step) && !workbench.runs.breaks.remove(9))
  }

  @Test("a patch changes what follows, and stepping back undoes it")
  func patching() throws {
    let workbench = try Tiny.workbench()
    let session = try begin(workbench)
    _ = try workbench.advance(session, by: 5, halts: false)
    let before = session.debugRun.current.state[.z]
    let width = session.weights.configuration.width
    let patch = try workbench.patch(StateAddress("z@last[1:3]"), with: Replacement(["zero"]))
    let after = session.debugRun.current.state[.z]
    #expect(after[width..<3 * width].allSatisfy { $0 == 0 })
    #expect(after[..<width] == before[..<width] && after[(3 * width)...] == before[(3 * width)...])
    let norm = before[width..<3 * width].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(patch.moved - norm) < 1e-6 && patch.state == "z@1.2.2[1:3]")
    #expect(throws: Diagnostic.self) {
      try workbench.patch(StateAddress("logits@1"), with: Replacement(["zero"]))
    }
    #expect(throws: Diagnostic.self) {
      try workbench.patch(StateAddress("z@last[0]"), with: .state(StateAddress("z@last[0:2]")))
    }
  }

  @Test("another session's state can be put in a run; their positions must agree")
  func transplant() throws {
    let workbench = try Tiny.workbench()
    let first = try begin(workbench, "3 + 7")
    _ = try workbench.advance(first, by: 1, halts: false)
    let second = try begin(workbench, "8 + 9")
    _ = try workbench.advance(second, by: 1, halts: false)
    _ = try workbench.patch(StateAddress("z@last"), with: .state(StateAddress("#1:z@1.1.1")))
    #expect(second.debugRun.current.state[.z] == first.debugRun.current.state[.z])
  }

  @Test("attribution zeroes one position after the other")
  func attribution() throws {
    let workbench = try Tiny.workbench()
    let session = try begin(workbench)
    _ = try workbench.advance(session, by: 1, halts: false)
    let found = try workbench.attribute(StateAddress("z@last[0:3]"))
    #expect(found.rows.map(\.position) == [0, 1, 2] && found.state == "z@1.1.1")
    #expect((0...1).contains(found.probability))
  }

  @Test("other weights end the sessions, with a note")
  func ending() throws {
    let recorder = Recorder()
    let workbench = try Tiny.workbench(recorder)
    _ = try begin(workbench)
    workbench.models.replace(by: try Tiny.model(seed: 9), cause: "load")
    #expect(workbench.runs.all.isEmpty)
    #expect(recorder.notes == ["run #1 (3 + 7) has ended: its weights were replaced"])
  }

  @Test("a session in a file resumes with the same bits, and only on its own weights")
  func files() throws {
    try withTemporaryFolder { folder in
      let workbench = try Tiny.workbench()
      let session = try begin(workbench)
      _ = try workbench.advance(session, by: 7, halts: false)
      try RunFile(session).write(to: folder + "/r.safetensors", of: workbench.requireModel())
      let other = try Tiny.workbench()
      let resumed = try other.resume(from: folder + "/r.safetensors")
      #expect(resumed.place == session.place)
      _ = try workbench.advance(session, by: .max, halts: false)
      _ = try other.advance(resumed, by: .max, halts: false)
      #expect(resumed.debugRun.current.state[.y] == session.debugRun.current.state[.y])
      #expect(throws: Diagnostic.self) {
        try Tiny.workbench(seed: 2).resume(from: folder + "/r.safetensors")
      }
    }
  }
}
