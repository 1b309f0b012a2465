// The status of a paused run: the result of think, step, where and related commands.

package import Drawing
package import Network
package import Puzzles
package import Workbench
internal import Wording

/// The position of a paused run and why it stopped there.
package struct RunStatus: Sendable {
  /// The result's fields and their descriptions in the help.
  package static let fields: KeyValuePairs = [
    "answer": "the answer so far", "run": "the run's number", "question": "the question",
    "at": "the last update, such as z@2.1.3, or start", "update": "updates so far",
    "updates": "updates at full depth", "step": "complete supervision steps so far",
    "correct": "whether the answer so far is right; empty if unknown",
    "p": "the answer's probability", "halt": "the halting head's logit",
    "halt-p": "the halting probability", "dy": "the L2 norm of y's last change",
    "dz": "the L2 norm of z's last change",
    "stopped": "why it stopped: counted, break, halted or end",
    "breaks": "the numbers of the breaks that were hit",
  ]

  package let run: Int
  package let question: Question
  package let debugRun: DebugRun
  package let place: String
  package let reason: StopReason
  package let breaks: [Int]
  package let answer: String
  package let isRight: Bool?
  private let confidence: Double?

  package init(_ run: DebugSession, _ puzzle: any Puzzle, _ stop: StopRecord = StopRecord()) {
    self.run = run.number
    question = run.question
    debugRun = run.debugRun
    place = run.place
    breaks = stop.breaks
    reason =
      stop.reason == .break
      ? .break : debugRun.isDone ? .halted : debugRun.isAtEnd ? .end : stop.reason
    let shown = debugRun.answer
    let tokens = shown?.tokens
    let answer = tokens.map { puzzle.decode($0) } ?? ""
    self.answer = answer
    isRight = tokens == nil ? nil : puzzle.verdict(of: answer, for: question)
    confidence = shown.map { shown in
      puzzle.answerProbability(of: shown.tokens) { shown.confidence[$0] }
    }
  }

  private var halt: Double? { debugRun.current.headOutput.map { Double($0.halt) } }
  private var haltP: Double? {
    debugRun.current.headOutput.map { haltProbability(ofLogit: $0.halt) }
  }

  /// The status as a result: one line, or with `inFull` also the question and a progress bar.
  package func result(digits: Int, inFull: Bool = false, notes: [String] = []) -> CommandResult {
    var result = CommandResult(fields) { capabilities in
      inFull ? lines(capabilities, digits: digits) : [line(digits: digits)]
    }
    result.notes = notes
    return result
  }

  /// The status as fields.
  package var fields: [Field] {
    [
      Field("answer", answer.isEmpty ? .nothing : .string(answer)), Field("run", .integer(run)),
      Field("question", .string(question.text)), Field("at", .string(place)),
      Field("update", .integer(debugRun.position)), Field("updates", .integer(debugRun.updates)),
      Field("step", .integer(debugRun.steps)),
      Field("correct", .optional(isRight)), Field("p", .optional(confidence)),
      Field("halt", .optional(halt)), Field("halt-p", .optional(haltP)),
      Field("dy", .optional(debugRun.deltaOfY?.absolute)),
      Field("dz", .optional(debugRun.deltaOfZ?.absolute)),
      Field("stopped", .string(reason.rawValue)),
      Field("breaks", .list(breaks.map { .integer($0) })),
    ]
  }

  /// One line, such as `z@2.1.3   10900   halt -2.31 (p 0.09)   |Δy| 6.03   |Δz| 0.44`.
  package func line(digits: Int) -> StyledText {
    var line = StyledText(place, .accent).padded(to: 10)
    if debugRun.current.headOutput != nil {
      line += (StyledText(answer, .strong) + .verdict(isRight)).padded(to: 10) + "  "
    }
    line += StyledText(figures(digits: digits), .dim)
    switch reason {
    case .break:
      line += StyledText("   break \(breaks.map(String.init).joined(separator: ", "))", .hint)
    case .halted:
      line += StyledText("   halted after \(counted(debugRun.steps, "step"))", .good)
    case .end: line += StyledText("   end of run", .good)
    case .counted: break
    }
    return line
  }

  private func figures(digits: Int) -> String {
    func text(_ value: Double) -> String { NumberFormat.digits(value, significant: digits) }
    var parts: [String] = []
    if let halt, let haltP {
      parts.append("halt \(text(halt)) (p \(NumberFormat.decimals(haltP, places: 2)))")
    }
    if let dy = debugRun.deltaOfY {
      parts.append("|Δ\(debugRun.current.state.kinds[0])| \(text(dy.absolute))")
    }
    if debugRun.current.state.kinds.count > 1, let dz = debugRun.deltaOfZ {
      parts.append("|Δz| \(text(dz.absolute))")
    }
    return parts.joined(separator: "   ")
  }

  /// The question, a progress bar and the status line.
  package func lines(_ capabilities: TerminalCapabilities, digits: Int) -> [StyledText] {
    let e = debugRun.options
    let share = Double(debugRun.position) / Double(debugRun.updates)
    let head =
      StyledText("run #\(run)   ", .dim) + StyledText(question.text, .strong)
      + StyledText("   \(counted(e.depth, "step")) of \(e.cycles) x (\(e.inner) + 1) updates", .dim)
    let bar =
      Bar(share: share, width: 24).text(capabilities)
      + StyledText("   update \(debugRun.position) of \(debugRun.updates)", .dim)
    return [head, bar, line(digits: digits)]
  }
}
