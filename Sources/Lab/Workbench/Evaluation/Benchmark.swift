// How fast a network runs here, and how near that is to what the processor can do.

package import Checkpoints
internal import Kernels
internal import Language
package import Network
internal import Platform
package import Settings
internal import Training

/// Measures networks on the workbench's threads.
package struct Benchmark {
  /// A network to measure.
  package enum Size: String, CaseIterable, Sendable {
    case model, arithmetic, sudoku, mixer, hrm
  }

  /// What grows from one measurement to the next.
  package enum Growth: String, CaseIterable, Sendable {
    case depth, batch, length, width
  }

  /// What one value of the setting `keep` costs.
  package struct KeepCost: Sendable {
    package let level: KeepLevel
    package let ms: Double
    /// Its time over that with `off`.
    package let cost: Double
    package let bytes: Int
  }

  /// One kernel's share of a step on one thread.
  package struct KernelTime: Sendable {
    package let name: String
    package let calls: Int
    package let ms: Double
  }

  package let workbench: ModelWorkbench
  package let seconds: Double
  package let watch: Stopwatch

  /// A benchmark that runs each measurement for `seconds`.
  package init(on workbench: ModelWorkbench, seconds: Double) {
    self.workbench = workbench
    self.seconds = seconds
    watch = Stopwatch(threadPool: workbench.threadPool, seconds: seconds, while: workbench.goesOn)
  }

  /// The model's weights, or random weights of a network of a standard size.
  ///
  /// - Throws: `Diagnostic` where the model has no kernels to measure.
  package func weights(_ size: Size) throws -> Weights {
    guard size != .model else {
      let weights = try workbench.requireModel().weights
      guard weights.configuration.hasKernels else {
        throw Diagnostic(
          .failure, "networks of the kind 'cell' have no kernels to measure",
          hint: "--size arithmetic")
      }
      return weights
    }
    func large(_ mixing: Configuration.Mixing) -> Configuration {
      Configuration(
        vocabulary: 11, length: 81, width: 512, innerWidth: 1536, mixing: mixing,
        mixerWidth: mixing == .mixer ? 512 : 0, heads: 8,
        positions: mixing == .mixer ? .none : .rotary, prefix: 16)
    }
    let network =
      switch size {
      case .model, .arithmetic:
        Configuration(vocabulary: 16, length: 16, width: 128, innerWidth: 512, heads: 2)
      case .sudoku: large(.attention)
      case .mixer: large(.mixer)
      case .hrm:
        Configuration(
          vocabulary: 11, length: 81, width: 512, layers: 4, innerWidth: 1536, heads: 8, prefix: 1,
          inner: 2, cycles: 2, network: .hrm)
      }
    return try Weights.initial(network, seed: workbench.settings.randomSeed)
  }

  /// Questions of random tokens, the same each time.
  package static func questions(_ c: Configuration, count: Int) throws -> TokenBatch {
    var generator = SeededGenerator(seed: 1)
    let tokens = (0..<count * c.length).map { _ in
      Int32(generator.next() % UInt64(c.vocabulary))
    }
    return try TokenBatch(tokens: tokens, for: c)
  }

  /// One supervision step of a batch; with `keepsOutput` the batch's tokens and logits too.
  package func answer(
    _ weights: Weights, batch: Int, keepsOutput: Bool
  ) throws -> (measurement: Measurement, arrays: [NamedArray]) {
    let c = weights.configuration
    let threadPool = workbench.threadPool
    try requireMemory(
      floats: c.fastEngineFloats(capacity: batch, threads: threadPool.count),
      hint: "use a smaller --batch")
    let engine = FastEngine(weights, capacity: batch, threadPool: threadPool)
    let questions = try Self.questions(c, count: batch)
    engine.begin(questions)
    var arrays: [NamedArray] = []
    if keepsOutput {
      _ = engine.step(1, cycles: c.cycles, inner: c.inner)
      let logits = StoredArray(Array(engine.logits), shape: [batch, c.length, c.vocabulary])
      arrays = [
        NamedArray("tokens.\(batch)", StoredArray(questions.tokens, shape: [batch, c.length])),
        NamedArray("logits.\(batch)", logits),
      ]
    }
    let measurement = try watch.measure("answer", batch, c.operations(batch: batch)) {
      _ = engine.step(1, cycles: c.cycles, inner: c.inner)
    }
    return (measurement, arrays)
  }

  /// One training step of a batch.
  package func training(_ weights: Weights, batch: Int) throws -> Measurement {
    let c = weights.configuration
    var configuration = TrainingConfiguration()
    (configuration.batchSize, configuration.cycles, configuration.inner) = (
      batch, c.cycles, c.inner
    )
    configuration.steps = 1 << 30
    try requireMemory(
      floats: DeepSupervision.floatCount(
        c, batch: batch, inner: c.inner, threads: workbench.threadPool.count),
      hint: "use a smaller --batch")
    let trainer = try Trainer(
      weights.copy(), configuration: configuration, threadPool: workbench.threadPool
    ) {
      generator, tokens, labels in
      for position in 0..<c.length {
        tokens[position] = Int32(generator.next() % UInt64(c.vocabulary))
        labels[position] = tokens[position]
      }
      return 0
    }
    return try watch.measure("train", batch, c.trainingOperations(batch: batch)) {
      _ = try trainer.advance()
    }
  }

  /// Each kernel's calls and milliseconds in one step on one thread.
  package func kernels(_ weights: Weights, batch: Int) throws -> [KernelTime] {
    KernelClock.shared.reset()
    let c = weights.configuration
    let engine = FastEngine(weights, capacity: batch, kernels: .timed)
    engine.begin(try Self.questions(c, count: batch))
    // What packing the weights took belongs to no step.
    KernelClock.shared.reset()
    let timer = ContinuousTimer()
    var steps = 0
    repeat {
      _ = engine.step(1, cycles: c.cycles, inner: c.inner)
      steps += 1
    } while timer.seconds < seconds && workbench.goesOn()
    return KernelClock.shared.totals.map {
      KernelTime(
        name: $0.name, calls: $0.calls / steps, ms: $0.seconds * 1e3 / Double(steps))
    }
  }

  /// Whole runs of one question in turn, with each value of the setting `keep`.
  package func keepCosts(_ weights: Weights) throws -> [KeepCost] {
    let inference = InferenceOptions(weights.configuration)
    let engine = FastEngine(weights, capacity: 1, threadPool: workbench.threadPool)
    let questions = try Self.questions(weights.configuration, count: 1)
    let limit = workbench.settings.keepLimitBytes
    var bytes = KeepLevel.allCases.map { _ in 0 }
    let costs = try watch.compare(
      KeepLevel.allCases.enumerated().map { index, level in
        {
          let (_, recorder) = StateRecorder.during(
            level, inference, weights.configuration.architecture, limit: limit
          ) {
            InferenceRun(engine, inference).answer(questions, observer: $0)
          }
          bytes[index] = recorder.bytes
        }
      })
    return zip(KeepLevel.allCases, zip(costs, bytes)).map {
      KeepCost(level: $0, ms: $1.0.ms, cost: $1.0.cost, bytes: $1.1)
    }
  }
}
