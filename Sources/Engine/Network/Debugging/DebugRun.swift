// A run of one question that can be stepped forward and back, update by update. It computes, bit
// for bit, what an uninterrupted run computes.

internal import Wording

/// A partial run of one question and the states it went through.
///
/// A value type: copies are independent. The result of every update is kept; beyond a limit in
/// bytes the oldest are discarded.
package struct DebugRun: Sendable {
  /// The run after some of its updates.
  package struct Point: Equatable, Sendable {
    /// The states.
    package internal(set) var state: States
    /// The states at the start of the current step, before its noise.
    package internal(set) var stepStart: States
    /// The heads' output at the end of the last whole cycle; nil before the first.
    package internal(set) var headOutput: HeadOutput?
    /// The answer's tokens after the last whole step before this point; empty before the first.
    package internal(set) var lastAnswer: [Int32]
    /// The number of steps for which those had been unchanged.
    package internal(set) var stableSteps: Int
    /// The states that were edited here.
    package internal(set) var edited: Set<StateID.Kind> = []
  }

  /// Why a run stopped.
  package enum Stop: Sendable {
    /// It took the requested number of updates.
    case countReached
    /// The caller's condition held.
    case conditionMet
    /// It halted, converged or reached its depth.
    case finished
    /// It was interrupted before an update.
    case interrupted
  }

  /// The question: a batch of one.
  package let question: TokenBatch
  /// The positions of its answer.
  package let answerRange: Range<Int>
  /// The options, with a single rollout.
  package let options: InferenceOptions
  /// The limit on the size of its states, in bytes.
  package let limit: Int
  /// The number of updates before the oldest kept point.
  package private(set) var first: Int
  /// The kept points in order; the last is the current one.
  package internal(set) var points: [Point]
  /// The edits that were made up to the current point, in order; also those of points that were
  /// discarded.
  package internal(set) var edits: [Edit]

  let configuration: Configuration

  /// A run before its first update; the engine provides the states at the start.
  package init(
    _ question: TokenBatch, answerRange: Range<Int>, options: InferenceOptions,
    on engine: any Engine,
    limit: Int = .max
  ) {
    engine.begin(question)
    let state = States(engine)
    let point = Point(
      state: state, stepStart: state, headOutput: nil, lastAnswer: [], stableSteps: 0)
    self.init(
      question, answerRange: answerRange, options: options, limit: limit, first: 0, points: [point],
      of: engine.weights.configuration)
  }

  /// A run whose current point is the last of `points`; the first of them is after `first` updates.
  init(
    _ question: TokenBatch, answerRange: Range<Int>, options: InferenceOptions, limit: Int,
    first: Int,
    points: [Point], edits: [Edit] = [], of configuration: Configuration
  ) {
    precondition(
      question.count == 1 && !points.isEmpty, "a debug run needs one question and a point")
    self.question = question
    self.answerRange = answerRange
    var singleRollout = options
    singleRollout.breadth = 1
    self.options = singleRollout
    self.limit = limit
    self.first = first
    self.points = points
    self.edits = edits
    self.configuration = configuration
  }

  /// Updates in a step: T · (n + 1).
  package var updatesOfStep: Int { options.cycles * (options.inner + 1) }
  /// Updates in the whole run.
  package var updates: Int { options.depth * updatesOfStep }
  /// Updates so far.
  package var position: Int { first + points.count - 1 }
  /// The current point.
  package var current: Point { points[points.count - 1] }
  /// Whole steps so far.
  package var steps: Int { position / updatesOfStep }
  /// Whether it has reached its depth.
  package var isAtEnd: Bool { position == updates }
  /// Whether it is at the end of a step.
  package var isBetweenSteps: Bool { position > 0 && position.isMultiple(of: updatesOfStep) }

  /// Whether it is at the end of a step after which an ordinary run would halt.
  package var isDone: Bool {
    guard isBetweenSteps, let headOutput = current.headOutput else { return false }
    return options.halts(at: headOutput.halt, stableSteps: stableSteps(of: current))
      || options.tolerance > 0 && delta < options.tolerance
  }

  /// The larger of the relative changes of y and z in this step so far.
  private var delta: Double {
    let (y, z) = current.stepStart.changes(to: current.state)
    return max(y.relative, z.relative)
  }

  /// The number of steps for which the answer of a point at the end of a step has been unchanged.
  private func stableSteps(of point: Point) -> Int {
    guard let headOutput = point.headOutput,
      headOutput.tokens[answerRange].elementsEqual(point.lastAnswer)
    else {
      return 0
    }
    return point.stableSteps + 1
  }

  /// The result; nil before the run has finished.
  package var result: RunResult? {
    guard isDone || isAtEnd, let headOutput = current.headOutput else { return nil }
    return RunResult(headOutput, options, of: question[0], steps: steps, halted: isDone)
  }

  /// What the last update's output answers: the tokens, with those that are held in place, and the
  /// probability of each; nil before the first answer.
  package var answer: (tokens: [Int32], confidence: [Float])? {
    current.headOutput.map { output in
      let tokens = options.holding(output.tokens, of: question[0]).tokens
      return (tokens, output.confidence(in: tokens, options, question: question[0]))
    }
  }

  /// Advances by up to `most` updates, on an engine with the run's weights.
  ///
  /// If `halts`, it stops where an ordinary run would halt; `found` is called after each update and
  /// stops the run by returning true. It always stops between two updates.
  package mutating func advance(
    by most: Int = .max, on engine: any Engine, halts: Bool = false,
    while shouldContinue: @escaping ContinueCheck = alwaysContinue,
    until found: (DebugRun) -> Bool = { _ in false }
  ) -> Stop {
    begin(engine)
    for _ in 0..<most {
      if isAtEnd || halts && isDone { return .finished }
      guard let next = next(on: engine, while: shouldContinue) else { return .interrupted }
      points.append(next)
      discardOldest()
      if found(self) { return .conditionMet }
    }
    return isAtEnd || halts && isDone ? .finished : .countReached
  }

  /// The point after the next update, on an engine that holds the current states.
  private func next(on engine: any Engine, while shouldContinue: @escaping ContinueCheck) -> Point?
  {
    let number = position % updatesOfStep
    var point = current
    point.edited = []
    if number == 0 {
      point.stepStart = point.state
      if position > 0, let headOutput = point.headOutput {
        point.stableSteps = stableSteps(of: point)
        point.lastAnswer = Array(headOutput.tokens[answerRange])
      }
      if options.noise > 0 {
        engine.addNoise(
          sigma: options.noise, keys: [Noise.key(options.noiseKey(question), UInt64(steps + 1))])
        point.state = States(engine)
      }
    }
    guard engine.update(number, inner: options.inner, while: shouldContinue) else { return nil }
    let kind = stateID(after: position + 1).kind
    point.state[kind] = Array(engine.state(kind))
    if (position + 1).isMultiple(of: options.inner + 1) {
      engine.read()
      point.headOutput = HeadOutput(engine)
    }
    return point
  }

  /// Loads the question and the current states into an engine.
  private func begin(_ engine: any Engine) {
    engine.begin(question)
    engine.set(current.state)
  }

  /// Goes back by `count` updates, all of which must be kept, and discards the later points.
  package mutating func stepBack(by count: Int) {
    precondition(
      count >= 0 && count < points.count,
      "can't go back \(counted(count, "update")): \(points.count - 1) are kept")
    points.removeLast(count)
    let now = position
    edits.removeAll { $0.position > now }
  }

  /// Discards the oldest eighth of the points if they exceed the limit.
  private mutating func discardOldest() {
    guard bytes > limit, points.count > 2 else { return }
    let count = min(max(points.count / 8, 1), points.count - 2)
    points.removeFirst(count)
    first += count
  }

  /// The size of the states in bytes.
  package var bytes: Int {
    let size = MemoryLayout<Float>.size
    let headOutput = configuration.length * configuration.vocabulary + 2
    return size * (points.count + current.state.kinds.count - 1) * current.state.size
      + size * (points.count / (options.inner + 1)) * headOutput
  }
}
