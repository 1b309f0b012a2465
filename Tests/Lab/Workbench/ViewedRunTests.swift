// Views of the selected run: its own states, patched ones included, and what it becomes.

import Language
import Network
import Puzzles
import Support
import Testing
import Workbench

@Suite struct ViewedRunTests {
  /// A run that was patched at z@2.1.1, and stands there.
  private func patched(_ workbench: ModelWorkbench) throws -> DebugSession {
    let session = try workbench.begin(workbench.parseQuestion("3 + 7"), workbench.options())
    _ = try workbench.advance(session, by: 7, halts: false)
    _ = try workbench.patch(StateAddress("z@last"), with: Replacement(["zero"]))
    return session
  }

  /// The states of a run once a copy of it has gone on to its end, as `continue` takes it.
  private func ending(_ session: DebugSession, _ workbench: ModelWorkbench) throws -> DebugRun {
    var run = session.debugRun
    #expect(run.advance(on: try workbench.engine(of: session), halts: true) == .finished)
    return run
  }

  @Test("trajectories of a patched run are its own states, then those of continue")
  func trajectories() throws {
    let workbench = try Tiny.workbench()
    let session = try patched(workbench)
    let end = try ending(session, workbench)
    for address in ["z@*.*.*", "y@*.*", "z@0", "y@0"] {
      let found = try workbench.trajectories(
        of: [workbench.viewed()], StateAddress(address))[0]
      #expect(!found.states.isEmpty && found.view.number == 1)
      for state in found.states {
        #expect(state.values == end.values(of: state.moment) && state.owner == 1)
        #expect(state.isPatched == (state.moment.description == "z@2.1.1"))
      }
    }
    let zeros = try workbench.trajectories(of: [workbench.viewed()], StateAddress("z@2.1.1"))
    #expect(zeros[0].states.map { $0.values.allSatisfy { $0 == 0 } } == [true])
    #expect(session.place == "z@2.1.1" && session.debugRun.points.count == 8)
  }

