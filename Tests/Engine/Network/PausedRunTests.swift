// Runs that stop between two updates: the same bits as one that never stops, forwards and backwards.

import Kernels
import Network
import Support
import Testing

@Suite struct PausedRunTests {
  /// Numbers of their own for y and z of some sequences.
  static func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float(generator.uniform() * 4 - 2) }
  }

  static func effort(_ kind: Kind) -> InferenceOptions {
    var effort = InferenceOptions(kind.configuration)
    (effort.depth, effort.cycles, effort.inner) = (3, 2, 2)
    return effort
  }

  static func paused(
    _ kind: Kind, _ engine: any Engine, _ effort: InferenceOptions? = nil, limit: Int = .max
  ) throws -> DebugRun {
    DebugRun(
      try kind.questions(1, seed: 8), asked: 0..<kind.configuration.length,
      effort: effort ?? Self.effort(kind), on: engine, limit: limit)
  }

  static func engines(_ kind: Kind) throws -> [any Engine] {
    let weights = try kind.weights(seed: 7)
    return [FastEngine(weights, capacity: 4), ReferenceEngine(weights)]
  }

  @Test("one update from given y and z is the same in both engines", arguments: Kind.all)
  func updates(kind: Kind) throws {
    let weights = try kind.weights(seed: 3)
    let c = kind.configuration
    let questions = try kind.questions(3, seed: 4)
    let reference = ReferenceEngine(weights)
    let size = 3 * c.sequence * c.width
    let (y, z) = (Self.numbers(size, seed: 1), Self.numbers(size, seed: 2))
    for lanes in KernelTable.all {
      let fast = FastEngine(weights, capacity: 4, lanes: lanes)
      // Updates 0 and 1 of a cycle with n = 2 are of z, 2 is of y.
      for number in 0..<3 {
        for engine in [fast, reference] as [any Engine] {
          engine.begin(questions)
          y.withUnsafeBufferPointer { y in
            z.withUnsafeBufferPointer { z in engine.set(y: y, z: z) }
          }
          #expect(Array(engine.y) == y && Array(engine.z) == z)
          #expect(engine.update(number, inner: 2, while: always))
          #expect(number == 2 ? Array(engine.z) == z : Array(engine.y) == y)
          engine.read()
        }
        #expect(distance(fast.y, reference.y) < 1e-4)
        #expect(distance(fast.z, reference.z) < 1e-4)
        #expect(distance(fast.logits, reference.logits) < 1e-4)
        #expect(distance(fast.halting, reference.halting) < 1e-4)
      }
    }
  }

  @Test("update by update gives bit for bit what whole steps give", arguments: Kind.all)
  func stepping(kind: Kind) throws {
    let effort = Self.effort(kind)
    for engine in try Self.engines(kind) {
      engine.begin(try kind.questions(1, seed: 8))
      for step in 1...effort.depth {
        #expect(engine.step(step, cycles: effort.cycles, inner: effort.inner))
      }
      let (y, z) = (Array(engine.y), Array(engine.z))
      let (logits, halting) = (Array(engine.logits), Array(engine.halting))
      var run = try Self.paused(kind, engine)
      while !run.isAtEnd { #expect(run.advance(by: 1, on: engine) != .interrupted) }
      #expect(run.position == 18 && run.steps == 3)
      #expect(run.current.state == State(y: y, z: z))
      #expect(run.current.reading?.logits == logits && run.current.reading?.halting == halting)
    }
  }

  @Test("it ends as a run ends that halts, settles, waits for its answer and has noise")
  func endings() throws {
    let kind = Kind.all[0]
    var halts: [Float] = []
    let engine = try Self.engines(kind)[0]
    let question = try kind.questions(1, seed: 8)
    var effort = Self.effort(kind)
    effort.depth = 8
    _ = InferenceRun(engine, effort).answer(
      question, recorder: { halts.append(probability(ofLogit: $1.halt)) })
    let middle = Double(halts.sorted()[3])
    for (halt, patience, tolerance, noise) in [
      (nil, 0, 0, 0), (middle, 0, 0, 0), (middle, 2, 0, 0), (1e-9, 3, 0, 0), (nil, 0, 0.5, 0),
      (middle, 1, 0, 0.3),
    ] as [(Double?, Int, Double, Float)] {
      (effort.halt, effort.patience) = (halt, patience)
      (effort.tolerance, effort.noise) = (tolerance, noise)
      let whole = try #require(InferenceRun(engine, effort).answer(question)).first
      var run = try Self.paused(kind, engine, effort)
      while run.advance(by: 1, on: engine, halts: true) == .counted {
        // Another question in between takes nothing from the run.
        engine.begin(try kind.questions(1, seed: 9))
      }
      #expect(run.outcome == whole && run.outcome != nil)
    }
  }

  @Test("back restores what was, and forward computes it again to the bit", arguments: Kind.all)
  func back(kind: Kind) throws {
    for engine in try Self.engines(kind) {
      var run = try Self.paused(kind, engine)
      _ = run.advance(by: 7, on: engine)
      let seventh = run.current
      run.back(by: 3)
      #expect(run.position == 4)
      _ = run.advance(by: 3, on: engine)
      #expect(run.current == seventh)
      // A change by hand is kept where it was made, and gone before it.
      var values = seventh.state.z
      values[1] = 3
      run.change(.z, to: values, on: engine)
      let changed = run.current
      _ = run.advance(by: 4, on: engine)
      let after = run.current
      run.back(by: 4)
      #expect(run.current == changed && changed != seventh)
      _ = run.advance(by: 4, on: engine)
      #expect(run.current == after)
      run.back(by: 5)
      _ = run.advance(by: 1, on: engine)
      #expect(run.current == seventh)
    }
  }

  @Test("a state in place of itself changes nothing; y's answer follows y")
  func change() throws {
    let kind = Kind.all[1]
    for engine in try Self.engines(kind) {
      var run = try Self.paused(kind, engine)
      _ = run.advance(by: 6, on: engine)
      var other = run
      other.change(.y, to: run.current.state.y, on: engine)
      other.change(.z, to: run.current.state.z, on: engine)
      #expect(other.current.reading == run.current.reading)
      _ = run.advance(on: engine)
      _ = other.advance(on: engine)
      #expect(other.current == run.current)
      let zeros = [Float](repeating: 0, count: run.current.state.y.count)
      other.change(.y, to: zeros, on: engine)
      // With y = 0 all logits are 0, and the halting logits are their bias.
      #expect(other.current.reading?.logits.allSatisfy { $0 == 0 } == true)
    }
  }

  @Test("a run that is told to stop stands behind a whole update and goes on from there")
  func interrupt() throws {
    let kind = Kind.all[0]
    let engine = try Self.engines(kind)[0]
    var whole = try Self.paused(kind, engine)
    _ = whole.advance(on: engine)
    var run = try Self.paused(kind, engine)
    let before = run.current
    #expect(run.advance(on: engine, while: { false }) == .interrupted)
    #expect(run.current == before)
    #expect(run.advance(on: engine, until: { $0.position == 5 }) == .found)
    #expect(run.position == 5 && run.moments.count == 2 + 5)
    #expect(run.advance(on: engine) == .ended && run.current == whole.current)
    #expect(run.advance(by: 1, on: engine) == .ended)
  }

  @Test("states have the numbers of their moments, a change by hand among them")
  func moments() throws {
    let kind = Kind.all[0]
    let engine = try Self.engines(kind)[0]
    var seen: [(StateID, [Float])] = []
    _ = InferenceRun(engine, Self.effort(kind)).answer(
      try kind.questions(1, seed: 8),
      observer: {
        seen.append(($0, Array($1)))
        return true
      })
    var run = try Self.paused(kind, engine)
    _ = run.advance(on: engine)
    #expect(run.moments.map(\.description) == ["y@0", "z@0"] + seen.map { "\($0.0)" })
    for (moment, values) in seen { #expect(run.values(of: moment) == values) }
    run.back(by: 18 - 8)
    // After 8 updates it stands at z@2.1.2, and y@1.2 is the newest y.
    #expect("\(run.moment(after: run.position))" == "z@2.1.2")
    let one = [Float](repeating: 1, count: run.current.state.y.count)
    let newest = StateID(kind: .y, step: 1, cycle: 2)
    run.change(.y, to: one, on: engine)
    #expect(run.values(of: newest) == one)
    #expect(run.values(of: StateID(kind: .y, step: 2, cycle: 1)) == nil)
    run.back(by: 1)
    #expect(run.values(of: newest) == seen.first { $0.0 == newest }?.1)
  }

  @Test("beyond its limit the oldest states go, and it can't go back to them")
  func limit() throws {
    let kind = Kind.all[0]
    let engine = try Self.engines(kind)[0]
    var whole = try Self.paused(kind, engine)
    _ = whole.advance(on: engine)
    var run = try Self.paused(kind, engine, limit: whole.bytes / 2)
    _ = run.advance(on: engine)
    #expect(run.bytes <= whole.bytes / 2 && run.first > 0)
    #expect(run.points == Array(whole.points[run.first...]))
    #expect(run.values(of: StateID(kind: .z, step: 0)) == nil)
  }

  @Test("many variants of a state end as each would alone")
  func variants() throws {
    let kind = Kind.all[1]
    var effort = Self.effort(kind)
    effort.noise = 0.2
    for engine in try Self.engines(kind) {
      var run = try Self.paused(kind, engine, effort)
      _ = run.advance(by: 4, on: engine)
      let states = (0..<4).map { number in
        var state = run.current.state
        state.z[number] = 0
        return state
      }
      // A step has cycles 2 and inner 2: 6 updates.
      let endings = try #require(run.endings(of: states, after: 4, through: 2, on: engine))
      for (state, ending) in zip(states, endings) {
        var alone = run
        alone.change(.z, to: state.z, on: engine)
        _ = alone.advance(by: 2, on: engine)
        #expect(alone.current.reading == ending.soon)
        _ = alone.advance(by: 6, on: engine)
        #expect(alone.current.reading == ending.last)
      }
      #expect(endings[0] != endings[1])
    }
  }

  @Test("a run written as arrays and read again goes both ways as before", arguments: Kind.all)
  func record(kind: Kind) throws {
    var effort = Self.effort(kind)
    effort.noise = 0.1
    for engine in try Self.engines(kind) {
      var run = try Self.paused(kind, engine, effort)
      _ = run.advance(by: 9, on: engine)
      run.change(.z, to: Self.numbers(run.current.state.z.count, seed: 6), on: engine)
      _ = run.advance(by: 4, on: engine)
      let record = run.record
      var again = try DebugRun(
        record, of: run.question, asked: run.asked, effort: effort, for: kind.configuration)
      #expect(again.points == run.points && again.first == 0 && again.record == record)
      // 13 updates, y and z to begin with, one change, and both anew by noise as each of 3 steps
      // begins, of which one is updated at once and never seen: 13 + 2 + 1 + 3.
      #expect(record.states.count <= 19 * run.current.state.y.count)
      _ = run.advance(on: engine)
      _ = again.advance(on: engine)
      #expect(again.current == run.current)
      again.back(by: 12)
      run.back(by: 12)
      #expect(again.current == run.current)
    }
  }

  @Test("arrays that are no run of a question are refused")
  func refusedRecords() throws {
    let kind = Kind.all[0]
    let engine = try Self.engines(kind)[0]
    var run = try Self.paused(kind, engine)
    _ = run.advance(by: 5, on: engine)
    let good = run.record
    func refuses(_ change: (inout DebugRun.Record) -> Void) -> Bool {
      var record = good
      change(&record)
      return
        (try? DebugRun(
          record, of: run.question, asked: run.asked, effort: run.effort, for: kind.configuration))
        == nil
    }
    #expect(!refuses { _ in })
    #expect(refuses { $0.first = 14 } && refuses { $0.first = -1 } && refuses { $0.first = .max })
    #expect(refuses { $0.points = [] } && refuses { $0.points.removeLast() })
    #expect(refuses { $0.states.removeLast() } && refuses { $0.states = [] })
    #expect(refuses { $0.logits.removeLast() } && refuses { $0.halting.removeLast() })
    #expect(refuses { $0.shown.removeLast() })
    for column in 0..<DebugRun.Record.pointWidth {
      #expect(refuses { $0.points[column] = -2 })
    }
    #expect(refuses { $0.points[0] = 99 } && refuses { $0.points[4] = 9 })
    #expect(refuses { $0.points[6] = 4 })
  }
}
