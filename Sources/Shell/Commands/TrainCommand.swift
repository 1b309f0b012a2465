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

  @Option(help: "Optimiser steps.") var steps = 1000
  @Option(help: "Sequences in a batch.") var batch = 64
  @Option(parsing: .unconditional, help: "The learning rate.") var rate: Float = 1e-3
  @Option(help: "Steps in which the rate rises.") var warmup = 100
  @Option(help: "The share of the rate left at the end of the cosine.") var floor: Float = 0.1
  @Option(help: "Weight decay, relative to the rate.") var decay: Float = 0.02
  @Option(help: "What the running average keeps at each step; 0 for none.")
  var average: Float = 0.999
  @Option(help: "softmax or stablemax.") var loss = "softmax"
  @Option(help: "N_sup: the most supervision steps of a sequence; the model's if left out.")
  var depth: Int?
  @Option(help: "T: cycles in a step; the model's if left out.") var cycles: Int?
  @Option(help: "n: updates of z in a cycle; the model's if left out.") var inner: Int?
  @Flag(
    inversion: .prefixedNo, help: "Replace a sequence as soon as its halting head says so.")
  var halting = true
  @Option(help: "The share of halts that wait for a random number of steps.")
  var exploration = 1.0
  @Option(help: "An option of the puzzle for this training, NAME=VALUE; repeatable.")
  var option: [String] = []
  @Option(help: "The seed; the setting's if left out.") var seed: UInt64?

  mutating func run(in session: Session) throws -> CommandResult {
    var model = try session.requireModel()
    let puzzle = try session.puzzle(changing: option)
    let recipe = try recipe(model.weights.configuration, session)
    try requireMemory(
      floats: DeepSupervision.floatCount(
        model.weights.configuration, batch: recipe.batch, inner: recipe.inner),
      hint: "take a smaller --batch")
    let trainer = try Trainer(model.weights.copy(), recipe: recipe) {
      generator, tokens, labels in
      puzzle.fill(split: .train, draw: generator.next(), tokens: tokens, labels: labels)
    }
    let progress = Progress("train", total: recipe.steps, in: session)
    let started = Clock.now
    var recent: [StepReport] = []
    while trainer.step < recipe.steps && !Interrupt.isRequested {
      recent.append(try trainer.advance())
      if recent.count > 100 { recent.removeFirst() }
      progress.report(trainer.step) { Self.summary(recent) }
    }
    progress.finish()
    let seconds = Clock.now - started
    model.weights = trainer.averaged()
    model.isUnsaved = true
    model.training = record(recipe, trainer, puzzle, before: model.training)
    session.model = model
    return result(trainer, recipe, recent, seconds, session)
  }

  private func recipe(_ network: Configuration, _ session: Session) throws -> Recipe {
    guard let kind = AnswerLoss(rawValue: loss) else {
      throw ShellError(.usage, "'\(loss)' is no loss", hint: "softmax or stablemax")
    }
    var recipe = Recipe()
    recipe.steps = steps
    recipe.batch = batch
    recipe.rate = rate
    recipe.warmup = warmup
    recipe.floor = floor
    recipe.decay = decay
    recipe.average = average
    recipe.loss = kind
    recipe.depth = depth ?? network.depth
    recipe.cycles = cycles ?? network.cycles
    recipe.inner = inner ?? network.inner
    recipe.halting = halting
    recipe.exploration = exploration
    recipe.seed = seed ?? session.settings.seed
    try recipe.validate()
    return recipe
  }

  /// Loss, exactness and speed of the last hundred steps.
  private static func summary(_ recent: [StepReport]) -> String {
    let count = Double(max(recent.count, 1))
    let loss = recent.reduce(0) { $0 + $1.loss } / count
    let exact = recent.reduce(0) { $0 + $1.exact } / count
    return
      "loss \(Numbers.digits(loss, significant: 3))  exact \(Numbers.decimals(exact, places: 3))"
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
      .init("exploration", .float(recipe.exploration)),
      .init(
        "puzzle",
        .object(
          puzzle.options.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
      .init("program", .string("trm " + version)),
    ])
  }

  private func result(
    _ trainer: Trainer, _ recipe: Recipe, _ recent: [StepReport], _ seconds: Double,
    _ session: Session
  ) -> CommandResult {
    let count = Double(max(recent.count, 1))
    let loss = recent.reduce(0) { $0 + $1.loss } / count
    let exact = recent.reduce(0) { $0 + $1.exact } / count
    let stopped = trainer.step < recipe.steps
    var result = CommandResult([
      Field("loss", .number(loss)), Field("exact", .number(exact)),
      Field("steps", .integer(trainer.step)), Field("examples", .integer(trainer.examples)),
      Field("interrupted", .bool(stopped)),
      Field("seconds", .number((seconds * 1e3).rounded() / 1e3)),
    ])
    let speed = Numbers.digits(Double(trainer.step) / max(seconds, 1e-9), significant: 3)
    result.lines = [
      StyledText(
        "\(stopped ? "stopped at step \(trainer.step)" : "trained \(trainer.step) steps"): "
          + Self.summary(recent) + ", \(speed) steps/s")
    ]
    if stopped { result.notes.append("the weights of step \(trainer.step) are kept") }
    return result
  }
}
