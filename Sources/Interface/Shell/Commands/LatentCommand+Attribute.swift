// latent attribute: on which positions of a state the answer hangs.

internal import Drawing
internal import Network
internal import Puzzles

/// What became of the answer without one position.
private struct Attribution: Sendable {
  let position: Int
  let token: String
  /// The answer when the next step ends.
  let soon: String
  let answer: String
  /// How many positions of the answer are others.
  let changed: Int
  /// The probability of the answer that the run gives unchanged.
  let p: Double
}

extension LatentCommand {
  /// Carries out `latent attribute [ADDRESS]`.
  func attribute(in session: Session) throws -> CommandResult {
    guard addresses.count <= 1 else {
      throw ShellError(
        .usage, "'latent attribute' takes one address", hint: "latent attribute z@2.1.1")
    }
    guard !effort.isGiven else {
      throw ShellError(
        .usage, "'latent attribute' looks at a run with its own depth, cycles and inner",
        hint: "give the options to think or ask")
    }
    let address = try Address(addresses.first ?? "z@last")
    guard address.kind == .y || address.kind == .z else {
      throw ShellError(.usage, "'\(address)' is no state that a run goes on with", hint: "y@ or z@")
    }
    let (run, moment) = try session.copy(at: address)
    let c = run.weights.configuration
    let puzzle = try session.requirePuzzle()
    let engine = try session.engine(of: run)
    var whole = run.walk
    let stop = whole.advance(on: engine, halts: true, while: { !Interrupt.isRequested })
    guard stop != .interrupted, let unchanged = whole.current.reading else {
      throw ShellError(.interrupted, "interrupted")
    }
    let positions = Array(address.positions ?? 0..<c.sequence)
    let endings = try session.endings(
      of: run, without: positions, of: moment.kind, through: whole.steps)
    func probability(_ reading: Reading) -> Double {
      let sure = reading.confidence(in: unchanged.tokens)
      return puzzle.answerRange.reduce(1.0) { $0 * Double(sure[$1]) }
    }
    let names = tokenNames(run.question, puzzle, c)
    let rows = zip(positions, endings).map { position, ending in
      Attribution(
        position: position, token: names[position], soon: puzzle.decode(ending.soon.tokens),
        answer: puzzle.decode(ending.last.tokens),
        changed: puzzle.answerRange.count { ending.last.tokens[$0] != unchanged.tokens[$0] },
        p: probability(ending.last))
    }
    return result(
      rows, state: moment.description, answer: puzzle.decode(unchanged.tokens),
      p: probability(unchanged), in: session)
  }

  /// What stands at each position of a question; nothing before its tokens.
  func tokenNames(_ question: Question, _ puzzle: any Puzzle, _ c: Configuration)
    -> [String]
  {
    guard c.sequence == c.prefix + c.length else {
      return [String](repeating: "", count: c.sequence)
    }
    let tokens =
      puzzle.isGenerated
      ? puzzle.characters(of: question.tokens).map { String($0) }
      : question.tokens.map { String($0) }
    return [String](repeating: "", count: c.prefix) + tokens
  }

