// States by address, recorded states, trajectories, and what is recorded for a page.

import Language
import Network
import Puzzles
import Settings
import Support
import Testing
import Workbench

@Suite struct StateTests {
  private func states(_ workbench: ModelWorkbench, _ addresses: String...) throws -> [CapturedState]
  {
    try workbench.states(addresses.map { try StateAddress($0) }, nil)
  }

  @Test("addresses name the states of the last answered question, in the order of its run")
  func answered() throws {
    let workbench = try Tiny.workbench()
    _ = try workbench.answer(workbench.parseQuestion("3 + 7"), workbench.options())
    let names = try states(workbench, "y@*", "halt@last", "y@0").map(\.name)
    #expect(names == ["y@0", "y@1.2", "y@2.2", "y@3.2", "halt@3"])
    #expect(try states(workbench, "z@2.1..2.1").map(\.name) == ["z@2.1.1", "z@2.2.1"])
    let cut = try states(workbench, "z@last[1:3]")[0]
    #expect(cut.name == "z@3.2.2[1:3]" && cut.shape == [2, 16] && cut.values.count == 32)
    #expect(throws: Diagnostic.self) { try states(workbench, "y@4") }
    #expect(throws: Diagnostic.self) { try states(workbench, "z@last[99]") }
  }

  @Test("addresses have the names of all kinds of states; z means each of several latents")
  func kinds() throws {
    #expect(StateAddress.Kind.allCases.map(\.rawValue) == StateID.Kind.allCases.map(\.rawValue))
    for (address, kind) in zip(StateAddress.Kind.allCases, StateID.Kind.allCases) {
      #expect(try StateAddress("\(address)@last").momentKind == kind)
      #expect(address.isState == kind.isState)
    }
    let hier6 = NetworkKind.hier6.architecture.stateIDs(of: 1, cycles: 2, inner: 6)
    func names(_ address: String) throws -> String {
      try StateAddress(address).moments(among: hier6).map(\.description).joined(separator: " ")
    }
    #expect(try names("z@1.1.2..3") == "zL2@1.1.2 zL3@1.1.3")
    #expect(try names("z@*.*.last") == "zL6@1.1.6 zL6@1.2.6")
    #expect(try names("zL2@*.*.last") == "zL2@1.1.2 zL2@1.2.2")
    #expect(try names("zL2@1.1.3").isEmpty)
  }

  @Test("if a run stops early, 'last' is its last step")
  func early() throws {
    let workbench = try Tiny.workbench()
    // Every head is sure enough for this, once the answer has stood still.
    try workbench.settings.set("halt", to: "0.0001", origin: .prompt)
    try workbench.settings.set("depth", to: "40", origin: .prompt)
    let question = try workbench.parseQuestion("3 + 7")
    let steps = try workbench.answer(question, workbench.options()).steps
    #expect(steps < 40)
    #expect(try states(workbench, "y@last").map(\.name) == ["y@\(steps).2"])
    let trajectory = try workbench.trajectories(
      of: [ViewedRun(question, workbench.options())], StateAddress("y@*"))[0]
    #expect(trajectory.states.count == steps && trajectory.isRight != nil)
  }

  @Test("recorded states are those that were computed, and aren't computed again")
  func recorded() throws {
    let workbench = try Tiny.workbench()
    let question = try workbench.parseQuestion("3 + 7")
    _ = try workbench.answer(question, workbench.options())
    let computed = try states(workbench, "z@*.*.*", "y@*.*")
    #expect(!computed.contains { $0.isKept })
    try workbench.settings.set("keep", to: "all", origin: .prompt)
    _ = try workbench.answer(question, workbench.options())
    let kept = try states(workbench, "z@*.*.*", "y@*.*")
    #expect(kept.allSatisfy(\.isKept) && kept.map(\.values) == computed.map(\.values))
  }

  @Test(
    "a level of recording keeps its states and no others",
    arguments: [(KeepLevel.off, 0), (.steps, 3 * 4), (.cycles, 3 * 6), (.all, 3 * 8)])
  func levels(level: KeepLevel, count: Int) throws {
    let workbench = try Tiny.workbench()
    try workbench.settings.set("keep", to: level.rawValue, origin: .prompt)
    _ = try workbench.answer(workbench.parseQuestion("3 + 7"), workbench.options())
    #expect(workbench.runs.answered?.recording?.values.count ?? 0 == count)
  }

  @Test("statistics cover the finite numbers; a difference has the position of its maximum")
  func statistics() throws {
    let c = try Tiny.model().weights.configuration
    var values = [Float](repeating: 0, count: c.sequence * c.width)
    (values[0], values[1], values[2]) = (3, -4, .nan)
    let state = CapturedState(StateID(kind: .y, step: 1, cycle: 1), values, of: c)
    let figures = Dictionary(
      state.statistics.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
    #expect(figures["norm"] == 5 && figures["min"] == -4 && figures["max"] == 3)
    #expect(figures["nonfinite"] == 1)
    #expect(abs((figures["mean"] ?? 0) + 1 / Double(values.count - 1)) < 1e-12)
    values[2] = 0
    var other = values
    other[2 * c.width] = 12
    let (a, b) = (
      CapturedState(state.moment, values, of: c), CapturedState(state.moment, other, of: c)
    )
    let difference = b.difference(from: a)
    #expect(difference.distance == 12 && difference.position == 2)
    #expect(
      abs(difference.relative - 12.0 / 13) < 1e-12 && abs(difference.cosine - 5.0 / 13) < 1e-12)
  }

  @Test("a recording holds every update of the run, and its last answer")
  func recording() throws {
    let workbench = try Tiny.workbench()
    let question = try workbench.parseQuestion("3 + 7")
    let recording = try RunRecording(
      ViewedRun(question, workbench.options()), on: workbench)
    #expect(recording.frames.count == 18 && recording.frames.last?.moment.description == "y@3.2")
    #expect(recording.halting.count == 3 && recording.stride == 1 && recording.notes == [])
    #expect(recording.outcome.tokens == workbench.lastTokens)
  }

  @Test("the lens reads every y and z, and the last y is the answer")
  func lens() throws {
    let workbench = try Tiny.workbench()
    let record = try workbench.lens(
      ViewedRun(workbench.parseQuestion("3 + 7"), workbench.options()),
      of: workbench.readableKinds(nil))
    #expect(record.lens.readouts.count == 18 && record.kinds == [.y, .z])
    #expect(record.lens.readouts.last?.tokens == record.outcome.tokens)
  }

  @Test("a data set's example that isn't there is refused by its number")
  func examples() throws {
    let workbench = try Tiny.workbench()
    for text in ["nothing", "#3", "dir#x"] {
      #expect(throws: Diagnostic.self) { try workbench.question(from: text, puzzle: nil) }
    }
    #expect(throws: (any Error).self) { try workbench.question(tokens: "1 2", puzzle: nil) }
  }
}
