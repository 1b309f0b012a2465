// A run as a page shows it: every update with what it says and holds, made small enough.

internal import Checkpoints
internal import Kernels
internal import Network
internal import Puzzles
internal import Storage

/// The updates of one question's run.
struct Film {
  /// One update.
  struct Frame {
    let moment: Moment
    /// What the answer head says of it; nil where it can't be read.
    let reading: Lens.Reading?
    /// ‖Δ‖ relative to the state, from the one of its kind before.
    let relative: Double?
    /// The whole state.
    let values: [Float]
    /// Along the first components of its kind.
    var components: [Double] = []
  }

  /// Numbers of states that a page holds, at most: some four megabytes.
  static let mostNumbers = 400_000
  /// Numbers that are kept before they are made fewer: 1 GiB.
  private static let mostKept = 0x1p28

  let question: Question
  let model: LoadedModel
  let effort: Effort
  /// Supervision steps taken.
  private(set) var steps = 0
  private(set) var frames: [Frame] = []
  /// The halting head's probability after each step.
  private var halting: [Double] = []
  private var shares: [Moment.Kind: [Double]] = [:]
  /// Each so many features are shown.
  private var stride = 1
  /// What was left out, in sentences.
  private(set) var notes: [String] = []

  /// Runs a question and keeps its updates.
  ///
  /// - Throws: `ShellError` if it was stopped or takes too much memory.
  init(_ question: Question, _ effort: Effort, of model: LoadedModel, in session: Session) throws {
    (self.question, self.model, self.effort) = (question, model, effort)
    let c = model.weights.configuration
    let size = Double(c.sequence * c.width + c.length * c.vocabulary)
    let updates = Double(effort.depth * effort.cycles * (effort.inner + 1))
    // Of a run too long to keep, only the last y and z of each step are.
    let keepsAll =
      updates * Double(c.sequence * c.width) <= Double(Self.mostNumbers) || updates <= 64
    guard size * (keepsAll ? updates : 2 * Double(effort.depth)) < Self.mostKept else {
      throw ShellError(
        .failure, "\(effort.depth) steps are too many for a page", hint: "think less deep: --depth")
    }
    var lens = Lens(of: [.y, .z])
    let head = AnswerHead(model.weights)
    var before: [Moment.Kind: [Float]] = [:]
    var kept: [Frame] = []
    var halts: [Double] = []
    let outcome = try session.watch(question, effort) { moment, values in
      if moment.kind == .halt { halts.append(Double(probability(ofLogit: values[0]))) }
      guard moment.kind == .y || moment.kind == .z else { return true }
      let relative = before[moment.kind].map { Movement(from: $0, to: values).relative }
      before[moment.kind] = Array(values)
      let isLast =
        moment.cycle == effort.cycles && (moment.kind == .y || moment.inner == effort.inner)
      guard keepsAll || isLast else { return true }
      lens.see(moment, values, through: head)
      let reading = lens.readings.last.flatMap { $0.moment == moment ? $0 : nil }
      kept.append(
        Frame(moment: moment, reading: reading, relative: relative, values: Array(values)))
      return true
    }
    // A cell has no halting head.
    (steps, frames, halting) = (outcome.steps, kept, c.mixing == .cell ? [] : halts)
    if !keepsAll { notes.append("the page shows the last y and z of each step") }
    findComponents()
    let numbers = frames.count * c.sequence * c.width
    stride = min((numbers + Self.mostNumbers - 1) / Self.mostNumbers, c.width)
    if stride > 1 { notes.append("the page shows one of \(stride) features of y and z") }
  }

  /// The way of each kind through its first two components.
  private mutating func findComponents() {
    for kind in [Moment.Kind.y, .z] {
      let own = frames.indices.filter { frames[$0].moment.kind == kind }
      guard !own.isEmpty else { continue }
      let found = PrincipalComponents(own.map { frames[$0].values }, count: 2)
      shares[kind] = found.shares
      for (index, score) in zip(own, found.scores) where !score.isEmpty {
        frames[index].components = score.count > 1 ? score : score + [0]
      }
    }
  }
}

