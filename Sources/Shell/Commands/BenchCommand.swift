// bench: how fast a network runs here, and how near that is to what the processor can do.

internal import ArgumentParser
internal import Drawing
internal import Kernels
internal import Network
internal import Puzzles
internal import Training

/// `bench`.
struct BenchCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast a network runs on this machine.",
    discussion: """
      One supervision step of a batch, one thread, in turn with a loop of multiply-adds in \
      registers, the peak. --size takes a network of a standard size with random weights instead \
      of the model: arithmetic (D 128, 16 tokens), sudoku (D 512, 97 positions, attention), mixer \
      (the same with a mixer). Figures are medians; compare those of one run only.
      """)
  static let examples = ["bench --seconds 0.05"]
  static let fields: KeyValuePairs = [
    "peak": "GFLOP/s of the register loop", "instructions": "fused, portable or naive",
    "rows": "each work's batch, ms, per-second, gflops and share of the peak",
    "kernels": "with --kernels: each kernel's calls, ms and share of a step",
  ]

  /// A network to measure.
  enum Size: String, CaseIterable, ExpressibleByArgument {
    case model, arithmetic, sudoku, mixer
  }

  @Option(help: "The network.") var size = Size.model
  @Option(parsing: .unconditionalSingleValue, help: "Sequences in a batch; repeatable.")
  var batch: [Int] = []
  @Flag(help: "Measure a training step too.") var train = false
  @Flag(help: "Show where a step's time goes.") var kernels = false
  @Option(parsing: .unconditional, help: "Seconds for each measurement.") var seconds = 1.0

  mutating func run(in session: Session) throws -> CommandResult {
    let batches = batch.isEmpty ? [1, 32] : batch
    if let wrong = batches.first(where: { $0 < 1 || $0 > 4096 }) {
      throw ShellError(.usage, "--batch can't be \(wrong)", hint: "1 to 4096")
    }
    guard seconds > 0 && seconds <= 600 else {
      throw ShellError(.usage, "--seconds can't be \(plain(seconds))", hint: "up to 600")
    }
    let weights = try weights(in: session)
    let c = weights.configuration
    let watch = Stopwatch(lanes: .current, seconds: seconds)
    var rows: [Measurement] = []
    for batch in batches {
      let engine = FastEngine(weights, capacity: batch)
      engine.begin(try Self.questions(c, count: batch))
      rows.append(
        try watch.measure("answer", batch, c.operations(batch: batch)) {
          _ = engine.step(1, cycles: c.cycles, inner: c.inner, observer: nil)
        })
    }
    if train {
      let trainer = try Self.trainer(weights, batch: batches.max() ?? 1)
      rows.append(
        try watch.measure(
          "train", trainer.recipe.batch, c.trainingOperations(batch: trainer.recipe.batch)
        ) { _ = try trainer.advance() })
    }
    let parts = kernels ? try Self.parts(weights, batch: batches[0], seconds: seconds) : []
    return result(rows, parts)
  }

  private func weights(in session: Session) throws -> Weights {
    guard size != .model else { return try session.requireModel().weights }
    let isLarge = size != .arithmetic
    let isMixer = size == .mixer
    let width = isLarge ? 512 : 128
    let network = Configuration(
      vocabulary: isLarge ? 11 : 16, length: isLarge ? 81 : 16, width: width,
      innerWidth: isLarge ? 1536 : 512, mixing: isMixer ? .mixer : .attention,
      mixerWidth: isMixer ? 512 : 0, heads: width / 64, positions: isMixer ? .none : .rotary,
      prefix: isLarge ? 16 : 0)
    return try Weights.initial(network, seed: session.settings.seed)
  }

  private static func questions(_ c: Configuration, count: Int) throws -> Questions {
    var generator = SeededGenerator(seed: 1)
    let tokens = (0..<count * c.length).map { _ in
      Int32(generator.next() % UInt64(c.vocabulary))
    }
    return try Questions(tokens: tokens, for: c)
  }

  private static func trainer(_ weights: Weights, batch: Int) throws -> Trainer {
    let c = weights.configuration
    var recipe = Recipe()
    (recipe.batch, recipe.cycles, recipe.inner) = (batch, c.cycles, c.inner)
    recipe.steps = 1 << 30
    return try Trainer(weights.copy(), recipe: recipe) { generator, tokens, labels in
      for position in 0..<c.length {
        tokens[position] = Int32(generator.next() % UInt64(c.vocabulary))
        labels[position] = tokens[position]
      }
    }
  }

  /// Each kernel's calls and milliseconds in one step.
  private static func parts(
    _ weights: Weights, batch: Int, seconds: Double
  ) throws -> [(name: String, calls: Int, ms: Double)] {
    KernelClock.shared.reset()
    let c = weights.configuration
    let engine = FastEngine(weights, capacity: batch, lanes: .timed)
    engine.begin(try questions(c, count: batch))
    let started = Clock.now
    var steps = 0
    repeat {
      _ = engine.step(1, cycles: c.cycles, inner: c.inner, observer: nil)
      steps += 1
    } while Clock.now - started < seconds && !Interrupt.isRequested
    return KernelClock.shared.totals.map {
      ($0.name, $0.calls / steps, $0.seconds * 1e3 / Double(steps))
    }
  }
}
