// latent plot: the way of states through the plane in which they differ most, their sizes, and where
// they change.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles

/// `latent plot [ADDRESS]`.
struct PlotCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent plot", abstract: "Draw the way of states, their sizes or their changes.",
    usage: "latent plot [ADDRESS] [--of pca|norm|change|map] [--questions TEXT|FILE | --count N] "
      + "[--depth N] ...",
    discussion: """
      ADDRESS names states of y or z, z@* if left out, of the last question or of several: \
      --questions takes them with ';' between or a file of one a line, --count draws held-out ones. \
      pca draws each question's way through the first two principal components of all states, from o to \
      the last state, and tells what share of the variance they explain; ways to right answers are \
      green, to wrong ones red. norm draws the states' norms, change the norms of their changes, \
      map log10 of the changes of each position, positions down and states across, as the mean over the \
      questions.
      """)
  static let examples = [
    "latent plot z@*", "latent plot z@* --count 5 --depth 4", "latent plot y@* --of change",
    "latent plot z@* --of map --questions \"999 + 1; 38 + 47\"",
  ]
  static let fields: KeyValuePairs = [
    "count": "how many states", "of": "what is drawn", "questions": "how many questions",
    "variance": "with pca: the share of the variance that each component explains",
    "points": "each state: question, answer, correct, state, and its components, norm, change or "
      + "positions",
  ]

  /// What is drawn.
  enum Of: String, CaseIterable, ExpressibleByArgument {
    case pca, norm, change, map
  }

  @Argument(help: ArgumentHelp("States of y or z.", valueName: "address")) var address = "z@*"
  @Option(help: "What to draw.") var of = Of.pca
  @Option(help: "Questions with ; between, or a file of one a line.", completion: .file())
  var questions: String?
  @Option(parsing: .unconditional, help: "Draw so many held-out questions.") var count: Int?
  @OptionGroup var effort: EffortOptions

  /// Components that are told; two are drawn.
  private static let components = 3

  mutating func run(in session: Session) throws -> CommandResult {
    let wanted = try Address(address)
    guard wanted.kind == .y || wanted.kind == .z else {
      throw ShellError(
        .usage, "'\(address)' is neither y nor z", hint: "for example: latent plot z@*")
    }
    guard wanted.run == nil else {
      throw ShellError(
        .usage, "'\(address)' names a run; what is drawn are runs of questions",
        hint: "leave out #\(wanted.run ?? 0):, and give the question to --questions")
    }
    let effort = try effort.effort(in: session)
    let asked = try session.questions(questions, count: count)
    let c = try session.requireModel().weights.configuration
    let updates = effort.depth * effort.cycles * (wanted.kind == .y ? 1 : effort.inner)
    try requireMemory(
      floats: 3 * Double(asked.count * updates) * Double(c.sequence * c.width),
      hint: "fewer questions, or fewer states: z@*.last.last")
    let puzzle = try session.requirePuzzle()
    let progress = Progress("plot", total: asked.count, in: session)
    defer { progress.finish() }
    var ways: [Way] = []
    for question in asked {
      _ = try session.watch(question, effort, observer: nil)
      let answer = session.lastAnswer
      let states = try session.states(of: question, [wanted], effort)
      ways.append(
        Way(
          question: question, answer: answer,
          isRight: question.answer == nil ? nil : puzzle.check(answer, of: question),
          states: states))
      progress.report(ways.count) { _ in "" }
    }
    let digits = session.settings.integer("digits") ?? 3
    var result =
      switch of {
      case .pca: Plot.components(ways, count: Self.components, digits: digits)
      case .norm: Plot.norms(ways)
      case .change: Plot.changes(ways)
      case .map: try Plot.map(ways, c, puzzle)
      }
    result.notes = [effort.watchNote].compactMap { $0 }
    return result
  }
}

/// The states of one question in the order of its run.
struct Way: Sendable {
  let question: Question
  let answer: String
  /// Whether the answer is right; nil where nobody can tell.
  let isRight: Bool?
  let states: [CapturedState]

  /// How a way is drawn.
  var style: Style { isRight.map { $0 ? .good : .bad } ?? .accent }

  /// What every point of it says.
  func fields(_ state: CapturedState) -> [Field] {
    [
      Field("question", .string(question.text)), Field("answer", .string(answer)),
      Field("correct", isRight.map { .bool($0) } ?? .nothing),
      Field("state", .string(state.name)),
    ]
  }
}
