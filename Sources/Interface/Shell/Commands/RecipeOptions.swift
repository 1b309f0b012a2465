// The options that make a training's recipe.

internal import ArgumentParser
internal import Kernels
internal import Network
internal import Training

/// The numbers of a training, as `train` takes them.
struct RecipeOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Optimiser steps; 1000 if left out.") var steps: Int?
  @Option(parsing: .unconditional, help: "Sequences in a batch.") var batch = 64
  @Option(parsing: .unconditional, help: "The learning rate.") var rate: Float = 1e-3
  @Option(parsing: .unconditional, help: "Steps in which the rate rises.") var warmup = 100
  @Option(
    parsing: .unconditional,
    help: "The share of the rate left at the end of the cosine; 1 keeps it constant.")
  var floor: Float = 0.1
  @Option(help: "What turns gradients into changes.")
  var optimiser = Choice(OptimiserKind.adamw)
  @Option(parsing: .unconditional, help: "Weight decay, relative to the rate; biases have none.")
  var decay: Float = 0.02
  @Option(parsing: .unconditional, help: "The longest that a gradient may be; 0 for any length.")
  var clip: Float = 0
  @Option(parsing: .unconditional, help: "What the running average keeps at each step; 0 for none.")
  var average: Float = 0.999
  @Option(parsing: .unconditional, help: "The rate of puzzle embeddings.") var puzzleRate: Float =
    1e-2
  @Option(parsing: .unconditional, help: "Their weight decay.") var puzzleDecay: Float = 0.1
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
    parsing: .unconditional,
    help: "The share of sequences that draw a least number of steps before they may halt.")
  var exploration = 1.0
  @Option(parsing: .unconditional, help: "Noise on y and z before each step.")
  var noise: Float = 0
  @Option(parsing: .unconditional, help: "The share of sequences that start from noise.")
  var scatter = 0.0
  @Option(parsing: .unconditional, help: "The seed; the setting's if left out.") var seed: UInt64?

  /// The recipe for a network.
  ///
  /// - Throws: `ShellError` naming the first number that is wrong.
  func recipe(_ network: Configuration, _ session: Session) throws -> Recipe {
    var recipe = Recipe()
    recipe.steps = steps ?? 1000
    recipe.batch = batch
    recipe.rate = rate
    recipe.warmup = warmup
    recipe.floor = floor
    recipe.optimiser = optimiser.value
    recipe.decay = decay
    recipe.clip = clip
    recipe.average = average
    recipe.puzzleRate = puzzleRate
    recipe.puzzleDecay = puzzleDecay
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
}
