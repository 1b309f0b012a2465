// latent dynamics: the long-run behavior of one question's states.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Presentation
internal import Puzzles
internal import Settings
internal import Workbench

/// `latent dynamics [QUESTION]`.
struct DynamicsCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent dynamics",
    abstract: "See whether y and z converge, oscillate or keep moving.",
    usage: "latent dynamics [--depth N] [--within X] [--disturb X] [--swap POSITION=TOKEN] "
      + "[--updates] [--cycles T] [--inner n] [--tokens TEXT | --from DIR#N] [--puzzle P] [QUESTION]",
    discussion: """
      Without a question, the last one, always as a new run from its start, without the patches of \
      a paused run. --tokens and --from as for 'ask'. The run goes to four times the usual depth, \
      or to --depth, without halting. A step's change is relative to the state: the larger of |Δy| \
      / |y| and |Δz| / |z|. Converged: the last three changes are below --within. Oscillating: the \
      states return to within that of themselves after 2 to 16 steps, twice in a row at the end. \
      Converging: neither yet, but |Δz| shrinks by a factor below 0.98 per step. Aperiodic: none \
      of these. Nonfinite: y or z holds infinities or NaNs. Contraction is e to the slope of ln \
      |Δz| over the later half of the steps that float32 can still resolve.

      The run is then repeated with noise on x, and with noise on y and z at the start, of \
      --disturb times their size. The table shows how far apart z is after each step; the \
      finite-time Lyapunov exponent is the slope of ln of the distance that the noise at the \
      start becomes: below 0 it decays. --swap asks with another token at a position, counted \
      from 1.
      """)
  static let style = ArgumentStyle.tail(
    taking: DynamicsArguments.taking + QuestionArguments.taking + ["--swap"], question: true)
  static let examples = ["latent dynamics 999 + 1", "latent dynamics --depth 8 --swap 4=7 38 + 47"]
  static let fields: KeyValuePairs = [
    "verdict": "converged, oscillating, converging, aperiodic or nonfinite",
    "period": "steps of an oscillation",
    "settled": "the step from which each change is below --within",
    "rate": "contraction: the factor of |Δz| per step",
    "question": "the question", "answer": "the last answer", "correct": "whether it is right",
    "answered": "the step from which the answer stays the same",
    "agrees": "whether the answer at the usual depth equals the last one",
    "depth": "steps taken", "usual": "the usual depth", "within": "the threshold",
    "exponent": "the finite-time Lyapunov exponent per step",
    "gain": "how far apart z ends with noise on x, relative to |z| and to the noise",
    "noisy-answer": "the answer with noise on x",
    "swapped": "with --swap: the question's tokens, its answer and how far apart z ends",
    "trace": "each step's answer, changes, ratio and distances of the disturbed runs",
    "updates": "each update's state, change and relative change",
  ]

  @OptionGroup var options: DynamicsArguments
  @OptionGroup var source: QuestionArguments
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Also ask with another token at a position.", valueName: "position=token"))
  var swap: String?
  @Flag(help: "Show every update's change.") var updates = false
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let text = question.joined(separator: " ")
    let (inference, usual) = try options.inferenceOptions(on: workbench)
    let asked =
      try source.given(beside: text, of: Self.name, on: workbench)
      ?? (text.isEmpty
        ? workbench.questionToRunAgain("latent dynamics repeats a run with noise from its start:")
        : workbench.parseQuestion(text, inference))
    let model = try workbench.requireModel()
    let other = try swap.map { try swapped($0, asked, model) }
    let record = try workbench.dynamics(
      of: asked, inference, usual: usual, options.options, swapping: other)
    return DynamicsReport(
      record, digits: workbench.settings.digits, showsUpdates: updates
    ).result
  }

  /// The question's tokens with one of them changed, as `POSITION=TOKEN` says.
  private func swapped(
    _ text: String, _ asked: Question, _ model: LoadedModel
  ) throws -> [Int32] {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let position = Int(parts[0]),
      1...asked.tokens.count ~= position
    else {
      throw Diagnostic(
        .usage, "expected POSITION=TOKEN, got '\(text)'", about: .argument(text),
        hint: "for example: --swap 4=7, of positions 1 to \(asked.tokens.count)")
    }
    let vocabulary = model.puzzle.vocabulary
    let characters = Array(parts[1])
    let isNumber = model.puzzle.isUninterpreted
    let token =
      isNumber
      ? Int(parts[1]) : characters.count == 1 ? vocabulary.firstIndex(of: characters[0]) : nil
    guard let token, vocabulary.indices.contains(token) else {
      throw Diagnostic(
        .usage, "invalid token '\(parts[1])'", about: .argument("\(parts[1])"),
        hint: isNumber ? "0 to \(vocabulary.count - 1)" : "one of '\(String(vocabulary))'")
    }
    var tokens = asked.tokens
    tokens[position - 1] = Int32(token)
    return tokens
  }
}
