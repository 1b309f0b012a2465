// The options that make a training's recipe.

internal import ArgumentParser
internal import Kernels
internal import Language
internal import Network
internal import Training
internal import Workbench

/// How gradients change the weights.
struct OptimizerArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "The learning rate.") var lr = TrainingConfiguration
    .defaults.learningRate
  @Option(parsing: .unconditional, help: "Steps of linear warmup.") var warmup =
    TrainingConfiguration.defaults.warmup
  @Option(
    parsing: .unconditional,
    help: "Final learning rate of the cosine schedule, as a share of --lr; 1 keeps it constant.")
  var minLrRatio = TrainingConfiguration.defaults.minLearningRateRatio
  @Option(help: "The optimizer.")
  var optimizer = Choice(TrainingConfiguration.defaults.optimizer)
  @Option(
    parsing: .unconditional, help: "Weight decay, scaled by the learning rate; biases have none.")
  var weightDecay = TrainingConfiguration.defaults.weightDecay
  @Option(parsing: .unconditional, help: "Gradient-norm clip; 0 for none.")
  var gradClip = TrainingConfiguration.defaults.gradientClip
  @Option(
    parsing: .unconditional, help: "Decay of the weights' exponential moving average; 0 for none.")
  var ema = TrainingConfiguration.defaults.emaDecay
  @Option(parsing: .unconditional, help: "Learning rate of the puzzle embeddings.") var puzzleLr:
    Float =
      1e-2
  @Option(parsing: .unconditional, help: "Weight decay of the puzzle embeddings.")
  var puzzleWeightDecay = TrainingConfiguration.defaults.puzzleWeightDecay
}

/// How sequences recur in training.
struct RecursionArguments: ParsableArguments {
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
  var halting = TrainingConfiguration.defaults.halting
  @Option(
    parsing: .unconditional,
    help: "Share of sequences that must take a random minimum of steps before they may halt.")
  var exploration = TrainingConfiguration.defaults.exploration
  @Option(parsing: .unconditional, help: "Std of the noise added to y and z before each step.")
  var noise = TrainingConfiguration.defaults.noise
  @Option(parsing: .unconditional, help: "Share of sequences that start from noise.")
  var scatter = TrainingConfiguration.defaults.scatter
}

/// The numbers of a training, as `train` takes them.
struct TrainingOptions: ParsableArguments {
  /// Names that options had before version 0.2, which go on working for one version.
  static let formerNames = [
    "--rate": "--lr", "--floor": "--min-lr-ratio", "--optimiser": "--optimizer",
    "--decay": "--weight-decay", "--clip": "--grad-clip", "--average": "--ema",
    "--puzzle-rate": "--puzzle-lr", "--puzzle-decay": "--puzzle-weight-decay",
  ]

  @Option(parsing: .unconditional, help: "Optimizer steps; 1000 if left out.") var steps: Int?
  @Option(parsing: .unconditional, help: "Sequences in a batch.") var batch = TrainingConfiguration
    .defaults.batch
  @Option(help: "The answer's loss.") var loss = Choice(TrainingConfiguration.defaults.loss)
  @Option(parsing: .unconditional, help: "The random seed; the setting's if left out.") var seed:
    UInt64?
  @OptionGroup var optimizer: OptimizerArguments
  @OptionGroup var recursion: RecursionArguments

  /// The recipe for a network.
  ///
  /// - Throws: `Diagnostic` naming the first number that is wrong.
  func recipe(_ network: Configuration, _ workbench: ModelWorkbench) throws -> TrainingConfiguration
  {
    var recipe = TrainingConfiguration()
    recipe.steps = steps ?? 1000
    recipe.batch = batch
    recipe.learningRate = optimizer.lr
    recipe.warmup = optimizer.warmup
    recipe.minLearningRateRatio = optimizer.minLrRatio
    recipe.optimizer = optimizer.optimizer.value
    recipe.weightDecay = optimizer.weightDecay
    recipe.gradientClip = optimizer.gradClip
    recipe.emaDecay = optimizer.ema
    recipe.puzzleLearningRate = optimizer.puzzleLr
    recipe.puzzleWeightDecay = optimizer.puzzleWeightDecay
    recipe.loss = loss.value
    recipe.depth = recursion.depth ?? network.depth
    recipe.cycles = recursion.cycles ?? network.cycles
    recipe.inner = recursion.inner ?? network.inner
    recipe.halting = recursion.halting
    recipe.exploration = recursion.exploration
    (recipe.noise, recipe.scatter) = (recursion.noise, recursion.scatter)
    recipe.seed = seed ?? workbench.settings.randomSeed
    do {
      try recipe.validate()
    } catch {
      throw Diagnostic(.usage, "\(error)", hint: "help train")
    }
    return recipe
  }
}
