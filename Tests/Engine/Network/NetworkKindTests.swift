// Networks of all kinds: their updates by their equations, and their runs update by update.

import Kernels
import Network
import Support
import Testing

@Suite struct NetworkKindTests {
  /// The order of a step's states, as the papers and the official code have it.
  @Test("the updates of a step come in the official order")
  func order() {
    func order(_ kind: NetworkKind, cycles: Int, inner: Int) -> String {
      kind.architecture.stateIDs(of: 2, cycles: cycles, inner: inner).map(\.description)
        .joined(separator: " ")
    }
    #expect(
      order(.trm, cycles: 2, inner: 2)
        == "z@2.1.1 z@2.1.2 y@2.1 z@2.2.1 z@2.2.2 y@2.2 logits@2 halt@2")
    #expect(order(.hrm, cycles: 1, inner: 2) == "z@2.1.1 z@2.1.2 y@2.1 logits@2 halt@2")
    // The third update of z is the one without x.
    #expect(order(.singlez, cycles: 1, inner: 2) == "z@2.1.1 z@2.1.2 z@2.1.3 logits@2 halt@2")
    #expect(
      order(.hier6, cycles: 1, inner: 3)
        == "zL1@2.1.1 zL2@2.1.2 zL3@2.1.3 y@2.1 logits@2 halt@2")
    #expect(order(.baseline, cycles: 1, inner: 0) == "y@2.1 logits@2 halt@2")
    #expect(
      NetworkKind.hier6.architecture.startIDs.map(\.description)
        == ["y@0", "zL1@0", "zL2@0", "zL3@0", "zL4@0", "zL5@0", "zL6@0"])
    #expect(NetworkKind.singlez.architecture.latentKinds == [.z])
    #expect(NetworkKind.hier6.architecture.latentKinds == StateID.Kind.hierarchy)
  }

  @Test("a kind's parameters have the official keys")
  func keys() throws {
    func starts(_ kind: NetworkKind) -> [String] {
      guard let relative = Kind.relatives.first(where: { $0.configuration.network == kind }) else {
        return []
      }
      return ParameterTable(relative.configuration).parameters.filter { !$0.isTrained }.map(\.key)
    }
    #expect(starts(.hrm) == ["H_init", "L_init"] && starts(.baseline) == ["H_init"])
    #expect(starts(.singlez) == ["L_init"])
    #expect(
      starts(.hier6)
        == ["H_init", "L1_init", "L2_init", "L3_init", "L4_init", "L5_init", "L6_init"])
    let hrm = ParameterTable(Kind.relatives[0].configuration)
    #expect(hrm["H_level.layers.1.mlp.down_proj.weight"] != nil)
    #expect(hrm["L_level.layers.0.mlp.down_proj.weight"] != nil)
    #expect(hrm["L_level.layers.1.mlp.down_proj.weight"] == nil)
    let baseline = ParameterTable(Kind.relatives[4].configuration)
    #expect(!baseline.parameters.contains { $0.key.hasPrefix("L_level.") })
  }

  @Test("a configuration that a kind can't have is refused by name")
  func refusals() {
    func message(_ index: Int, _ change: (inout Configuration) -> Void) -> String {
      var c = Kind.relatives[index].configuration
      change(&c)
      do {
        try c.validate()
        return ""
      } catch { return "\(error)" }
    }
    for index in Kind.relatives.indices { #expect(message(index) { _ in } == "") }
    #expect(
      message(2) { $0.inner = 7 }
        == "invalid value '7' for 'inner' (a network of kind 'hier6' makes 1 to 6 inner updates a "
        + "cycle)")
    #expect(message(4) { $0.inner = 1 }.contains("'baseline' makes no inner updates"))
    #expect(message(1) { $0.inner = 0 }.contains("'0' for 'inner'"))
    #expect(message(1) { $0.highLayers = 2 }.contains("only a network with two modules"))
    #expect(message(0) { $0.highLayers = -1 }.contains("'-1' for 'highLayers'"))
  }

  @Test(
    "single updates equal whole steps, and a run restored from its snapshot goes on with them",
    arguments: Kind.relatives)
  func stepping(kind: Kind) throws {
    var options = InferenceOptions(kind.configuration)
    options.noise = 0.1
    let kinds = kind.configuration.architecture.kinds
    for engine in try DebugRunTests.engines(kind) {
      let whole = try #require(
        InferenceRun(engine, options).answer(try kind.questions(1, seed: 8))?.first)
      let states = kinds.map { Array(engine.state($0)) }
      var run = try DebugRunTests.debugRun(kind, engine, options)
      let middle = run.updates / 2
      #expect(run.advance(by: middle, on: engine) == .countReached)
      for (index, state) in kinds.enumerated() where index < 2 {
        var again = run
        again.edit(state, to: DebugRunTests.numbers(run.current.state.size, seed: 6), on: engine)
        let snapshot = again.snapshot
        var restored = try DebugRun(
          snapshot, of: run.question, answerRange: run.answerRange, options: options,
          for: kind.configuration)
        #expect(restored.points == again.points && restored.snapshot == snapshot)
        #expect(restored.editedStates.map(\.kind) == [state])
        _ = again.advance(on: engine)
        _ = restored.advance(on: engine)
        #expect(restored.current == again.current && again.current.state != run.current.state)
      }
      _ = run.advance(on: engine)
      #expect(run.current.state == States(kinds, states) && run.result == whole)
      for stateID in run.stateIDs where stateID.kind.isState {
        let updates = try #require(run.updates(until: stateID), "\(stateID)")
        #expect(updates == 0 || run.stateID(after: updates) == stateID)
        #expect(run.values(of: stateID)?.count == run.current.state.size)
      }
      var seen: [String] = []
      let result = run.replay(
        on: engine,
        observer: { stateID, _ in
          seen.append(stateID.description)
          return true
        })
      #expect(result == whole)
      let all =
        kind.configuration.architecture.startIDs
        + (1...options.depth).flatMap {
          kind.configuration.architecture.stateIDs(
            of: $0, cycles: options.cycles, inner: options.inner)
        }
      #expect(seen == all.map(\.description))
    }
  }

  @Test("HRM halts where halt exceeds continue, others where halt exceeds 0")
  func halting() throws {
    for kind in [Kind.relatives[0], Kind.relatives[1]] {
      let weights = try kind.weights(seed: 2)
      let question = try kind.questions(1, seed: 3)
      for (halt, other, halts) in [
        (-1, -2, kind.configuration.network == .hrm), (-2, -1, false),
        (2, 3, kind.configuration.network != .hrm), (3, 2, true),
      ] as [(Float, Float, Bool)] {
        let head = weights.pointer("q_head.weight")
        for i in 0..<2 * kind.configuration.width { head[i] = 0 }
        weights.pointer("q_head.bias")[0] = halt
        weights.pointer("q_head.bias")[1] = other
        var options = InferenceOptions(kind.configuration)
        options.halt = 0.5
        let result = try #require(
          InferenceRun(FastEngine(weights, capacity: 1), options).answer(question)?.first)
        #expect(result.halted == halts && result.steps == (halts ? 1 : options.depth))
      }
    }
  }
}
