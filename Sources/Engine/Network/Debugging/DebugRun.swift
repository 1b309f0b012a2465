// A run of one question that stands between two updates and goes both ways. What it computes is, bit
// for bit, what a run that is never stopped computes.

/// y and z of one sequence, (S, D) each.
package struct State: Equatable, Sendable {
  /// The answer's state.
  package var y: [Float]
  /// The latent.
  package var z: [Float]

  /// A state from its parts.
  package init(y: [Float], z: [Float]) {
    self.y = y
    self.z = z
  }

  /// y or z.
  package subscript(kind: StateID.Kind) -> [Float] {
    get { kind == .y ? y : z }
    set { if kind == .y { y = newValue } else { z = newValue } }
  }
}

/// A run of one question, as far as it went, with the states on its way there.
///
/// A value: a copy goes its own way. Every update's result is kept, up to a limit of bytes, beyond
/// which the oldest go.
package struct DebugRun: Sendable {
  /// Where a run can stand: after some of its updates.
  package struct Point: Equatable, Sendable {
    /// y and z.
    package internal(set) var state: State
    /// y and z as the step began in which this is, before its noise.
    package internal(set) var start: State
    /// What the heads say of y; nil before the first update of y.
    package internal(set) var reading: HeadReading?
    /// The answer's tokens after the last whole step before this point.
    package internal(set) var shown: [Int32]
    /// The steps for which they had stood still then.
    package internal(set) var still: Int
    /// What was changed here by hand.
    package internal(set) var changed: Set<StateID.Kind> = []
  }

  /// Why a run stopped.
  package enum Stop: Sendable {
    /// It took as many updates as were asked for.
    case counted
    /// Something that was looked out for came.
    case found
    /// It is over: it halted, settled or reached its depth.
    case ended
    /// It was told to stop before an update.
    case interrupted
  }

  /// The one question.
  package let question: TokenBatch
  /// The positions at which its answer stands.
  package let asked: Range<Int>
  /// How long it thinks; one rollout.
  package let effort: InferenceOptions
  /// The most bytes that its states may take.
  package let limit: Int
  /// The updates before the oldest point that is kept.
  package private(set) var first: Int
  /// The points that are kept, in order; the last is where the run stands.
  package private(set) var points: [Point]

  private let configuration: Configuration

  /// A run before its first update, on an engine that gives it y₀ and z₀.
  package init(
    _ question: TokenBatch, asked: Range<Int>, effort: InferenceOptions, on engine: any Engine,
    limit: Int = .max
  ) {
    engine.begin(question)
    let state = State(y: Array(engine.y), z: Array(engine.z))
    let point = Point(state: state, start: state, reading: nil, shown: [], still: 0)
    self.init(
      question, asked: asked, effort: effort, limit: limit, first: 0, points: [point],
      of: engine.weights.configuration)
  }

  /// A run that stands at the last of `points`, of which the first comes after `first` updates.
  init(
    _ question: TokenBatch, asked: Range<Int>, effort: InferenceOptions, limit: Int, first: Int,
    points: [Point], of configuration: Configuration
  ) {
    precondition(question.count == 1 && !points.isEmpty, "a paused run has one question")
    self.question = question
    self.asked = asked
    var single = effort
    single.breadth = 1
    self.effort = single
    self.limit = limit
    self.first = first
    self.points = points
    self.configuration = configuration
  }

  /// Updates of a step: T · (n + 1).
  package var updatesOfStep: Int { effort.cycles * (effort.inner + 1) }
  /// Updates of the whole run.
  package var updates: Int { effort.depth * updatesOfStep }
  /// Updates so far.
  package var position: Int { first + points.count - 1 }
  /// Where it stands.
  package var current: Point { points[points.count - 1] }
  /// Whole steps so far.
  package var steps: Int { position / updatesOfStep }
  /// Whether it has reached its depth.
  package var isAtEnd: Bool { position == updates }
  /// Whether it stands behind a whole step.
  package var isBetweenSteps: Bool { position > 0 && position.isMultiple(of: updatesOfStep) }

  /// Whether it stands behind a step after which a run that isn't stopped would end by itself.
  package var isDone: Bool {
    guard isBetweenSteps, let reading = current.reading else { return false }
    return effort.halts(at: reading.halt, still: stillness(of: current))
      || effort.tolerance > 0 && movement < effort.tolerance
  }

  /// The relative change of y and z in this step so far, the larger of both.
  private var movement: Double {
    let (start, now) = (current.start, current.state)
    return max(
      StateDelta(from: start.y, to: now.y).relative, StateDelta(from: start.z, to: now.z).relative)
  }

  /// The steps for which the answer of a point behind a whole step has stood still.
  private func stillness(of point: Point) -> Int {
    guard let reading = point.reading, reading.tokens[asked].elementsEqual(point.shown) else {
      return 0
    }
    return point.still + 1
  }

  /// How it ended; nil before it is over.
  package var outcome: RunResult? {
    guard isDone || isAtEnd, let reading = current.reading else { return nil }
    return RunResult(
      steps: steps, halted: isDone, tokens: reading.tokens,
      confidence: reading.confidence(in: reading.tokens), halt: reading.halt)
  }

  /// Goes on by at most so many updates, on an engine with the run's weights.
  ///
  /// Where `halts`, it stops where a run ends by itself; `found` is asked after each update. What was
  /// asked to stop stands behind a whole update.
  package mutating func advance(
    by most: Int = .max, on engine: any Engine, halts: Bool = false,
    while continues: @escaping ContinueCheck = always,
    until found: (DebugRun) -> Bool = { _ in false }
  ) -> Stop {
    begin(engine)
    for _ in 0..<most {
      if isAtEnd || halts && isDone { return .ended }
      guard let next = next(on: engine, while: continues) else { return .interrupted }
      points.append(next)
      forget()
      if found(self) { return .found }
    }
    return isAtEnd || halts && isDone ? .ended : .counted
  }

  /// The point after the next update; the engine stands where the run does.
  private func next(on engine: any Engine, while continues: @escaping ContinueCheck) -> Point? {
    let number = position % updatesOfStep
    var point = current
    point.changed = []
    if number == 0 {
      point.start = point.state
      if position > 0, let reading = point.reading {
        point.still = stillness(of: point)
        point.shown = Array(reading.tokens[asked])
      }
      if effort.noise > 0 {
        engine.disturb(
          sigma: effort.noise, keys: [Noise.key(effort.noiseKey(question), UInt64(steps + 1))])
        point.state = State(y: Array(engine.y), z: Array(engine.z))
      }
    }
    guard engine.update(number, inner: effort.inner, while: continues) else { return nil }
    if moment(after: position + 1).kind == .z {
      point.state.z = Array(engine.z)
    } else {
      point.state.y = Array(engine.y)
      engine.read()
      point.reading = HeadReading(engine)
    }
    return point
  }

  /// Puts the question and the states where the run stands into an engine.
  private func begin(_ engine: any Engine) {
    engine.begin(question)
    engine.set(current.state)
  }

  /// Goes back by some updates, of which every point is kept; what came after is forgotten.
  package mutating func back(by count: Int) {
    precondition(count >= 0 && count < points.count, "only \(points.count) points are kept")
    points.removeLast(count)
  }

  /// Puts other numbers in place of y or z where the run stands.
  package mutating func change(_ kind: StateID.Kind, to values: [Float], on engine: any Engine) {
    var point = current
    precondition(values.count == point.state.y.count, "a state keeps its size")
    point.state[kind] = values
    point.changed.insert(kind)
    if kind == .y, point.reading != nil {
      engine.begin(question)
      engine.set(point.state)
      engine.read()
      point.reading = HeadReading(engine)
    }
    points[points.count - 1] = point
  }

  /// Lets the oldest points go where all take more than the limit: an eighth of them at once.
  private mutating func forget() {
    guard bytes > limit, points.count > 2 else { return }
    let count = min(max(points.count / 8, 1), points.count - 2)
    points.removeFirst(count)
    first += count
  }

  /// Bytes that the states take: each update has one of its own.
  package var bytes: Int {
    let size = MemoryLayout<Float>.size
    let reading = configuration.length * configuration.vocabulary + 2
    return size * (points.count + 1) * current.state.y.count
      + size * (points.count / (effort.inner + 1)) * reading
  }
}

extension Engine {
  /// Sets y and z of an engine's one sequence.
  func set(_ state: State) {
    state.y.withUnsafeBufferPointer { y in
      state.z.withUnsafeBufferPointer { z in set(y: y, z: z) }
    }
  }
}
