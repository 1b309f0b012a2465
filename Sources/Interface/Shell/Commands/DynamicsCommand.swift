// latent dynamics: where one question's states go in the long run.

internal import ArgumentParser
internal import Drawing
internal import Network
internal import Puzzles

/// `latent dynamics [QUESTION]`.
struct DynamicsCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "latent dynamics",
    abstract: "See whether y and z come to rest, go round or wander.",
    usage: "latent dynamics [--depth N] [--within X] [--disturb X] [--swap POSITION=TOKEN] "
      + "[--updates] [--cycles T] [--inner n] [QUESTION]",
    discussion: """
      Without a question, the last one. It is run to four times the usual depth, or to --depth, \
      without halting. A step's change is relative to the state: the larger of |Δy| / |y| and \
      |Δz| / |z|. Fixed point: the last three changes are below --within. Cycle: twice round at the \
      end the states come back as near as that, after 2 to 16 steps. Settling: neither yet, but |Δz| \
      shrinks to less than 0.98 of itself in a step. Wandering: none of these. Contraction is e to the \
      slope of ln |Δz| over the later half of the steps before float32 resolves no more. Then the run is \
      repeated with noise on x and on y and z at the start, --disturb times their size: how far apart \
      z is then is told after each step, and the finite-time Lyapunov exponent is the slope of ln of \
      what the noise at the start became; below 0 it is forgotten. --swap asks what one other token \
      does, of a position counted from 1.
      """)
  static let style = ArgumentStyle.tail(taking: DynamicsOptions.taking + ["--swap"])
  static let examples = ["latent dynamics 999 + 1", "latent dynamics --depth 8 --swap 4=7 38 + 47"]
  static let fields: KeyValuePairs = [
    "verdict": "fixed point, cycle, settling, wandering or broken",
    "period": "steps of the cycle", "settled": "the step from which each change is below --within",
    "rate": "contraction: by what |Δz| is multiplied in a step",
    "question": "the question", "answer": "the last answer", "correct": "whether it is right",
    "answered": "the step from which the answer is the last one",
    "agrees": "whether the answer at the usual depth is the last one",
    "depth": "steps taken", "usual": "the usual depth", "within": "the threshold",
    "exponent": "the finite-time Lyapunov exponent a step",
    "gain": "how far z ends apart with noise on x, relative to |z| and to the noise",
    "noisy-answer": "the answer with noise on x",
    "swapped": "with --swap: its question's tokens, answer and how far z ends apart",
    "trace": "each step's answer, changes, ratio and distances of the disturbed runs",
    "updates": "each update's state, change and relative change",
  ]

  @OptionGroup var options: DynamicsOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Ask with another token at a position too.", valueName: "position=token"))
  var swap: String?
  @Flag(help: "Show every update's change.") var updates = false
  @Argument(parsing: .postTerminator, help: "The question, to the end of the line.")
  var question: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let text = question.joined(separator: " ")
    let asked = try text.isEmpty ? session.requireQuestion() : session.parseQuestion(text)
    let model = try session.requireModel()
    let (effort, usual) = try options.effort(in: session)
    let c = model.weights.configuration
    try requireMemory(floats: options.floats(effort, c), hint: "follow it less far: --depth")
    let questions = try Questions(tokens: asked.tokens, puzzles: [asked.puzzle], for: c)
    let other = try swap.map { try swapped($0, asked, model) }
    let engine = try session.engine()
    let goesOn: Continues = { !Interrupt.isRequested }
    guard let trajectory = Trajectory(questions, effort, on: engine, while: goesOn),
      let x = trajectory.distances(
        of: questions, effort, changed: .question(options.disturb), on: engine, while: goesOn),
      let start = trajectory.distances(
        of: questions, effort, changed: .start(options.disturb), on: engine, while: goesOn)
    else { throw ShellError(.interrupted, "interrupted") }
    let swap = try other.map { other in
      guard
        let run = trajectory.distances(
          of: try Questions(tokens: other, puzzles: [asked.puzzle], for: c), effort, changed: .none,
          on: engine, while: goesOn)
      else { throw ShellError(.interrupted, "interrupted") }
      return (tokens: other, run: run)
    }
    let found = DynamicsReport(
      asked: asked, puzzle: model.puzzle, usual: usual, disturb: options.disturb,
      thresholds: options.thresholds, trajectory: trajectory,
      dynamics: Dynamics(
        trajectory, of: 0, asked: model.puzzle.answerRange, options.thresholds),
      x: x, start: start, swap: swap,
      updates: try changes(asked, effort, trajectory, session))
    let digits = session.settings.integer("digits") ?? 3
    return CommandResult(found.fields, table: "trace") { [updates] abilities in
      found.lines(abilities, digits: digits, showsUpdates: updates)
    }
  }

  /// How far each update moves its state.
  private func changes(
    _ asked: Question, _ effort: Effort, _ trajectory: Trajectory, _ session: Session
  ) throws -> [DynamicsReport.Update] {
    var before: [Moment.Kind: [Float]] = [
      .y: Array(trajectory.state(.y, of: 0, after: 0)),
      .z: Array(trajectory.state(.z, of: 0, after: 0)),
    ]
    var updates: [DynamicsReport.Update] = []
    _ = try session.watch(
      asked, effort,
      observer: { moment, values in
        guard let last = before[moment.kind] else { return true }
        let movement = Movement(from: last, to: values)
        updates.append(
          .init(moment: moment, change: movement.absolute, relative: movement.relative))
        before[moment.kind] = Array(values)
        return true
      })
    return updates
  }

  /// The question's tokens with one of them changed, as `POSITION=TOKEN` says.
  private func swapped(
    _ text: String, _ asked: Question, _ model: LoadedModel
  ) throws -> [Int32] {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let position = Int(parts[0]),
      asked.tokens.indices.contains(position - 1)
    else {
      throw ShellError(
        .usage, "'\(text)' names no position and token",
        hint: "for example: --swap 4=7, of positions 1 to \(asked.tokens.count)")
    }
    let vocabulary = model.puzzle.vocabulary
    let characters = Array(parts[1])
    let isNumber = !model.puzzle.isGenerated
    let token =
      isNumber
      ? Int(parts[1]) : characters.count == 1 ? vocabulary.firstIndex(of: characters[0]) : nil
    guard let token, vocabulary.indices.contains(token) else {
      throw ShellError(
        .usage, "'\(parts[1])' is no token of this model",
        hint: isNumber ? "0 to \(vocabulary.count - 1)" : "one of '\(String(vocabulary))'")
    }
    var tokens = asked.tokens
    tokens[position - 1] = Int32(token)
    return tokens
  }
}
