// Where a paused run stands: the result that think, step, where and their like share.

internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles

/// Where a run stands, and how it came to stop there.
struct Standing: Sendable {
  /// Fields of the result, as the help lists them.
  static let fields: KeyValuePairs = [
    "answer": "the answer so far", "run": "the run's number", "question": "the question",
    "at": "the last update, such as z@2.1.3, or start", "update": "updates so far",
    "updates": "updates to the full depth", "step": "whole supervision steps so far",
    "correct": "whether the answer so far is right; nothing where the puzzle can't tell",
    "p": "the probability that the model gives it", "halt": "the halting head's logit",
    "halt-p": "the same as a probability", "dy": "how far the last update of y moved it",
    "dz": "how far the last update of z moved it", "stopped": "counted, break, halted or end",
    "breaks": "the numbers of the breaks that stopped it",
  ]

  /// Why a run stopped.
  enum Reason: String {
    case counted
    case `break`
    case halted
    case end
  }

  let run: Int
  let question: Question
  let walk: PausedRun
  let place: String
  let reason: Reason
  let breaks: [Int]
  let answer: String
  let isRight: Bool?
  private let confidence: Double?

  init(_ run: ThoughtRun, _ puzzle: any Puzzle, reason: Reason = .counted, breaks: [Int] = []) {
    self.run = run.number
    question = run.question
    walk = run.walk
    place = run.place
    self.breaks = breaks
    self.reason =
      reason == .break ? .break : walk.isDone ? .halted : walk.isAtEnd ? .end : reason
    let tokens = walk.current.reading?.tokens
    let answer = tokens.map { puzzle.decode($0) } ?? ""
    self.answer = answer
    isRight = tokens == nil || question.answer == nil ? nil : puzzle.check(answer, of: question)
    confidence = walk.current.reading.map { reading in
      let sure = reading.confidence(in: reading.tokens)
      return puzzle.answerRange.reduce(1.0) { $0 * Double(sure[$1]) }
    }
  }

  private var halt: Double? { walk.current.reading.map { Double($0.halt) } }
  private var haltProbability: Double? {
    walk.current.reading.map { Double(probability(ofLogit: $0.halt)) }
  }

  /// For machines and for `expect`.
  var fields: [Field] {
    func number(_ value: Double?) -> Value { value.map { .number($0) } ?? .nothing }
    return [
      Field("answer", .string(answer)), Field("run", .integer(run)),
      Field("question", .string(question.text)), Field("at", .string(place)),
      Field("update", .integer(walk.position)), Field("updates", .integer(walk.updates)),
      Field("step", .integer(walk.steps)),
      Field("correct", isRight.map { .bool($0) } ?? .nothing), Field("p", number(confidence)),
      Field("halt", number(halt)), Field("halt-p", number(haltProbability)),
      Field("dy", number(walk.movement(of: .y)?.absolute)),
      Field("dz", number(walk.movement(of: .z)?.absolute)),
      Field("stopped", .string(reason.rawValue)),
      Field("breaks", .list(breaks.map { .integer($0) })),
    ]
  }

  /// `z@2.1.3   10900   halt -2.31 (p 0.09)   |Δy| 6.03   |Δz| 0.44`.
  func line(digits: Int) -> StyledText {
    var line = StyledText(place, .accent).padded(to: 10)
    if walk.current.reading != nil {
      let mark = isRight.map { $0 ? StyledText(" ✓", .good) : StyledText(" ✗", .bad) }
      line += (StyledText(answer, .strong) + (mark ?? StyledText())).padded(to: 10) + "  "
    }
    line += StyledText(figures(digits: digits), .dim)
    switch reason {
    case .break:
      line += StyledText("   break \(breaks.map(String.init).joined(separator: ", "))", .hint)
    case .halted: line += StyledText("   done after \(walk.steps) steps", .good)
    case .end: line += StyledText("   the end", .good)
    case .counted: break
    }
    return line
  }

  private func figures(digits: Int) -> String {
    func text(_ value: Double) -> String { Numbers.digits(value, significant: digits) }
    var parts: [String] = []
    if let halt, let haltProbability {
      parts.append("halt \(text(halt)) (p \(Numbers.decimals(haltProbability, places: 2)))")
    }
    if let dy = walk.movement(of: .y) { parts.append("|Δy| \(text(dy.absolute))") }
    if let dz = walk.movement(of: .z) { parts.append("|Δz| \(text(dz.absolute))") }
    return parts.joined(separator: "   ")
  }

  /// The run in full: its question, how far it is, and the line.
  func lines(_ abilities: Abilities, digits: Int) -> [StyledText] {
    let e = walk.effort
    let share = Double(walk.position) / Double(walk.updates)
    let head =
      StyledText("run #\(run)   ", .dim) + StyledText(question.text, .strong)
      + StyledText("   \(e.depth) steps of \(e.cycles) x (\(e.inner) + 1) updates", .dim)
    let bar =
      Bar(share: share, width: 24).text(abilities)
      + StyledText("   update \(walk.position) of \(walk.updates)", .dim)
    return [head, bar, line(digits: digits)]
  }
}

extension Session {
  /// The result of a command that went on with a run.
  func standing(
    _ run: ThoughtRun, reason: Standing.Reason = .counted, breaks: [Int] = [], inFull: Bool = false
  ) throws -> CommandResult {
    let standing = Standing(run, try requirePuzzle(), reason: reason, breaks: breaks)
    let digits = settings.integer("digits") ?? 3
    if run.isOver {
      lastAnswer = standing.answer
      lastTokens = run.walk.current.reading?.tokens ?? []
    }
    return CommandResult(standing.fields) { abilities in
      inFull ? standing.lines(abilities, digits: digits) : [standing.line(digits: digits)]
    }
  }
}