  private func result(
    _ rows: [Attribution], state: String, answer: String, p: Double, in session: Session
  ) -> CommandResult {
    let records = rows.map {
      Value.record([
        Field("position", .integer($0.position)), Field("token", .string($0.token)),
        Field("soon", .string($0.soon)), Field("answer", .string($0.answer)),
        Field("changed", .integer($0.changed)),
        Field("p", .number($0.p)), Field("drop", .number(p - $0.p)),
      ])
    }
    let fields = [
      Field("state", .string(state)), Field("answer", .string(answer)), Field("p", .number(p)),
      Field("count", .integer(rows.count { $0.changed > 0 })),
      Field("positions", .list(records)),
    ]
    let digits = session.settings.integer("digits") ?? 3
    return CommandResult(fields, table: "positions") { abilities in
      func text(_ value: Double) -> String { Numbers.decimals(value, places: digits) }
      var table = Table([
        .init("position", .right), .init("token"), .init("soon"), .init("at the end"),
        .init("changed", .right), .init("p", .right), .init(""),
      ])
      for row in rows {
        let share = p > 0 ? (p - row.p) / p : 0
        table.add([
          StyledText(String(row.position)), StyledText(row.token, .accent),
          StyledText(row.soon, row.soon == answer ? .plain : .hint),
          StyledText(row.answer, row.changed > 0 ? .bad : .plain),
          StyledText(row.changed > 0 ? String(row.changed) : ""), StyledText(text(row.p)),
          Bar(share: share, width: 16).text(abilities, style: row.changed > 0 ? .bad : .dim),
        ])
      }
      let head =
        StyledText(state, .accent) + StyledText(" without one position; unchanged: ", .dim)
        + StyledText(answer, .strong) + StyledText("   p \(text(p))", .dim)
      let map = HeatMap([rows.map { p - $0.p }], labels: ["drop"], range: 0...max(p, 1e-9))
      return [head] + map.lines(abilities) + table.lines(width: abilities.width)
    }
  }
}

extension Session {
  /// A copy of a run that stands where a state is the newest of its kind, and that state's moment.
  fileprivate func copy(at address: Address) throws -> (run: ThoughtRun, moment: Moment) {
    let run: ThoughtRun
    if let thought = try thoughtRun(address.run) {
      run = thought
    } else {
      let question = try runs.answered?.question ?? requireQuestion()
      let weights = try requireModel().weights
      let effort = runs.answered?.effort ?? settings.effort(weights.configuration)
      let engine = settings.word("engine")
      var walk = PausedRun(
        try tokens(of: question), asked: question.asked, effort: effort,
        on: try self.engine(named: engine))
      let stop = walk.advance(
        on: try self.engine(named: engine), halts: true, while: { !Interrupt.isRequested })
      if stop == .interrupted { throw ShellError(.interrupted, "interrupted") }
      run = ThoughtRun(number: 0, question: question, weights: weights, engine: engine, walk: walk)
    }
    let moment = try moment(address, among: run.walk.moments)
    try check(address, for: run.weights.configuration)
    var walk = run.walk
    let updates = walk.updates(until: moment) ?? 0
    if walk.newest(moment.kind, at: walk.position) != updates {
      walk.back(by: walk.position - updates)
    } else if moment.kind == .z, walk.position > updates, run.isOver {
      // At the end of a run its last z has nothing left to change: what it did is looked at.
      walk.back(by: walk.position - updates)
    }
    return (
      ThoughtRun(
        number: run.number, question: run.question, weights: run.weights, engine: run.engine,
        walk: walk), moment
    )
  }

  /// How a run ends without each of some positions of its newest y or z, a few at a time.
  fileprivate func endings(
    of run: ThoughtRun, without positions: [Int], of kind: Moment.Kind, through step: Int
  ) throws -> [PausedRun.Ending] {
    let c = run.weights.configuration
    // At most 64 MiB for each of x, y and z.
    let most = max(1, min(positions.count, 64, (16 << 20) / (c.sequence * c.width)))
    let engine = engine(for: run.weights, capacity: most, named: run.engine)
    var endings: [PausedRun.Ending] = []
    for start in stride(from: 0, to: positions.count, by: most) {
      let states = positions[start..<min(start + most, positions.count)].map { position in
        var state = run.walk.current.state
        state[kind].replaceSubrange(
          position * c.width..<(position + 1) * c.width,
          with: repeatElement(0, count: c.width))
        return state
      }
      let part = run.walk.endings(
        of: states, after: run.walk.position, through: step, on: engine,
        while: { !Interrupt.isRequested })
      guard let part else { throw ShellError(.interrupted, "interrupted") }
      endings += part
    }
    return endings
  }
}
