// latent lens: what y and z say at every update of a run.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles
internal import Storage

/// `latent lens [QUESTION]`.
struct LensCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent lens", abstract: "Read the answer out of y and z at every update.",
    usage: "latent lens [--of y|z|both] [--steps | --every N] [--top K] [--position P] "
      + "[--depth N] [--cycles T] [--inner n] [--halt P] [QUESTION]",
    discussion: """
      Without a question, the last one. Each row is a state, each column a position of the answer, \
      counted from 0 as in z@1.1.1[3]; a cell shows the likeliest character, shaded by its probability. \
      y is what the answer is read from; z is read through the same head, which was never trained \
      on it: a hint at what z holds, not an answer. '#' marks a position that changed; under the rows \
      stands the step from which each position shows what it shows in the end. --steps shows the \
      last y and z of each step, --every N each Nth row; where neither is given and there are many \
      rows, so many are left out that 64 stay. Where the puzzle knows it, a row above marks digits \
      that carry. --top K lists the K likeliest characters of one position instead. JSON and CSV \
      hold every row whatever is shown.
      """)
  static let style = ArgumentStyle.tail(
    taking: EffortOptions.taking + ["--of", "--every", "--top", "--position"])
  static let examples = [
    "latent lens --depth 3 999 + 1", "latent lens --of z --steps",
    "latent lens --top 3 --position 5",
  ]
  static let fields: KeyValuePairs = [
    "answer": "the last answer", "question": "the question", "correct": "whether it is right",
    "steps": "supervision steps taken", "halted": "whether it stopped early",
    "settled": "each position with its character and the states of y and z from which it stays so",
    "marks": "what the puzzle knows of positions: a name and the marked positions",
    "updates": "each state with its answer, p, changed positions, tokens, probabilities and, with "
      + "--top, the likeliest characters of the position",
  ]

  /// Which states are read.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case y, z, both

    var kinds: [Moment.Kind] {
      switch self {
      case .y: [.y]
      case .z: [.z]
      case .both: [.y, .z]
      }
    }
  }

  @Option(help: "Which states to read.") var of: Kind?
  @Flag(help: "Show the last y and z of each step only.") var steps = false
  @Option(parsing: .unconditional, help: "Show each Nth row only.") var every: Int?
  @Option(parsing: .unconditional, help: "List so many characters of a position.") var top: Int?
  @Option(
    parsing: .unconditional, help: "The position that --top lists, as z@1.1.1[3] counts them.")
  var position: Int?
  @OptionGroup var effort: EffortOptions
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let text = question.joined(separator: " ")
    let asked = try text.isEmpty ? session.requireQuestion() : session.parseQuestion(text)
    let model = try session.requireModel()
    let effort = try effort.effort(in: session)
    guard every ?? 1 >= 1, top ?? 1 >= 1 else {
      throw ShellError(
        .usage, "'\(every ?? 1 >= 1 ? top ?? 0 : every ?? 0)' is less than 1",
        hint: "for example: latent lens --top 3")
    }
    guard !steps || every == nil else {
      throw ShellError(.usage, "--steps and --every don't go together", hint: "leave one out")
    }
    let c = model.weights.configuration
    let prefix = c.sequence - c.length
    let rows = model.puzzle.answerRange.map { prefix + $0 }
    guard rows.contains(position ?? rows[0]) else {
      throw ShellError(
        .usage, "the answer has no position '\(position ?? 0)'",
        hint: "--position \(rows[0]) to \(rows[rows.count - 1])")
    }
    let kinds = try kinds(for: model)
    try requireMemory(
      floats: Double(effort.depth * effort.cycles * (effort.inner + 1))
        * Double(c.length * c.vocabulary), hint: "think less deep, or read --of y")
    let head = AnswerHead(model.weights)
    var lens = Lens(of: Set(kinds))
    let outcome = try session.watch(
      asked, effort,
      observer: { moment, values in
        lens.see(moment, values, through: head)
        return true
      })
    var picture = LensPicture(lens, kinds, asked, model.puzzle, prefix: prefix)
    picture.choose(steps: steps, every: every)
    var result = result(picture, outcome, session)
    result.notes = [effort.watchNote].compactMap { $0 }
    return result
  }

  /// The kinds of states that the model's head can read.
  private func kinds(for model: LoadedModel) throws -> [Moment.Kind] {
    guard model.weights.configuration.mixing == .cell else { return (of ?? .both).kinds }
    guard of ?? .y == .y else {
      throw ShellError(
        .usage, "this network has no head that reads z: its y are the logits themselves",
        hint: "latent lens --of y")
    }
    return [.y]
  }

  private func result(
    _ picture: LensPicture, _ outcome: Outcome, _ session: Session
  ) -> CommandResult {
    let answer = session.lastAnswer
    let place = top.map { _ in position.map { $0 - picture.prefix } ?? picture.lastToSettle }
    let fields = [
      Field("question", .string(picture.question.text)), Field("answer", .string(answer)),
      Field("correct", .bool(picture.puzzle.check(answer, of: picture.question))),
      Field("steps", .integer(outcome.steps)), Field("halted", .bool(outcome.halted)),
      Field("settled", picture.settledValue), Field("marks", picture.marksValue),
      Field("updates", picture.updatesValue(top: top, at: place)),
    ]
    return CommandResult(fields, table: "updates") { [top] abilities in
      if let top, let place { return picture.topLines(top, at: place, abilities) }
      return picture.lines(abilities)
    }
  }
}
