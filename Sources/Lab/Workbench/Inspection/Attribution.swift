// Which positions of a state an answer depends on.

internal import Kernels
package import Language
package import Network
package import Puzzles
internal import Settings

/// What becomes of an answer when positions of a state are set to zero, one at a time.
package struct Attribution: Sendable {
  /// One position.
  package struct Row: Sendable {
    package let position: Int
    /// What the question has there; empty before its first token.
    package let token: String
    /// The answer when the next step ends.
    package let nextStep: String
    /// The answer when the run ends.
    package let answer: String
    /// How many positions of the answer differ.
    package let changed: Int
    /// The probability of the unchanged run's answer.
    package let probability: Double
  }

  /// The number of the run; 0 for the last answered question.
  package let run: Int
  /// The states of the run that were patched, in its order.
  package let patched: [StateID]
  /// The state whose positions are set to zero.
  package let state: String
  /// Whether it was patched.
  package let isPatched: Bool
  /// The unchanged answer and its probability.
  package let answer: String
  package let probability: Double
  package let rows: [Row]
}

extension ModelWorkbench {
  /// Which positions of a state the answer depends on.
  ///
  /// The run's later patches are made again, in the unchanged run and in every other.
  ///
  /// - Throws: `Diagnostic` where the address names no y or z, or if it was stopped.
  package func attribute(_ address: StateAddress) throws -> Attribution {
    guard address.kind.isState else {
      throw Diagnostic(
        .usage, "'\(address)' is not a state that the run continues from",
        about: .argument("\(address)"), hint: "use y@ or z@")
    }
    let (run, moment, patched, later) = try copy(at: address)
    let c = run.weights.configuration
    let puzzle = try requirePuzzle()
    var whole = run.debugRun
    let engine = try engine(of: run)
    guard whole.advance(reapplying: later, on: engine, while: goesOn),
      whole.advance(on: engine, halts: true, while: goesOn) != .interrupted,
      let unchanged = whole.current.headOutput
    else {
      throw Diagnostic.interrupted
    }
    let positions = Array(address.positions ?? 0..<c.sequence)
    let endings = try endings(
      of: run, without: positions, of: moment.kind, through: whole.steps, reapplying: later)
    func probability(_ reading: HeadOutput) -> Double {
      let confidence = reading.confidence(
        in: unchanged.tokens, whole.options, question: run.question.tokens)
      return puzzle.answerProbability(of: unchanged.tokens) { confidence[$0] }
    }
    let names = puzzle.tokenNames(of: run.question, c)
    let rows = zip(positions, endings).map { position, ending in
      Attribution.Row(
        position: position, token: names[position], nextStep: puzzle.decode(ending.nextStep.tokens),
        answer: puzzle.decode(ending.final.tokens),
        changed: puzzle.answerRange.count { ending.final.tokens[$0] != unchanged.tokens[$0] },
        probability: probability(ending.final))
    }
    return Attribution(
      run: run.number, patched: patched, state: moment.description,
      isPatched: patched.contains(moment), answer: puzzle.decode(unchanged.tokens),
      probability: probability(unchanged), rows: rows)
  }
}

extension Puzzle {
  /// What a question has at each position of a state; nothing before its tokens.
  package func tokenNames(of question: Question, _ c: Configuration) -> [String] {
    guard c.sequence == c.prefix + c.length else {
      return [String](repeating: "", count: c.sequence)
    }
    let tokens =
      !isUninterpreted
      ? characters(of: question.tokens).map { String($0) } : question.tokens.map { String($0) }
    return [String](repeating: "", count: c.prefix) + tokens
  }
}

extension ModelWorkbench {
  /// A copy of a run at the update where a state is the newest of its kind and as it is now, that
  /// state's ID, the states that were patched, and the patches made later.
  private func copy(at address: StateAddress) throws -> (
    run: DebugSession, moment: StateID, patched: [StateID], later: [DebugRun.Edit]
  ) {
    let run: DebugSession
    if let thought = try debugSession(address.run) {
      run = thought
    } else {
      let question = try runs.answered?.question ?? requireQuestion()
      let model = try requireModel()
      let weights = model.weights
      let inference = runs.answered?.inference ?? settings.inferenceOptions(model)
      let engine = settings.engine
      var debugRun = DebugRun(
        try tokens(of: question), answerRange: question.asked, options: inference,
        on: try self.engine(kind: engine))
      let stop = debugRun.advance(
        on: try self.engine(kind: engine), halts: true, while: goesOn)
      if stop == .interrupted { throw Diagnostic.interrupted }
      run = DebugSession(
        number: 0, question: question, weights: weights, engine: engine, debugRun: debugRun)
    }
    let moment = try moment(address, among: run.debugRun.stateIDs)
    let c = run.weights.configuration
    try check(address, for: c)
    var debugRun = run.debugRun
    let updates = debugRun.position(of: moment) ?? 0
    if debugRun.newest(moment.kind, at: debugRun.position)
      != debugRun.updates(until: moment)
    {
      debugRun.stepBack(by: debugRun.position - updates)
    } else if moment.kind != c.architecture.answerKind, debugRun.position > updates, run.isOver {
      // At the end of a run its last z has nothing left to change: what it did is looked at.
      debugRun.stepBack(by: debugRun.position - updates)
    }
    return (
      DebugSession(
        number: run.number, question: run.question, weights: run.weights, engine: run.engine,
        debugRun: debugRun), moment, run.debugRun.editedStates,
      run.debugRun.edits.filter { $0.position > debugRun.position }
    )
  }

  /// How a run ends without each of some positions of its newest y or z, a few at a time.
  private func endings(
    of run: DebugSession, without positions: [Int], of kind: StateID.Kind, through step: Int,
    reapplying edits: [DebugRun.Edit]
  ) throws -> [DebugRun.VariantOutput] {
    let c = run.weights.configuration
    // At most 64 MiB for x and for each state.
    let most = max(1, min(positions.count, 64, (16 << 20) / (c.sequence * c.width)))
    let engine = try engine(for: run.weights, capacity: most, kind: run.engine)
    var endings: [DebugRun.VariantOutput] = []
    for start in stride(from: 0, to: positions.count, by: most) {
      let states = positions[start..<min(start + most, positions.count)].map { position in
        var state = run.debugRun.current.state
        state[kind].replaceSubrange(
          position * c.width..<(position + 1) * c.width,
          with: repeatElement(0, count: c.width))
        return state
      }
      let part = run.debugRun.variantOutputs(
        of: states, after: run.debugRun.position, through: step, reapplying: edits,
        on: engine, while: goesOn)
      guard let part else { throw Diagnostic.interrupted }
      endings += part
    }
    return endings
  }
}
