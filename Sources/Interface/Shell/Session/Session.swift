// What stays between two lines: the model, the settings, the variables, the last result. It reads
// and prints nothing.

internal import Kernels
internal import Network
internal import Puzzles

/// The state that commands work on.
final class Session {
  /// The settings of today.
  var settings = Settings()
  /// What `let` made.
  var variables: [String: String] = [:]
  /// What `alias` made: lines by the word that stands for their beginning.
  var aliases: [String: String] = [:]
  /// The result of the last command, which `expect` reads.
  var lastResult: CommandResult?
  /// What was asked last, which `again` and `trace` repeat.
  var lastQuestion: Question?
  /// The last answer as tokens.
  var lastTokens: [Int32] = []
  /// The last answer, which is `$ans`.
  var lastAnswer = ""
  /// The last command's exit code, which is `$status`.
  var status: Int32 = 0
  /// Sources that are being read, the innermost last.
  var places: [Place] = []
  /// Set by `quit`.
  var exitCode: Int32?
  /// Whether a person types at a prompt.
  var isInteractive = false
  /// Whether nothing outside of this program may be started: `--safe`.
  var isSafe = false
  /// Whether lines go on after an error: `--keep-going`.
  var keepsGoing = false
  /// Whether Ctrl-C leads to the prompt instead of out: `--interactive`.
  var returnsToPrompt = false
  /// Scripts that are run as tests by scripts that are run as tests.
  var testDepth = 0
  /// The first failure's code.
  var firstFailure: ExitCode?
  /// How many claims of `expect` and `fails` have held so far.
  var claims = 0
  /// The title that `section` gave last.
  var section: String?
  /// What was remarked already of runs that go beyond a model's training.
  var excessesNoted: Set<String> = []
  /// What was typed, where somebody types.
  var history: History?
  /// What shows results, notes and progress.
  let output: Output
  /// The runs that can be looked into.
  let runs = Runs()
  /// The model in memory and those before it.
  let models: Models
  /// The checkpoint that the session begins with.
  let defaultModel: String?
  /// The folder before the last `cd`.
  var folderBefore: String?
  /// Runs lines; `source` calls it.
  var runner: ((_ text: String, _ source: Source) throws -> Void)?
  private var thinker: (engine: any Engine, name: String, capacity: Int)?
  private var threads: Team?

  /// A session with a model to load as soon as one is needed.
  init(output: Output, model path: String? = nil) {
    self.output = output
    defaultModel = path.map { absolute($0) }
    models = Models(defaultModel) { output.note($0) }
    models.changed = { [unowned self] in endRuns() }
  }

  /// The model in memory, or nil if there is none.
  var model: LoadedModel? { try? models.current() }

  /// Whether lines go on after an error.
  var goesOn: Bool { keepsGoing || settings.word("on-error") == "continue" }

  /// The innermost source.
  var source: Source {
    places.last?.source ?? Source(name: nil, directory: ".", origin: .prompt)
  }

  /// A variable's value, the built-in ones included.
  func variable(_ name: String) -> String? {
    switch name {
    case "ans": lastAnswer
    case "status": String(status)
    case "model": model?.path ?? model?.name ?? ""
    case "file": source.name ?? ""
    case "dir": source.directory
    default: variables[name]
    }
  }

  /// The model.
  ///
  /// - Throws: `ShellError` if none is loaded.
  func requireModel() throws -> LoadedModel {
    guard let model = try models.current() else {
      throw ShellError(
        .failure, "no model is loaded", hint: "load FILE, or make one with: new arithmetic")
    }
    return model
  }

  /// The model's puzzle.
  ///
  /// - Throws: `ShellError` if no model is loaded.
  func requirePuzzle() throws -> any Puzzle { try requireModel().puzzle }

  /// The model's puzzle, of which questions can be generated.
  ///
  /// - Throws: `ShellError` if no model is loaded or nobody knows what it answers.
  func requireGenerator() throws -> any Puzzle {
    let puzzle = try requirePuzzle()
    guard puzzle.isGenerated else {
      throw ShellError(
        .failure, "the checkpoint doesn't say which puzzle it answers",
        hint: "use questions of a data set: --data DIR; or load it with --puzzle NAME")
    }
    return puzzle
  }

