// train: deep supervision on the model's own puzzle.

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
      batch. Held-out questions are never drawn. Ctrl-C stops and keeps the last whole step.
      """)
  static let examples = ["train --steps 20"]
  static let fields: KeyValuePairs = [
    "loss": "the mean loss of the last 100 steps", "exact": "the share of right answers in them",
    "steps": "steps taken", "examples": "questions seen",
    "interrupted": "whether Ctrl-C stopped it", "seconds": "how long it took",
  ]

  @Option(parsing: .unconditional, help: "Optimiser steps.") var steps = 1000
  @Option(parsing: .unconditional, help: "Sequences in a batch.") var batch = 64
  @Option(parsing: .unconditional, help: "The learning rate.") var rate: Float = 1e-3
  @Option(parsing: .unconditional, help: "Steps in which the rate rises.") var warmup = 100
  @Option(parsing: .unconditional, help: "The share of the rate left at the end of the cosine.")
  var floor: Float = 0.1
  @Option(parsing: .unconditional, help: "Weight decay, relative to the rate.") var decay: Float =
    0.02
  @Option(parsing: .unconditional, help: "What the running average keeps at each step; 0 for none.")
  var average: Float = 0.999
  @Option(help: "The answer's loss.") var loss = Choice(AnswerLoss.softmax)
  @Option(
    parsing: .unconditional,
    help: "N_sup: the most supervision steps of a sequence; the model's if left out.")
  var depth: Int?
  @Option(parsing: .unconditional, help: "T: cycles in a step; the model's if left out.")
  var cycles: Int?
  @Option(parsing: .unconditional, help: "n: updates of z in a cycle; the model's if left out.")
  var inner: Int?
  @Flag(
    inversion: .prefixedNo, help: "Replace a sequence as soon as its halting head says so.")
  var halting = true
  @Option(
    parsing: .unconditional, help: "The share of halts that wait for a random number of steps.")
  var exploration = 1.0
  @Option(parsing: .unconditional, help: "Noise on y and z before each step.")
  var noise: Float = 0
  @Option(parsing: .unconditional, help: "The share of sequences that start from noise.")
  var scatter = 0.0
  @Option(
    parsing: .unconditionalSingleValue,
    help: "An option of the puzzle for this training, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Option(parsing: .unconditional, help: "The seed; the setting's if left out.") var seed: UInt64?

  mutating func run(in session: Session) throws -> CommandResult {
    var model = try session.requireModel()
    let puzzle = try session.puzzle(changing: option)
    let recipe = try recipe(model.weights.configuration, session)
    try requireMemory(
      floats: DeepSupervision.floatCount(
        model.weights.configuration, batch: recipe.batch, inner: recipe.inner,
        threads: session.team.count),
      hint: "take a smaller --batch")
    let trainer = try Trainer(model.weights.copy(), recipe: recipe, team: session.team) {
      generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
    }
    let progress = Progress("train", total: recipe.steps, in: session)
    let started = Clock.now
    var recent = Recent()
    while trainer.step < recipe.steps && !Interrupt.isRequested {
      recent.add(try trainer.advance())
      progress.report(trainer.step) { [recent] in recent.details($0) }
    }
    progress.finish()
    let seconds = Clock.now - started
    model.weights = trainer.averaged()
    model.isUnsaved = true
    model.training = record(recipe, trainer, puzzle, before: model.training)
    session.models.replace(by: model, cause: Self.name)
    return result(trainer, recipe, recent, seconds, session)
  }

  private func recipe(_ network: Configuration, _ session: Session) throws -> Recipe {
    var recipe = Recipe()
    recipe.steps = steps
    recipe.batch = batch
    recipe.rate = rate
    recipe.warmup = warmup
    recipe.floor = floor
    recipe.decay = decay
    recipe.average = average
    recipe.loss = loss.value
    recipe.depth = depth ?? network.depth
    recipe.cycles = cycles ?? network.cycles
    recipe.inner = inner ?? network.inner
    recipe.halting = halting
    recipe.exploration = exploration
    (recipe.noise, recipe.scatter) = (noise, scatter)
    recipe.seed = seed ?? session.settings.seed
    do {
      try recipe.validate()
    } catch {
      throw ShellError(.usage, "\(error)", hint: "help train")
    }
    return recipe
  }

  /// What the checkpoint says of its training: all runs so far added up, the last one's recipe.
  private func record(
    _ recipe: Recipe, _ trainer: Trainer, _ puzzle: any Puzzle, before: JSON?
  ) -> JSON {
    let done = before?["steps"]?.integer ?? 0
    let seen = before?["examples"]?.integer ?? 0
    return .object([
      .init("steps", .integer(done + trainer.step)),
      .init("examples", .integer(seen + trainer.examples)),
      .init("seed", .number(String(recipe.seed))), .init("depth", .integer(recipe.depth)),
      .init("cycles", .integer(recipe.cycles)), .init("inner", .integer(recipe.inner)),
      .init("loss", .string(recipe.loss.rawValue)), .init("batch", .integer(recipe.batch)),
      .init("rate", .float(recipe.rate)), .init("decay", .float(recipe.decay)),
      .init("average", .float(recipe.average)), .init("halting", .bool(recipe.halting)),
      .init("exploration", .float(recipe.exploration)), .init("noise", .float(recipe.noise)),
      .init("scatter", .float(recipe.scatter)),
      .init(
        "puzzle",
        .object(
          puzzle.options.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
      .init("program", .string("trm " + version)),
    ])
  }

  private func result(
    _ trainer: Trainer, _ recipe: Recipe, _ recent: Recent, _ seconds: Double,
    _ session: Session
  ) -> CommandResult {
    let isStopped = trainer.step < recipe.steps
    let step = trainer.step
    let fields = [
      Field("loss", .number(recent.loss)), Field("exact", .number(recent.exact)),
      Field("steps", .integer(step)), Field("examples", .integer(trainer.examples)),
      Field("interrupted", .bool(isStopped)),
      Field("seconds", .number((seconds * 1e3).rounded() / 1e3)),
    ]
    let speed = Numbers.digits(Double(step) / max(seconds, 1e-9), significant: 3)
    let done = isStopped ? "stopped at step \(step)" : "trained \(step) steps"
    var result = CommandResult(
      fields, lines: [StyledText("\(done): \(recent.summary), \(speed) steps/s")])
    if isStopped && session.isInteractive {
      result.notes.append("its weights are kept (undo brings the old ones back)")
    }
    return result
  }
}

/// What the last steps were like, and how the loss has gone.
private struct Recent {
  private var reports: [StepReport] = []
  /// Losses of the whole run: neighbours are averaged where there are too many.
  private var curve = [Double]()
  private var group = (sum: 0.0, count: 0, size: 1)

  mutating func add(_ report: StepReport) {
    reports.append(report)
    if reports.count > 100 { reports.removeFirst() }
    group.sum += report.loss
    group.count += 1
    guard group.count == group.size else { return }
    curve.append(group.sum / Double(group.size))
    (group.sum, group.count) = (0, 0)
    if curve.count == 64 {
      curve = stride(from: 0, to: 64, by: 2).map { (curve[$0] + curve[$0 + 1]) / 2 }
      group.size *= 2
    }
  }

  private func mean(_ value: (StepReport) -> Double) -> Double {
    reports.reduce(0) { $0 + value($1) } / Double(max(reports.count, 1))
  }

  var loss: Double { mean(\.loss) }
  var exact: Double { mean(\.exact) }

  /// Loss and exactness of the last hundred steps.
  var summary: String {
    "loss \(Numbers.digits(loss, significant: 3))  exact \(Numbers.decimals(exact, places: 3))"
  }

  /// The same with the loss of the whole run as a line.
  func details(_ abilities: Abilities) -> StyledText {
    StyledText("loss \(Numbers.digits(loss, significant: 3)) ")
      + Sparkline(curve).text(abilities, width: 12)
      + StyledText("  exact \(Numbers.decimals(exact, places: 3))")
  }
}
