// The options that set a training's hyperparameters.

internal import ArgumentParser
internal import CommandCore
internal import Kernels
internal import Language
internal import Network
internal import Settings
internal import Training
internal import Workbench

/// How gradients change the weights.
struct OptimizerArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The learning rate; if left out, 0.001, and 0.0002 for a model that is trained already.")
  var lr: Float?
  @Option(parsing: .unconditional, help: "Steps of linear warmup.") var warmup =
    TrainingConfiguration.defaults.warmupSteps
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
  @Option(parsing: .unconditional, help: "Learning rate of the puzzle embeddings.")
  var puzzleLr = TrainingConfiguration.defaults.puzzleLearningRate
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
  var exploration = TrainingConfiguration.defaults.haltingExploration
  @Option(parsing: .unconditional, help: "Std of the noise added to y and z before each step.")
  var noise = TrainingConfiguration.defaults.stateNoise
  @Option(parsing: .unconditional, help: "Share of sequences that start from noise.")
  var scatter = TrainingConfiguration.defaults.randomStartRatio
}

/// Which hard questions are drawn.
struct HardArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Share of the questions drawn from the kinds of 'eval --hard'; 0, or with --mine 0.5.")
  var hard: Double?
  @Flag(help: "Measure those kinds on training questions, and draw more of what is wrong.")
  var mine = false
  @Option(parsing: .unconditional, help: "Steps between two measurements; 500 if left out.")
  var mineEvery: Int?
  @Option(parsing: .unconditional, help: "Questions of each kind in a measurement; 64 if left out.")
  var mineCount: Int?

  /// Sets what a training draws.
  ///
  /// - Throws: `Diagnostic` naming an option that is wrong or has no effect.
  func set(_ configuration: inout TrainingConfiguration) throws {
    for (name, value) in [("--mine-every", mineEvery), ("--mine-count", mineCount)] {
      guard let value else { continue }
      guard mine else {
        throw Diagnostic(
          .usage, "'\(name)' needs '--mine'", about: .option(name), hint: "help train")
      }
      guard value >= 1 else {
        throw Diagnostic(
          .usage, "invalid value '\(value)' for '\(name)'", about: .option(name), hint: "1 or more")
      }
    }
    guard !mine || hard != 0 else {
      throw Diagnostic(
        .usage, "'--mine' needs a share of hard questions above 0", about: .option("--hard"),
        hint: "leave out --hard, or give for example --hard 0.5")
    }
    configuration.hardShare = hard ?? (mine ? 0.5 : 0)
    configuration.mineEvery = mine ? mineEvery ?? 500 : 0
    configuration.mineCount = mineCount ?? TrainingConfiguration.defaults.mineCount
  }
}

/// The hyperparameters of a training, as options of `train`.
struct TrainingOptions: ParsableArguments {
  /// Names that options had before version 0.2, which go on working for one version.
  static let formerNames = [
    "--rate": "--lr", "--floor": "--min-lr-ratio", "--optimiser": "--optimizer",
    "--decay": "--weight-decay", "--clip": "--grad-clip", "--average": "--ema",
    "--puzzle-rate": "--puzzle-lr", "--puzzle-decay": "--puzzle-weight-decay",
  ]

  @Option(parsing: .unconditional, help: "Optimizer steps; 1000 if left out.") var steps: Int?
  @Option(parsing: .unconditional, help: "Sequences in a batch.") var batch = TrainingConfiguration
    .defaults.batchSize
  @Option(help: "The answer's loss.") var loss = Choice(TrainingConfiguration.defaults.loss)
  @Option(parsing: .unconditional, help: "The random seed; the setting's if left out.") var seed:
    UInt64?
  @OptionGroup var optimizer: OptimizerArguments
  @OptionGroup var recursion: RecursionArguments
  @OptionGroup var hard: HardArguments

  /// The configuration for a network.
  ///
  /// - Throws: `Diagnostic` naming the first number that is wrong.
  func configuration(
    _ network: Configuration, replay: Double = 0, _ workbench: ModelWorkbench
  ) throws -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.steps = steps ?? TrainingConfiguration.defaults.steps
    configuration.batchSize = batch
    let isTrained = workbench.model?.isTrained ?? false
    configuration.learningRate =
      optimizer.lr
      ?? (isTrained
        ? TrainingConfiguration.fineTuningRate : TrainingConfiguration.defaults.learningRate)
    configuration.warmupSteps = optimizer.warmup
    configuration.minLearningRateRatio = optimizer.minLrRatio
    configuration.optimizer = optimizer.optimizer.value
    configuration.weightDecay = optimizer.weightDecay
    configuration.gradientClip = optimizer.gradClip
    configuration.emaDecay = optimizer.ema
    configuration.puzzleLearningRate = optimizer.puzzleLr
    configuration.puzzleWeightDecay = optimizer.puzzleWeightDecay
    configuration.loss = loss.value
    configuration.depth = recursion.depth ?? network.depth
    configuration.cycles = recursion.cycles ?? network.cycles
    configuration.inner = recursion.inner ?? network.inner
    configuration.halting = recursion.halting
    configuration.haltingExploration = recursion.exploration
    (configuration.stateNoise, configuration.randomStartRatio) = (
      recursion.noise, recursion.scatter
    )
    try hard.set(&configuration)
    configuration.replayShare = replay
    configuration.seed = seed ?? workbench.settings.randomSeed
    do {
      try configuration.validate()
    } catch {
      throw Diagnostic(.usage, "\(error)", hint: "help train")
    }
    return configuration
  }
}