  /// The model's puzzle with other options, as `NAME=VALUE` texts.
  ///
  /// - Throws: `ShellError` where they would give it another shape than the model has.
  func puzzle(changing options: [String]) throws -> any Puzzle {
    let puzzle = try requireGenerator()
    guard !options.isEmpty else { return puzzle }
    let changed = try pairs(options)
    let made = try PuzzleList.make(
      name: puzzle.name, options: puzzle.options.merging(changed) { $1 })
    guard made.length == puzzle.length, made.vocabulary == puzzle.vocabulary else {
      throw ShellError(
        .usage, "with these options the puzzle has another shape than the model",
        hint: "leave out what changes the number of positions, such as digits")
    }
    return made
  }

  /// An engine for one question at a time, or so many rollouts of it, kept until the weights, the
  /// threads or what is wanted change; the setting names it where nothing else does.
  ///
  /// - Throws: `ShellError` if no model is loaded or there is no room for as many rollouts.
  func engine(breadth: Int = 1, named name: String? = nil) throws -> any Engine {
    let name = name ?? settings.word("engine")
    if let thinker, thinker.name == name, thinker.capacity == breadth,
      thinker.engine.weights === model?.weights, threads === team
    {
      return thinker.engine
    }
    let weights = try requireModel().weights
    try requireRoom(weights.configuration, rollouts: breadth)
    let engine = engine(for: weights, capacity: breadth, named: name)
    thinker = (engine, name, breadth)
    return engine
  }

  /// Refuses more rollouts at a time than there is memory for.
  func requireRoom(_ c: Configuration, rollouts: Int) throws {
    guard rollouts > 1 else { return }
    let each = 6 * c.sequence * c.width + c.length * c.vocabulary
    try requireMemory(
      floats: Double(each) * Double(rollouts), hint: "take a smaller breadth")
  }

  /// A new engine for up to `capacity` questions at a time, of the kind that the setting names where
  /// nothing else does.
  func engine(for weights: Weights, capacity: Int, named name: String? = nil) -> any Engine {
    if let engine = soleEngine(for: weights) { return engine }
    return (name ?? settings.word("engine")) == "reference"
      ? ReferenceEngine(weights) : FastEngine(weights, capacity: capacity, team: team)
  }

  /// As many threads as the setting says.
  var team: Team {
    let count = settings.integer("threads") ?? 1
    if let threads, threads.count == count { return threads }
    let team = Team(count)
    threads = team
    return team
  }

  /// Picks a question's answer from rollouts of it, until Ctrl-C stops it.
  ///
  /// - Throws: `ShellError` if it was stopped.
  func pick(_ question: Question, _ effort: Effort) throws -> Outcome {
    noteExcess(effort, longest: question.longest)
    let engine = try engine(breadth: effort.breadth)
    let outcomes = Rollouts(engine, effort, asked: question.asked).answer(
      try tokens(of: question), while: { !Interrupt.isRequested })
    guard let outcome = outcomes?.first else { throw ShellError(.interrupted, "interrupted") }
    return outcome
  }

  /// Runs a question, or its first rollout with noise, until it is done or Ctrl-C stops it.
  ///
  /// - Throws: `ShellError` if it was stopped.
  func think(
    _ question: Question, _ effort: Effort, observer: Observer? = nil,
    recorder: ((StepRecord) -> Void)? = nil
  ) throws -> Outcome {
    noteExcess(effort, longest: question.longest)
    let engine = try engine()
    let questions = try tokens(of: question)
    let record = recorder.map { recorder in { (_: Int, step: StepRecord) in recorder(step) } }
    let outcomes = Run(engine, effort, asked: question.asked).answer(
      questions, observer: observer, recorder: record, while: { !Interrupt.isRequested })
    guard let outcome = outcomes?.first else { throw ShellError(.interrupted, "interrupted") }
    return outcome
  }
}
