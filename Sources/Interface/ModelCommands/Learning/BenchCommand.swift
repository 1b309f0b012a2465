// bench: how fast a network runs here, and how near that is to what the processor can do.

internal import ArgumentParser
internal import Checkpoints
internal import CommandCore
internal import Kernels
internal import Language
internal import Presentation
internal import Storage
internal import Wording
internal import Workbench

/// `bench`.
struct BenchCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast a network runs on this machine.",
    discussion: """
      One supervision step of a batch, on as many threads as the setting says, alternating with \
      a loop of multiply-adds in registers on as many threads, the peak. --size takes a network \
      of a standard size with random weights instead of the model: arithmetic (D 128, 16 \
      tokens), sudoku (D 512, 97 positions, attention), mixer (the same with a mixer), hrm (the Hierarchical Reasoning Model of D 512 with 4 + 4 \
      layers, 82 positions). --grow \
      measures one size after the other and compares the time with the arithmetic: cost is 1 \
      where both grow alike. --keep measures whole runs in turn with each value of the setting \
      'keep': cost is the time relative to off. Figures are medians; compare only those of one \
      run.
      """)
  static let examples = [
    "bench --seconds 0.05", "bench --grow batch --seconds 0.02", "bench --keep --seconds 0.05",
    "bench --size arithmetic --batch 1 --seconds 0.05 --kernels",
  ]
  static let fields: KeyValuePairs = [
    "peak": "GFLOP/s of the register loop", "instructions": "wide, fused, portable or naive",
    "threads": "how many threads",
    "rows": "each work's batch, ms, per-second, gflops, share of the peak and, with --grow, cost; "
      + "with --keep, each one's keep, ms, cost and bytes",
    "kernels": "with --kernels: each kernel's calls, ms and share of a step on one thread",
  ]

  @Option(help: "The network.") var size = Choice(Benchmark.Size.model)
  @Option(parsing: .unconditionalSingleValue, help: "Sequences in a batch; repeatable.")
  var batch: [Int] = []
  @Flag(help: "Also measure a training step.") var train = false
  @Option(help: "Measure one size after the other: depth, batch, length or width.")
  var grow: Choice<Benchmark.Growth>?
  @Flag(help: "Measure what recording states costs.") var keep = false
  @Flag(help: "Show where a step's time goes.") var kernels = false
  @Option(parsing: .unconditional, help: "Seconds for each measurement.") var seconds = 1.0
  @Option(
    name: [.customShort("o"), .long],
    help: "Write each batch's tokens and logits after one step to a .npz file.",
    completion: .file(extensions: ["npz"]))
  var output: String?
  @Flag(help: "Replace an existing file.") var force = false

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let batches = batch.isEmpty ? (grow == nil ? [1, 32] : [1]) : batch
    if let wrong = batches.first(where: { $0 < 1 || $0 > 4096 }) {
      throw Diagnostic(
        .usage, "invalid value '\(wrong)' for '--batch'", about: .option("--batch"),
        hint: "1 to 4096")
    }
    guard seconds > 0 && seconds <= 600 else {
      throw Diagnostic(
        .usage, "invalid value '\(plain(seconds))' for '--seconds'", about: .option("--seconds"),
        hint: "up to 600")
    }
    if let output { try AtomicFile.requireReplaceable(output, force: force) }
    let benchmark = Benchmark(on: workbench, seconds: seconds)
    let threads = workbench.threadPool.count
    let weights = try benchmark.weights(size.value)
    if keep {
      guard grow == nil, !train, !kernels, output == nil, batch.allSatisfy({ $0 == 1 }) else {
        throw Diagnostic(
          .usage, "--keep can only be used with --size and --seconds: it measures one question",
          about: .option("--keep"), hint: "bench --keep")
      }
      return try benchmark.keepCosts(weights).result(threads: threads)
    }
    if let grow {
      let rows = try benchmark.grow(grow.value, weights, batch: batches[0])
      return BenchReport(rows, isGrowth: true, threads: threads).result
    }
    var (rows, arrays): ([Measurement], [NamedArray]) = ([], [])
    var isInterrupted = false
    do {
      for batch in batches {
        let (row, kept) = try benchmark.answer(weights, batch: batch, keepsOutput: output != nil)
        rows.append(row)
        arrays += kept
      }
      if train { rows.append(try benchmark.training(weights, batch: batches.max() ?? 1)) }
    } catch let error as Diagnostic where error.isInterruption && !rows.isEmpty {
      isInterrupted = true
    }
    if let output { try NumPyArchive(arrays).write(to: output) }
    let parts =
      kernels && !isInterrupted ? try benchmark.kernels(weights, batch: batches[0]) : []
    var result = BenchReport(rows, kernels: parts, threads: threads).result
    if isInterrupted {
      result.notes.append(
        "interrupted after \(rows.count) of \(counted(batches.count + (train ? 1 : 0), "row"))")
    }
    return result
  }
}
