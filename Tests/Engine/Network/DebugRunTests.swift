// Debug runs: the same bits as an uninterrupted run, forward and back.

import Kernels
import Network
import Support
import Testing

@Suite struct DebugRunTests {
  /// Random numbers for y and z of some sequences.
  static func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float(generator.uniform() * 4 - 2) }
  }

  static func options(_ kind: Kind) -> InferenceOptions {
    var options = InferenceOptions(kind.configuration)
    (options.depth, options.cycles, options.inner) = (3, 2, kind.inner(2))
    return options
  }

  static func debugRun(
    _ kind: Kind, _ engine: any Engine, _ options: InferenceOptions? = nil, limit: Int = .max
  ) throws -> DebugRun {
    DebugRun(
      try kind.questions(1, seed: 8), answerRange: 0..<kind.configuration.length,
      options: options ?? Self.options(kind), on: engine, limit: limit)
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
    for kernels in KernelSet.all {
      let fast = FastEngine(weights, capacity: 4, kernels: kernels)
      // Updates 0 and 1 of a cycle with n = 2 are of z, 2 is of y.
      for number in 0..<3 {
        for engine in [fast, reference] as [any Engine] {
          engine.begin(questions)
          y.withUnsafeBufferPointer { y in
            z.withUnsafeBufferPointer { z in
              engine.set(0, to: y)
              engine.set(1, to: z)
            }
          }
          #expect(Array(engine.state(.y)) == y && Array(engine.state(.z)) == z)
          #expect(engine.update(number, inner: 2, while: alwaysContinue))
          #expect(number == 2 ? Array(engine.state(.z)) == z : Array(engine.state(.y)) == y)
          engine.read()
        }
        #expect(distance(fast.state(.y), reference.state(.y)) < 1e-4)
        #expect(distance(fast.state(.z), reference.state(.z)) < 1e-4)
        #expect(distance(fast.logits, reference.logits) < 1e-4)
        #expect(distance(fast.halting, reference.halting) < 1e-4)
      }
    }
  }

  @Test("single updates equal whole steps, bit for bit", arguments: Kind.all)
  func stepping(kind: Kind) throws {
    let options = Self.options(kind)
    for engine in try Self.engines(kind) {
      engine.begin(try kind.questions(1, seed: 8))
      for step in 1...options.depth {
        #expect(engine.step(step, cycles: options.cycles, inner: options.inner))
      }
      let (y, z) = (Array(engine.state(.y)), Array(engine.state(.z)))
      let (logits, halting) = (Array(engine.logits), Array(engine.halting))
      var run = try Self.debugRun(kind, engine)
      while !run.isAtEnd { #expect(run.advance(by: 1, on: engine) != .interrupted) }
      #expect(run.position == 18 && run.steps == 3)
      #expect(run.current.state == States([.y, .z], [y, z]))
      #expect(
        run.current.headOutput?.logits == logits && run.current.headOutput?.halting == halting)
    }
  }

  @Test("it ends as an ordinary run does, with halting, patience, tolerance and noise")
  func variantOutputs() throws {
    let kind = Kind.all[0]
    var halts: [Float] = []
    let engine = try Self.engines(kind)[0]
    let question = try kind.questions(1, seed: 8)
    var options = Self.options(kind)
    options.depth = 8
    _ = InferenceRun(engine, options).answer(
      question, recorder: { halts.append(probability(ofLogit: $1.halt)) })
    let middle = Double(halts.sorted()[3])
    for (halt, patience, tolerance, noise) in [
      (nil, 0, 0, 0), (middle, 0, 0, 0), (middle, 2, 0, 0), (1e-9, 3, 0, 0), (nil, 0, 0.5, 0),
      (middle, 1, 0, 0.3),
    ] as [(Double?, Int, Double, Float)] {
      (options.halt, options.patience) = (halt, patience)
      (options.tolerance, options.noise) = (tolerance, noise)
      let whole = try #require(InferenceRun(engine, options).answer(question)).first
      var run = try Self.debugRun(kind, engine, options)
      while run.advance(by: 1, on: engine, halts: true) == .countReached {
        // Another question on the same engine doesn't affect the run.
        engine.begin(try kind.questions(1, seed: 9))
      }
      #expect(run.result == whole && run.result != nil)
    }
  }

  @Test(
    "stepping back restores a point, and stepping forward recomputes it bit for bit",
    arguments: Kind.all)
  func stepBack(kind: Kind) throws {
    for engine in try Self.engines(kind) {
      var run = try Self.debugRun(kind, engine)
      _ = run.advance(by: 7, on: engine)
      let seventh = run.current
      run.stepBack(by: 3)
      #expect(run.position == 4)
      _ = run.advance(by: 3, on: engine)
      #expect(run.current == seventh)
      // An edit is kept at its point, and absent before it.
      var values = seventh.state[.z]
      values[1] = 3
      run.edit(.z, to: values, on: engine)
      let changed = run.current
      _ = run.advance(by: 4, on: engine)
      let after = run.current
      run.stepBack(by: 4)
      #expect(run.current == changed && changed != seventh)
      _ = run.advance(by: 4, on: engine)
      #expect(run.current == after)
      run.stepBack(by: 5)
      _ = run.advance(by: 1, on: engine)
      #expect(run.current == seventh)
    }
  }

  @Test("replacing a state by itself changes nothing; editing y updates the answer")
  func change() throws {
    let kind = Kind.all[1]
    for engine in try Self.engines(kind) {
      var run = try Self.debugRun(kind, engine)
      _ = run.advance(by: 6, on: engine)
      var other = run
      other.edit(.y, to: run.current.state[.y], on: engine)
      other.edit(.z, to: run.current.state[.z], on: engine)
      #expect(other.current.headOutput == run.current.headOutput)
      _ = run.advance(on: engine)
      _ = other.advance(on: engine)
      #expect(other.current == run.current)
      let zeros = [Float](repeating: 0, count: run.current.state[.y].count)
      other.edit(.y, to: zeros, on: engine)
      // With y = 0 all logits are 0, and the halting logits are their bias.
      #expect(other.current.headOutput?.logits.allSatisfy { $0 == 0 } == true)
    }
  }

  @Test("an interrupted run stops between two updates and can continue")
  func interrupt() throws {
    let kind = Kind.all[0]
    let engine = try Self.engines(kind)[0]
    var whole = try Self.debugRun(kind, engine)
    _ = whole.advance(on: engine)
    var run = try Self.debugRun(kind, engine)
    let before = run.current
    #expect(run.advance(on: engine, while: { false }) == .interrupted)
    #expect(run.current == before)
    #expect(run.advance(on: engine, until: { $0.position == 5 }) == .conditionMet)
    #expect(run.position == 5 && run.stateIDs.count == 2 + 5)
    #expect(run.advance(on: engine) == .finished && run.current == whole.current)
    #expect(run.advance(by: 1, on: engine) == .finished)
  }

  @Test("states have the values that an observer gets, and edited values after an edit")
  func stateIDs() throws {
    let kind = Kind.all[0]
    let engine = try Self.engines(kind)[0]
    var seen: [(StateID, [Float])] = []
    _ = InferenceRun(engine, Self.options(kind)).answer(
      try kind.questions(1, seed: 8),
      observer: {
        seen.append(($0, Array($1)))
        return true
      })
    var run = try Self.debugRun(kind, engine)
    _ = run.advance(on: engine)
    #expect(run.stateIDs.map(\.description) == ["y@0", "z@0"] + seen.map { "\($0.0)" })
    for (stateID, values) in seen { #expect(run.values(of: stateID) == values) }
    run.stepBack(by: 18 - 8)
    // After 8 updates the newest states are z@2.1.2 and y@1.2.
    #expect("\(run.stateID(after: run.position))" == "z@2.1.2")
    let one = [Float](repeating: 1, count: run.current.state[.y].count)
    let newest = StateID(kind: .y, step: 1, cycle: 2)
    run.edit(.y, to: one, on: engine)
    #expect(run.values(of: newest) == one)
    #expect(run.values(of: StateID(kind: .y, step: 2, cycle: 1)) == nil)
    run.stepBack(by: 1)
    #expect(run.values(of: newest) == seen.first { $0.0 == newest }?.1)
  }

  @Test("beyond the limit the oldest states are discarded")
  func limit() throws {
    let kind = Kind.all[0]
    let engine = try Self.engines(kind)[0]
    var whole = try Self.debugRun(kind, engine)
    _ = whole.advance(on: engine)
    var run = try Self.debugRun(kind, engine, limit: whole.bytes / 2)
    _ = run.advance(on: engine)
    #expect(run.bytes <= whole.bytes / 2 && run.first > 0)
    #expect(run.points == Array(whole.points[run.first...]))
    #expect(run.values(of: StateID(kind: .z, step: 0)) == nil)
  }

  @Test("many variants of a state end as each does alone")
  func variants() throws {
    let kind = Kind.all[1]
    var options = Self.options(kind)
    options.noise = 0.2
    for engine in try Self.engines(kind) {
      var run = try Self.debugRun(kind, engine, options)
      _ = run.advance(by: 4, on: engine)
      let states = (0..<4).map { number in
        var state = run.current.state
        state[.z][number] = 0
        return state
      }
      // A step has cycles 2 and inner 2: 6 updates.
      let variantOutputs = try #require(
        run.variantOutputs(of: states, after: 4, through: 2, on: engine))
      for (state, ending) in zip(states, variantOutputs) {
        var alone = run
        alone.edit(.z, to: state[.z], on: engine)
        _ = alone.advance(by: 2, on: engine)
        #expect(alone.current.headOutput == ending.nextStep)
        _ = alone.advance(by: 6, on: engine)
        #expect(alone.current.headOutput == ending.final)
      }
      #expect(variantOutputs[0] != variantOutputs[1])
    }
  }
}