  @Test("the lens reads a patched run's states")
  func lens() throws {
    let workbench = try Tiny.workbench()
    let session = try patched(workbench)
    let end = try ending(session, workbench)
    let record = try workbench.lens(workbench.viewed(), of: [.y, .z])
    var own = Lens(of: [.y, .z])
    let head = AnswerHead(session.weights)
    for moment in end.stateIDs where moment.step > 0 {
      try #require(end.values(of: moment)).withUnsafeBufferPointer {
        own.read(moment, $0, through: head)
      }
    }
    #expect(record.lens.readouts == own.readouts && own.readouts.count == 18)
    #expect(record.patched.map(\.description) == ["z@2.1.1"] && record.outcome == end.result)
    let plain = try workbench.lens(ViewedRun(session.question, workbench.options()), of: [.y, .z])
    #expect(Array(plain.lens.readouts[..<6]) == Array(own.readouts[..<6]))
    #expect(plain.lens.readouts[6] != own.readouts[6])
  }

  @Test("a page records a patched run's states")
  func recording() throws {
    let workbench = try Tiny.workbench()
    let session = try patched(workbench)
    let end = try ending(session, workbench)
    let recording = try RunRecording(workbench.viewed(), on: workbench)
    #expect(recording.frames.count == 18 && recording.outcome == end.result)
    for frame in recording.frames {
      #expect(frame.values == end.values(of: frame.moment))
      #expect(frame.isPatched == (frame.moment.description == "z@2.1.1"))
    }
    let halts = (1...3).compactMap { end.values(of: StateID(kind: .halt, step: $0))?[0] }
    #expect(recording.halting == halts.map { haltProbability(ofLogit: $0) })
  }

  @Test("a trace has the heads and changes of a patched run's steps")
  func trace() throws {
    let workbench = try Tiny.workbench()
    let session = try patched(workbench)
    let end = try ending(session, workbench)
    let (outcome, steps) = try workbench.trace(workbench.viewed())
    #expect(outcome == end.result && steps.count == 3)
    for step in steps {
      #expect(step.halt == end.values(of: StateID(kind: .halt, step: step.step))?[0])
      let z = [step.step - 1, step.step].map { number in
        end.values(
          of: number == 0
            ? StateID(kind: .z, step: 0) : StateID(kind: .z, step: number, cycle: 2, inner: 2))
      }
      #expect(
        step.changeOfZ == StateDelta(from: try #require(z[0]), to: try #require(z[1])).absolute)
    }
    #expect(try workbench.requirePuzzle().decode(outcome.tokens) == workbench.lastAnswer)
    #expect(workbench.runs.answered == nil && workbench.runs.selected === session)
    let plain = try workbench.trace(ViewedRun(session.question, workbench.options())).steps
    #expect(plain[0] == steps[0] && plain[1] != steps[1])
  }

  @Test("of an unpatched run, or one stepped back behind its patch, views are of the question")
  func unpatched() throws {
    let workbench = try Tiny.workbench()
    let session = try patched(workbench)
    _ = try workbench.stepBack(by: 1)
    let (run, question) = (
      try workbench.viewed(), ViewedRun(session.question, try workbench.options())
    )
    #expect(run.number == 1 && run.patched.isEmpty)
    let traces = try [run, question].map { try workbench.trace($0) }
    #expect(traces[0].outcome == traces[1].outcome && traces[0].steps == traces[1].steps)
    let lenses = try [run, question].map { try workbench.lens($0, of: [.y, .z]).lens.readouts }
    #expect(lenses[0] == lenses[1])
    let pages = try [run, question].map { try RunRecording($0, on: workbench).frames }
    #expect(pages[0].map(\.values) == pages[1].map(\.values))
    #expect(pages[0].map(\.components) == pages[1].map(\.components))
    let plots = try workbench.trajectories(of: [run, question], StateAddress("z@*.*.*"))
    #expect(plots[0].states.map(\.values) == plots[1].states.map(\.values))
  }

  @Test("a question or options make another run, and only the latter say that patches aren't in it")
  func others() throws {
    let recorder = Recorder()
    let workbench = try Tiny.workbench(recorder)
    _ = try patched(workbench)
    #expect(try workbench.viewed("8 + 9", nil).number == 0 && recorder.notes.isEmpty)
    var options = try workbench.options()
    options.depth = 2
    let view = try workbench.viewed("", options)
    #expect(view.number == 0 && view.inference.depth == 2 && view.question.text == "3 + 7")
    #expect(
      recorder.notes.count == 1 && recorder.notes[0].contains("without the patches of run #1"))
    // A paused run stays the one that is viewed while another question is asked; a note says so.
    _ = try workbench.answer(workbench.parseQuestion("8 + 9"), workbench.options())
    #expect(try workbench.viewed().number == 1 && recorder.notes.last?.contains("8 + 9") == true)
    #expect(try workbench.viewed(run: 0).question.text == "8 + 9")
    #expect(try workbench.viewed(run: 1).patched.count == 1)
    #expect(throws: Diagnostic.self) { try workbench.viewed(run: 2) }
  }

  @Test("an interrupted view is one, and other errors inside it keep their own message")
  func errors() throws {
    let workbench = try Tiny.workbench()
    _ = try patched(workbench)
    let view = try workbench.viewed()
    do {
      _ = try workbench.trajectories(of: [view], StateAddress("z@*[99]"))
      Issue.record("it was plotted")
    } catch {
      #expect((error as? Diagnostic)?.code == .usage)
      #expect((error as? Diagnostic)?.message.contains("names positions") == true)
    }
    let stopped = try Tiny.workbench(goesOn: { false })
    _ = try stopped.begin(stopped.parseQuestion("3 + 7"), stopped.options())
    do {
      _ = try stopped.trace(stopped.viewed())
      Issue.record("it was not stopped")
    } catch { #expect((error as? Diagnostic)?.code == .interrupted) }
  }

  @Test("attribution of an earlier state makes the later patches again")
  func attribution() throws {
    let workbench = try Tiny.workbench()
    let session = try patched(workbench)
    _ = try workbench.patch(StateAddress("y@last[2]"), with: Replacement(["noise", "0.5"]))
    _ = try workbench.advance(session, by: 4, halts: false)
    let found = try workbench.attribute(StateAddress("z@1.1.2[1:4]"))
    #expect(found.run == 1 && found.patched.map(\.description) == ["y@1.2", "z@2.1.1"])
    #expect(!found.isPatched && session.debugRun.position == 11)
    let puzzle = try workbench.requirePuzzle()
    let engine = try workbench.engine(of: session)
    let end = try #require(ending(session, workbench).current.headOutput)
    #expect(found.answer == puzzle.decode(end.tokens))
    for row in found.rows {
      var alone = session.debugRun
      let edits = alone.edits
      alone.stepBack(by: 11 - 2)
      let width = session.weights.configuration.width
      alone.edit(
        .z, from: row.position * width, [Float](repeating: 0, count: width), isAdded: false,
        on: engine)
      #expect(alone.advance(reapplying: edits, on: engine) == true)
      _ = alone.advance(on: engine)
      let confidence = try #require(alone.current.headOutput).confidence(
        in: end.tokens, alone.options, question: alone.question[0])
      #expect(
        row.probability
          == puzzle.answerProbability(of: [Int32](repeating: 0, count: puzzle.length)) {
            confidence[$0]
          })
    }
    // The patched state itself is the patched one.
    let own = try workbench.attribute(StateAddress("z@2.1.1"))
    #expect(own.isPatched && own.rows.allSatisfy { $0.changed == 0 && $0.answer == own.answer })
  }

  @Test("a run in a file keeps its patches for its views")
  func saved() throws {
    try withTemporaryFolder { folder in
      let workbench = try Tiny.workbench()
      let session = try patched(workbench)
      let whole = try workbench.trace(workbench.viewed())
      try RunFile(session).write(to: folder + "/r.safetensors", of: workbench.requireModel())
      let resumed = try workbench.resume(from: folder + "/r.safetensors")
      #expect(resumed.debugRun.edits == session.debugRun.edits)
      let again = try workbench.trace(workbench.viewed())
      #expect(again.outcome == whole.outcome && again.steps == whole.steps)
    }
  }
}
