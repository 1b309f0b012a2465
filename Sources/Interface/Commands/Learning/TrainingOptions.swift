// The options that make a training's recipe.

internal import ArgumentParser
internal import Kernels
internal import Language
internal import Network
internal import Training
internal import Workbench

/// The numbers of a training, as `train` takes them.
struct TrainingOptions: ParsableArguments {
  /// Names that options had before version 0.2, which go on working for one version.
  static let formerNames = [
    "--rate": "--lr", "--floor": "--min-lr-ratio", "--optimiser": "--optimizer",
    "--decay": "--weight-decay", "--clip": "--grad-clip", "--average": "--ema",
    "--puzzle-rate": "--puzzle-lr", "--puzzle-decay": "--puzzle-weight-decay",
  ]

  @Option(parsing: .unconditional, help: "Optimizer steps; 1000 if left out.") var steps: Int?
  @Option(parsing: .unconditional, help: "Sequences in a batch.") var batch = 64
  @Option(parsing: .unconditional, help: "The learning rate.") var lr: Float = 1e-3
  @Option(parsing: .unconditional, help: "Steps of linear warmup.") var warmup = 100
  @Option(
    parsing: .unconditional,
    help: "Final learning rate of the cosine schedule, as a share of --lr; 1 keeps it constant.")
  var minLrRatio: Float = 0.1
  @Option(help: "The optimizer.")
  var optimizer = Choice(OptimizerKind.adamw)
  @Option(
    parsing: .unconditional, help: "Weight decay, scaled by the learning rate; biases have none.")
  var weightDecay: Float = 0.02
  @Option(parsing: .unconditional, help: "Gradient-norm clip; 0 for none.")
  var gradClip: Float = 0
  @Option(
    parsing: .unconditional, help: "Decay of the weights' exponential moving average; 0 for none.")
  var ema: Float = 0.999
  @Option(parsing: .unconditional, help: "Learning rate of the puzzle embeddings.") var puzzleLr:
    Float =
      1e-2
  @Option(parsing: .unconditional, help: "Weight decay of the puzzle embeddings.")
  var puzzleWeightDecay: Float = 0.1
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
    inversion: .prefixedNo, help: "Replace a sequence when its halting head says it is done.")
  var halting = true
  @Option(
    parsing: .unconditional,
    help: "Share of sequences that must take a random minimum of steps before they may halt.")
  var exploration = 1.0
  @Option(parsing: .unconditional, help: "Std of the noise added to y and z before each step.")
  var noise: Float = 0
  @Option(parsing: .unconditional, help: "Share of sequences that start from noise.")
  var scatter = 0.0
  @Option(parsing: .unconditional, help: "The random seed; the setting's if left out.") var seed:
    UInt64?

  /// The recipe for a network.
  ///
  /// - Throws: `Diagnostic` naming the first number that is wrong.
  func recipe(_ network: Configuration, _ workbench: ModelWorkbench) throws -> TrainingConfiguration
  {
    var recipe = TrainingConfiguration()
    recipe.steps = steps ?? 1000
    recipe.batch = batch
    recipe.learningRate = lr
    recipe.warmup = warmup
    recipe.minLearningRateRatio = minLrRatio
    recipe.optimizer = optimizer.value
    recipe.weightDecay = weightDecay
    recipe.gradientClip = gradClip
    recipe.emaDecay = ema
    recipe.puzzleLearningRate = puzzleLr
    recipe.puzzleWeightDecay = puzzleWeightDecay
    recipe.loss = loss.value
    recipe.depth = depth ?? network.depth
    recipe.cycles = cycles ?? network.cycles
    recipe.inner = inner ?? network.inner
    recipe.halting = halting
    recipe.exploration = exploration
    (recipe.noise, recipe.scatter) = (noise, scatter)
    recipe.seed = seed ?? workbench.settings.randomSeed
    do {
      try recipe.validate()
    } catch {
      throw Diagnostic(.usage, "\(error)", hint: "help train")
    }
    return recipe
  }
}
