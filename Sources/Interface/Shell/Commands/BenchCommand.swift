// bench: how fast a network runs here, and how near that is to what the processor can do.

internal import ArgumentParser
internal import Checkpoints
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
      One supervision step of a batch, on as many threads as the setting says, in turn with a loop \
      of multiply-adds in registers on as many, the peak. --size takes a network of a standard \
      size with random weights instead of the model: arithmetic (D 128, 16 tokens), sudoku (D 512, \
      97 positions, attention), mixer (the same with a mixer). --grow measures one size after the \
      other and sets the time beside the arithmetic: cost is 1 where both grow alike. --keep measures \
      whole runs in turn with each value of the setting 'keep': cost is the time over that with off. \
      Figures are medians; compare those of one run only.
      """)
  static let examples = [
    "bench --seconds 0.05", "bench --grow batch --seconds 0.02", "bench --keep --seconds 0.05",
    "bench --size arithmetic --batch 1 --seconds 0.05 --kernels",
  ]
  static let fields: KeyValuePairs = [
    "peak": "GFLOP/s of the register loop", "instructions": "wide, fused, portable or naive",
    "threads": "how many worked",
    "rows": "each work's batch, ms, per-second, gflops, share of the peak and, with --grow, cost; "
      + "with --keep, each one's keep, ms, cost and bytes",
    "kernels": "with --kernels: each kernel's calls, ms and share of a step on one thread",
  ]

  /// A network to measure.
  enum Size: String, CaseIterable, ExpressibleByArgument {
    case model, arithmetic, sudoku, mixer
  }

  @Option(help: "The network.") var size = Size.model
  @Option(parsing: .unconditionalSingleValue, help: "Sequences in a batch; repeatable.")
  var batch: [Int] = []
  @Flag(help: "Measure a training step too.") var train = false
  @Option(help: "Measure one size after the other: depth, batch, length or width.")
  var grow: Growth?
  @Flag(help: "Measure what keeping states costs.") var keep = false
  @Flag(help: "Show where a step's time goes.") var kernels = false
  @Option(parsing: .unconditional, help: "Seconds for each measurement.") var seconds = 1.0
  @Option(
    name: [.customShort("o"), .long],
    help: "Write each batch's tokens and logits after one step to a .npz file.",
    completion: .file(extensions: ["npz"]))
  var output: String?
  @Flag(help: "Replace a file that is there already.") var force = false

  mutating func run(in session: Session) throws -> CommandResult {
    let batches = batch.isEmpty ? (grow == nil ? [1, 32] : [1]) : batch
    if let wrong = batches.first(where: { $0 < 1 || $0 > 4096 }) {
      throw ShellError(.usage, "--batch can't be \(wrong)", hint: "1 to 4096")
    }
    guard seconds > 0 && seconds <= 600 else {
      throw ShellError(.usage, "--seconds can't be \(plain(seconds))", hint: "up to 600")
    }
    if let output { try requireNew(output, force: force) }
    let weights = try weights(in: session)
    let watch = Stopwatch(team: session.team, seconds: seconds)
    if keep {
      guard grow == nil, !train, !kernels, output == nil, batch.allSatisfy({ $0 == 1 }) else {
        throw ShellError(
          .usage, "--keep goes only with --size and --seconds: it measures one question at a time",
          hint: "bench --keep")
      }
      return try costOfKeeping(weights, watch, session)
    }
    if let grow {
      let rows = try grow.measure(weights, batch: batches[0], watch, session)
      return result(rows, [], growth: grow, threads: session.team.count)
    }
    let c = weights.configuration
    var (rows, arrays): ([Measurement], [NamedArray]) = ([], [])
    for batch in batches {
      let engine = FastEngine(weights, capacity: batch, team: session.team)
      let questions = try Self.questions(c, count: batch)
      engine.begin(questions)
      if output != nil {
        _ = engine.step(1, cycles: c.cycles, inner: c.inner)
        arrays.append(
          NamedArray(
            "tokens.\(batch)",
            StoredArray(questions.tokens, shape: [batch, c.length])))
        arrays.append(
          NamedArray(
            "logits.\(batch)",
            StoredArray(Array(engine.logits), shape: [batch, c.length, c.vocabulary])))
      }
      rows.append(
        try watch.measure("answer", batch, c.operations(batch: batch)) {
          _ = engine.step(1, cycles: c.cycles, inner: c.inner)
        })
    }
    if train {
      let trainer = try Self.trainer(weights, batch: batches.max() ?? 1, team: session.team)
      rows.append(
        try watch.measure(
          "train", trainer.recipe.batch, c.trainingOperations(batch: trainer.recipe.batch)
        ) { _ = try trainer.advance() })
    }
    if let output { try NumPyArchive(arrays).write(to: output) }
    let parts = kernels ? try Self.parts(weights, batch: batches[0], seconds: seconds) : []
    return result(rows, parts, growth: nil, threads: session.team.count)
  }

  private func weights(in session: Session) throws -> Weights {
    guard size != .model else {
      let weights = try session.requireModel().weights
      guard weights.configuration.mixing != .cell else {
        throw ShellError(
          .failure, "a network of the kind 'cell' has no kernels to measure", hint: "--size A")
      }
      return weights
    }
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

  /// Questions of random tokens, the same each time.
  static func questions(_ c: Configuration, count: Int) throws -> Questions {
    var generator = SeededGenerator(seed: 1)
    let tokens = (0..<count * c.length).map { _ in
      Int32(generator.next() % UInt64(c.vocabulary))
    }
    return try Questions(tokens: tokens, for: c)
  }

  private static func trainer(_ weights: Weights, batch: Int, team: Team) throws -> Trainer {
    let c = weights.configuration
    var recipe = Recipe()
    (recipe.batch, recipe.cycles, recipe.inner) = (batch, c.cycles, c.inner)
    recipe.steps = 1 << 30
    return try Trainer(weights.copy(), recipe: recipe, team: team) { generator, tokens, labels in
      for position in 0..<c.length {
        tokens[position] = Int32(generator.next() % UInt64(c.vocabulary))
        labels[position] = tokens[position]
      }
      return 0
    }
  }

  /// Each kernel's calls and milliseconds in one step on one thread.
  private static func parts(
    _ weights: Weights, batch: Int, seconds: Double
  ) throws -> [(name: String, calls: Int, ms: Double)] {
    KernelClock.shared.reset()
    let c = weights.configuration
    let engine = FastEngine(weights, capacity: batch, lanes: .timed)
    engine.begin(try questions(c, count: batch))
    // What packing the weights took belongs to no step.
    KernelClock.shared.reset()
    let started = Clock.now
    var steps = 0
    repeat {
      _ = engine.step(1, cycles: c.cycles, inner: c.inner)
      steps += 1
    } while Clock.now - started < seconds && !Interrupt.isRequested
    return KernelClock.shared.totals.map {
      ($0.name, $0.calls / steps, $0.seconds * 1e3 / Double(steps))
    }
  }
}