// MARK: For the page

extension Film {
  /// Everything that the page shows.
  var json: JSON {
    let c = model.weights.configuration
    let range = model.puzzle.answerRange
    func text(_ token: Int32) -> JSON {
      .string(token < 0 ? "" : String(model.puzzle.characters(of: [token])))
    }
    let isAsked = range.contains { question.labels[$0] >= 0 }
    let marks = model.puzzle.marks(of: question).map { marks in
      JSON.object([
        .init("name", .string(marks.name)),
        .init(
          "positions",
          .array(
            marks.positions(in: range).map {
              .integer($0 - range.lowerBound)
            })),
      ])
    }
    let columns = (c.width + stride - 1) / stride
    return .object([
      .init("question", .string(question.text)),
      .init("count", .integer(range.count)),
      .init("first", .integer(c.sequence - c.length + range.lowerBound)),
      .init("right", isAsked ? .array(range.map { text(question.labels[$0]) }) : .null),
      .init("marks", .array(marks)),
      .init("gridWidth", model.puzzle.gridWidth.map { .integer($0) } ?? .null),
      .init("steps", .integer(steps)), .init("halting", .array(halting.map { .float($0) })),
      .init("shape", .array([.integer(c.sequence), .integer(columns)])),
      .init("dimensions", .integer(c.width)), .init("stride", .integer(stride)),
      .init(
        "variance",
        .object(
          [Moment.Kind.y, .z].map { kind in
            .init(kind.rawValue, .array((shares[kind] ?? []).map { .float($0) }))
          })),
      .init("model", configuration), .init("note", .string(notes.joined(separator: "; "))),
      .init("updates", .array(frames.map { json($0, range, text) })),
    ])
  }

  private func json(_ frame: Frame, _ range: Range<Int>, _ text: (Int32) -> JSON) -> JSON {
    let width = model.weights.configuration.width
    let values = frame.values.indices.filter { $0 % width % stride == 0 }
    let answer = frame.reading.map { model.puzzle.decode($0.tokens) } ?? ""
    let isKnown = question.answer != nil && frame.reading != nil
    return .object([
      .init("state", .string(frame.moment.description)),
      .init("kind", .string(frame.moment.kind.rawValue)),
      .init("step", .integer(frame.moment.step)), .init("answer", .string(answer)),
      .init("correct", isKnown ? .bool(model.puzzle.check(answer, of: question)) : .null),
      .init(
        "tokens",
        .array(range.map { position in .integer(Int(frame.reading?.tokens[position] ?? -1)) })),
      .init("characters", .array(range.map { text(frame.reading?.tokens[$0] ?? -1) })),
      .init(
        "p", .array(range.map { .float(frame.reading?.probability(at: $0) ?? 0) })),
      .init("relative", frame.relative.map { .float($0) } ?? .null),
      .init("c", frame.components.isEmpty ? .null : .array(frame.components.map { .float($0) })),
      .init("values", .array(values.map { .float(frame.values[$0]) })),
    ])
  }

  /// Names and values of the model and the run.
  private var configuration: JSON {
    let c = model.weights.configuration
    let pairs: [(String, String)] = [
      ("model", model.name), ("puzzle", model.puzzle.name),
      ("parameters", String(model.weights.values.count)), ("mixing", c.mixing.rawValue),
      ("layers", String(c.layers)), ("width D", String(c.width)),
      ("inner width", String(c.innerWidth)), ("heads", String(c.heads)),
      ("positions S", String(c.sequence)), ("vocabulary V", String(c.vocabulary)),
      ("depth N_sup", String(effort.depth)), ("cycles T", String(effort.cycles)),
      ("updates n", String(effort.inner)), ("halt", effort.halt.map { String($0) } ?? "off"),
    ]
    return .array(pairs.map { .array([.string($0.0), .string($0.1)]) })
  }
}
