// train: deep supervision on the model's own puzzle, or on questions from a file.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles
internal import Training

/// `train`.
struct TrainCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train the model on its own puzzle.",
    discussion: """
      Deep supervision: each optimiser step is one supervision step of every sequence in the \
      batch. Held-out questions are never drawn. Ctrl-C stops and keeps the last whole step; \
      --resume goes on from there, bit for bit, and 'save --optimizer' keeps what it needs. A loss \
      that explodes stops the run and the last good weights stay. The model gets the running \
      average of the weights. The results are the same for any number of threads.
      """)
  static let examples = [
    "train --steps 20", "train --steps 20 --pause 10", "train --resume",
    "train --steps 50 --until exact>=0.5 --eval-every 10 --eval-count 50",
    "train --steps 20 --no-halting --noise 0.1 --optimiser adamatan2 --loss stablemax",
  ]
  static let fields: KeyValuePairs = [
    "loss": "the mean loss of the last 100 steps", "exact": "the share of right answers in them",
    "steps": "steps taken", "examples": "questions seen",
    "interrupted": "whether Ctrl-C or --pause stopped it", "reached": "whether --until was reached",
    "seconds": "how long it took",
    "evaluations": "with --eval-every: each one's step and exact on held-out questions",
  ]

  @OptionGroup var options: RecipeOptions
  @Flag(help: "Go on with the model's last training where it stopped.") var resume = false
  @Option(parsing: .unconditional, help: "Stop after this step of the run, as Ctrl-C would.")
  var pause: Int?
  @Option(help: "Stop once this holds: exact>=0.99 on held-out questions, or loss<=0.01.")
  var until: String?
  @Option(parsing: .unconditional, help: "Ask held-out questions every so many steps.")
  var evalEvery: Int?
  @Option(parsing: .unconditional, help: "How many held-out questions.") var evalCount = 200
  @Option(
    parsing: .unconditional, help: "Save every so many steps, with the optimiser, to --output.")
  var saveEvery: Int?
  @Option(
    name: [.customShort("o"), .long], help: "Where --save-every saves.",
    completion: .file(extensions: ["safetensors"]))
  var output: String?
  @Option(
    help: "Train on lines of QUESTION<TAB>ANSWER in place of the puzzle's own.",
    completion: .file(extensions: ["tsv", "txt"]))
  var file: String?
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for this training, NAME=VALUE; repeatable.")
  var option: [String] = []

  @Option(
    help: "Train on a data set in the official form: its part train, looking at its part test.",
    completion: .directory)
  var data: String?

  mutating func run(in session: Session) throws -> CommandResult {
    let model = try session.requireModel()
    let examples = try data.map { try DataSource($0, part: "train", for: model) }
    if examples != nil && !(option.isEmpty && file == nil) {
      throw ShellError(
        .usage, "the examples of a data set are as they are",
        hint: "leave out --option and --file")
    }
    let puzzle = try examples?.puzzle ?? session.puzzle(changing: option)
    let failure = DataFailure()
    let recipe = try recipe(model, session)
    let plan = try plan(session)
    try requireMemory(
      floats: DeepSupervision.floatCount(
        model.weights.configuration, batch: recipe.batch, inner: recipe.inner,
        threads: session.team.count),
      hint: "take a smaller --batch")
    let source =
      try examples?.examples(failure) ?? file.map { try Self.source(lines: $0, puzzle) }
      ?? { generator, tokens, labels in
        puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
        return 0
      }
    let trainer = try Trainer(
      model.weights.copy(), recipe: recipe, team: session.team, source: source)
    if resume, let state = model.state { try trainer.resume(state) }
    var run = TrainingRun(trainer, model, puzzle, plan, in: session)
    if let data, let examples {
      let looks = plan.evalEvery != nil
      run.use(
        examples, test: looks ? try DataSource(data, part: "test", for: model) : nil, failure)
    }
    try run.run()
    return run.result()
  }

  /// The recipe of the options, or of the training that is gone on with.
  private func recipe(_ model: LoadedModel, _ session: Session) throws -> Recipe {
    guard resume else { return try options.recipe(model.weights.configuration, session) }
    guard let state = model.state else {
      throw ShellError(
        .failure, "this model has no training to go on with",
        hint: "train it first, or load a checkpoint made by: save --optimizer")
    }
    var recipe = state.recipe
    if let steps = options.steps { recipe.steps = steps }
    guard state.step < recipe.steps else {
      throw ShellError(
        .failure, "that training is done: \(state.step) of \(recipe.steps) steps",
        hint: "--steps with more goes on, or train without --resume")
    }
    return recipe
  }

  /// When to look, to save and to stop.
  private func plan(_ session: Session) throws -> TrainingRun.Plan {
    for (name, value) in [
      ("pause", pause), ("eval-every", evalEvery), ("save-every", saveEvery),
      ("eval-count", evalCount),
    ] {
      if let value, value < 1 {
        throw ShellError(.usage, "--\(name) can't be \(value)", hint: "1 or more")
      }
    }
    let goal = try until.map { try TrainingRun.Goal($0) }
    if saveEvery != nil && output == nil {
      throw ShellError(.usage, "--save-every needs a file", hint: "-o FILE.safetensors")
    }
    let asks = evalEvery ?? (goal?.isOnHeldOut == true ? 250 : nil)
    return TrainingRun.Plan(
      pause: pause, goal: goal, evalEvery: asks, evalCount: evalCount, saveEvery: saveEvery,
      output: output)
  }

  /// Examples from a file of `QUESTION<TAB>ANSWER` lines, each with the answer that it gives.
  private static func source(lines path: String, _ puzzle: any Puzzle) throws -> ExampleSource {
    var questions: [Question] = []
    let text = try readArgument(path)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.hasSuffix("\r") ? line.dropLast() : line
      if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") { continue }
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw ShellError(
          .data, "\(path):\(index + 1): this is no QUESTION<TAB>ANSWER",
          hint: "one question and its answer a line, with a tab between them")
      }
      do {
        questions.append(
          try puzzle.question(String(parts[0]), answer: String(parts[1])))
      } catch {
        throw ShellError(.data, "\(path):\(index + 1): \(error.message)", hint: error.hint)
      }
    }
    guard !questions.isEmpty else {
      throw ShellError(.data, "\(path): there are no questions in it", hint: "QUESTION<TAB>ANSWER")
    }
    return { generator, tokens, labels in
      questions[generator.below(questions.count)].copy(tokens: tokens, labels: labels)
      return 0
    }
  }
}

extension Question {
  /// Copies its tokens and labels.
  func copy(tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>) {
    for i in 0..<self.tokens.count {
      tokens[i] = self.tokens[i]
      labels[i] = self.labels[i]
    }
  }
}
