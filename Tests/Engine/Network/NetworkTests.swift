// Small networks of every kind: agreement of the engines, gradients, initialization, validation.

import Foundation
import Kernels
import Network
import Support
import Synchronization
import Testing

/// A tiny network of each kind.
struct Kind: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let configuration: Configuration

  static let all = [
    Kind(
      testDescription: "attention, rotary",
      configuration: Configuration(
        vocabulary: 5, length: 4, width: 8, layers: 2, innerWidth: 6, heads: 2, rotaryBase: 100,
        inner: 2, cycles: 2, depth: 3)),
    Kind(
      testDescription: "attention, learned positions, puzzle prefix",
      configuration: Configuration(
        vocabulary: 5, length: 3, width: 6, layers: 1, innerWidth: 5, heads: 3,
        positions: .learned, prefix: 2, puzzleWidth: 7, puzzles: 3, inner: 1, cycles: 2, depth: 3)),
    Kind(
      testDescription: "attention through a window",
      configuration: Configuration(
        vocabulary: 5, length: 6, width: 8, layers: 1, innerWidth: 6, heads: 2, window: 1,
        rotaryBase: 100, inner: 2, cycles: 1, depth: 3)),
    Kind(
      testDescription: "attention through a window, puzzle prefix",
      configuration: Configuration(
        vocabulary: 5, length: 5, width: 6, layers: 2, innerWidth: 5, heads: 3, window: 2,
        prefix: 2, puzzleWidth: 7, puzzles: 3, inner: 1, cycles: 2, depth: 3)),
    Kind(
      testDescription: "attention into the directions of a grid",
      configuration: Configuration(
        vocabulary: 5, length: 6, width: 8, layers: 1, innerWidth: 6, heads: 4, gridWidth: 3,
        gridReach: 1, inner: 2, cycles: 1, depth: 3)),
    Kind(
      testDescription: "attention to the units of a grid, prefix",
      configuration: Configuration(
        vocabulary: 5, length: 16, width: 6, layers: 1, innerWidth: 5, heads: 3, gridWidth: 4,
        gridBlock: 2, positions: .none, prefix: 1, inner: 1, cycles: 1, depth: 3)),
    Kind(
      testDescription: "mixer",
      configuration: Configuration(
        vocabulary: 4, length: 5, width: 10, layers: 2, innerWidth: 4, mixing: .mixer,
        mixerWidth: 3, positions: .none, inner: 3, cycles: 1, depth: 3)),
  ]

  /// Initial weights with constants replaced by random numbers, so that no gradient vanishes.
  func weights(seed: UInt64) throws -> Weights {
    let weights = try Weights.initial(configuration, seed: seed)
    var generator = SeededGenerator(seed: seed &+ 1)
    for i in 0..<weights.values.count where weights.values[i] == 0 || weights.values[i] == -5 {
      weights.values[i] = Float(generator.uniform() - 0.5)
    }
    return weights
  }

  /// The nearest number of inner updates that the network can make.
  func inner(_ count: Int) -> Int {
    configuration.architecture.nearestInner(to: count)
  }

  /// Random questions.
  func questions(_ count: Int, seed: UInt64) throws -> TokenBatch {
    var generator = SeededGenerator(seed: seed)
    let c = configuration
    return try TokenBatch(
      tokens: (0..<count * c.length).map { _ in Int32(generator.below(c.vocabulary)) },
      puzzles: (0..<count).map { _ in Int32(generator.below(max(c.puzzles, 1))) }, for: c)
  }
}

@Suite struct NetworkTests {
  @Test(
    "the reference and the fast engine agree on y, z and both heads",
    arguments: Kind.all + Kind.relatives)
  func engines(kind: Kind) throws {
    let weights = try kind.weights(seed: 3)
    let questions = try kind.questions(5, seed: 4)
    let reference = ReferenceEngine(weights)
    reference.begin(questions)
    for kernels in KernelSet.all {
      let fast = FastEngine(weights, capacity: 7, kernels: kernels)
      fast.begin(questions)
      reference.begin(questions)
      for step in 1...2 {
        let inner = kind.inner(2)
        #expect(fast.step(step, cycles: 2, inner: inner, observer: nil))
        #expect(reference.step(step, cycles: 2, inner: inner, observer: nil))
        for state in fast.architecture.states.indices {
          #expect(distance(fast.state(state), reference.state(state)) < 1e-4)
        }
        #expect(distance(fast.logits, reference.logits) < 1e-4)
        #expect(distance(fast.halting, reference.halting) < 1e-4)
      }
    }
  }

  @Test(
    "a sequence's answer doesn't depend on the rest of the batch",
    arguments: Kind.all + Kind.relatives)
  func batch(kind: Kind) throws {
    let weights = try kind.weights(seed: 5)
    let questions = try kind.questions(3, seed: 6)
    let together = try #require(
      InferenceRun(FastEngine(weights, capacity: 3), InferenceOptions(kind.configuration)).answer(
        questions))
    for i in 0..<3 {
      let result = try #require(
        InferenceRun(FastEngine(weights, capacity: 1), InferenceOptions(kind.configuration))
          .answer(questions[i..<i + 1]))
      #expect(result[0].tokens == together[i].tokens)
      #expect(distance(result[0].confidence, together[i].confidence) < 1e-5)
    }
  }

  @Test("the numbers are the same for any number of threads", arguments: Kind.all + Kind.relatives)
  func threads(kind: Kind) throws {
    let weights = try kind.weights(seed: 12)
    for count in 1...9 {
      let questions = try kind.questions(count, seed: 13)
      func run(_ threads: Int, watched: Bool, minShared least: Double = 0) -> [[Float]] {
        let engine = FastEngine(
          weights, capacity: count, threadPool: ThreadPool(threads), minShared: least)
        engine.begin(questions)
        let observer: Observer? = watched ? { _, _ in true } : nil
        for step in 1...2 {
          #expect(engine.step(step, cycles: 2, inner: kind.inner(2), observer: observer))
        }
        return engine.architecture.states.indices.map { Array(engine.state($0)) }
          + [Array(engine.logits), Array(engine.halting)]
      }
      let alone = run(1, watched: false)
      for threads in 1...3 {
        #expect(run(threads, watched: false) == alone, "\(count) by \(threads)")
        #expect(run(threads, watched: true) == alone, "\(count) by \(threads), watched")
        #expect(run(threads, watched: false, minShared: 1e9) == alone, "\(count), each by itself")
      }
    }
  }

  @Test(
    "kept sequences continue as if the others were still there",
    arguments: Kind.all + Kind.relatives)
  func keep(kind: Kind) throws {
    let weights = try kind.weights(seed: 14)
    let questions = try kind.questions(5, seed: 15)
    for engine in [FastEngine(weights, capacity: 5), ReferenceEngine(weights)] as [any Engine] {
      engine.begin(questions)
      #expect(engine.step(1, cycles: 1, inner: kind.inner(2)))
      #expect(engine.step(2, cycles: 1, inner: kind.inner(2)))
      let all = Array(engine.state(0))
      engine.begin(questions)
      #expect(engine.step(1, cycles: 1, inner: kind.inner(2)))
      engine.keep([1, 4])
      #expect(engine.step(2, cycles: 1, inner: kind.inner(2)))
      let size = all.count / 5
      #expect(Array(engine.state(0)) == Array(all[size..<2 * size] + all[4 * size..<5 * size]))
    }
  }

  @Test("every gradient matches finite differences", arguments: Kind.all + Kind.relatives, [1, 2])
  func gradients(kind: Kind, threads: Int) throws {
    let c = kind.configuration
    let count = 3
    let weights = try kind.weights(seed: 7)
    let questions = try kind.questions(count, seed: 8)
    var generator = SeededGenerator(seed: 9)
    let labels = (0..<count * c.length).map { _ in Int32(generator.below(c.vocabulary)) }
    /// The summed loss after one step, with its gradients if wanted.
    ///
    /// With one cycle from constant y₀ and z₀ the truncated gradient is the full gradient.
    func loss(gradients: Out?) -> Double {
      let pass = DeepSupervision(
        weights, batch: count, cycles: 1, inner: c.inner, threadPool: ThreadPool(threads),
        kernels: .naive)
      for i in 0..<count {
        pass.replace(
          i, tokens: Array(questions.tokens[i * c.length..<(i + 1) * c.length]),
          puzzle: questions.puzzles[i])
      }
      let sum = Mutex(0.0)
      pass.step(gradients: gradients) { i, logits, halting, _, dlogits, dhalting in
        var loss = crossEntropy(
          gradient: dlogits, logits: logits,
          labels: Array(labels[i * c.length..<(i + 1) * c.length]), tokens: c.length,
          vocabulary: c.vocabulary, loss: .stablemax
        ).loss
        for output in 0..<2 {
          let halt = binaryCrossEntropy(logit: halting[output], target: output == 0)
          loss += 0.5 * halt.loss
          dhalting[output] = Float(0.5 * halt.gradient)
        }
        sum.withLock { [loss] in $0 += loss }
      }
      return sum.withLock { $0 }
    }
    let gradients = FloatBuffer(count: weights.table.count)
    _ = loss(gradients: gradients.base)

    for parameter in weights.table.parameters where parameter.isTrained {
      // A few numbers of each parameter; two evaluations each.
      for _ in 0..<4 {
        let i = parameter.offset + generator.below(parameter.count)
        let (old, step) = (weights.values[i], Float(3e-3))
        weights.values[i] = old + step
        let above = loss(gradients: nil)
        weights.values[i] = old - step
        let below = loss(gradients: nil)
        weights.values[i] = old
        let slope = Float((above - below) / (2 * Double(step)))
        #expect(
          abs(gradients[i] - slope) < 3e-3 * (1 + abs(slope)), "\(parameter.key) [\(i)]")
      }
    }
  }

  @Test(
    "new weights have the official deviations, never halt and have zero puzzle embeddings"
  )
  func initial() throws {
    let c = Configuration(
      vocabulary: 50, length: 4, width: 64, layers: 1, innerWidth: 128, heads: 2, prefix: 1,
      puzzleWidth: 64, puzzles: 2)
    let weights = try Weights.initial(c, seed: 1)
    func values(_ key: String) throws -> [Float] {
      Array(weights.values.array[try #require(weights.table[key]).range])
    }
    func deviation(_ values: [Float]) -> Double {
      (values.reduce(0) { $0 + Double($1 * $1) } / Double(values.count)).squareRoot()
    }
    // Deviations: 1/√inputs = 1/√64 and 1/√128; 1/√D = 1/8; within 5 % for some thousand draws.
    let down = try values("L_level.layers.0.mlp.down_proj.weight")
    #expect(abs(deviation(down) * 128.0.squareRoot() - 1) < 0.05)
    let gate = try values("L_level.layers.0.mlp.gate_up_proj.weight")
    #expect(abs(deviation(gate) * 8 - 1) < 0.05)
    #expect(abs(deviation(try values("embed_tokens.embedding_weight")) * 8 - 1) < 0.05)
    // Truncated at 2 before scaling by 1 / 0.8796: nothing beyond 2 / 0.8796 = 2.2737 deviations.
    let largest = gate.map { abs($0) }.max() ?? 0
    #expect(largest <= 2.2738 / 8 && largest > 2.2 / 8)
    #expect(try values("q_head.bias") == [-5, -5])
    #expect(try values("q_head.weight").allSatisfy { $0 == 0 })
    #expect(try values("puzzle_emb.weights").allSatisfy { $0 == 0 })
    #expect(try Weights.initial(c, seed: 1).values.array == weights.values.array)
    #expect(try Weights.initial(c, seed: 2).values.array != weights.values.array)
  }

  @Test("invalid configurations are rejected, naming the invalid number")
  func refusals() throws {
    let good = Kind.all[0].configuration
    func message(_ change: (inout Configuration) -> Void) -> String {
      var c = good
      change(&c)
      do {
        _ = try Weights(c)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message { _ in } == "")
    #expect(message { $0.width = 0 }.contains("'0' for 'width'"))
    #expect(message { $0.heads = 3 }.contains("not a multiple of heads 3"))
    #expect(message { $0.layers = 1 << 40 }.contains("'1099511627776' for 'layers'"))
    #expect(message { $0.mixing = .mixer }.contains("mixerWidth"))
    #expect(message { $0.window = -1 }.contains("'-1' for 'window'"))
    #expect(
      message { ($0.mixing, $0.mixerWidth, $0.window) = (.mixer, 4, 1) }
        .contains("only attention supports a window"))
    #expect(message { $0.puzzles = 4 }.contains("must both be 0"))
    #expect(message { $0.epsilon = .nan }.contains("epsilon"))
    #expect(message { ($0.width, $0.innerWidth) = (1 << 20, 1 << 20) }.contains("too many"))
  }

  @Test("questions outside the vocabulary or of the wrong length are rejected")
  func questions() throws {
    let c = Kind.all[0].configuration
    #expect(throws: ConfigurationError.self) { try TokenBatch(tokens: [0, 1, 2], for: c) }
    #expect(throws: ConfigurationError.self) { try TokenBatch(tokens: [0, 1, 2, 5], for: c) }
    #expect(throws: ConfigurationError.self) { try TokenBatch(tokens: [0, 1, 2, -1], for: c) }
    #expect(throws: ConfigurationError.self) {
      try TokenBatch(tokens: [0, 1, 2, 3], puzzles: [1], for: c)
    }
  }

  @Test("the memory of an engine is known before it is allocated", arguments: Kind.all)
  func memory(kind: Kind) throws {
    for kernels in KernelSet.all {
      for (capacity, threads) in [(1, 1), (3, 1), (64, 2), (5, 3)] {
        let engine = FastEngine(
          try kind.weights(seed: 1), capacity: capacity, threadPool: ThreadPool(threads),
          kernels: kernels)
        let estimate = kind.configuration.fastEngineFloats(
          capacity: capacity, threads: threads, kernels: kernels)
        // The rest are structs of pointers, for each layer and thread.
        let rest = Double(engine.allocatedFloats) - estimate
        #expect(rest >= 0 && rest < 4000, "\(rest) \(kernels.name) \(capacity) \(threads)")
      }
    }
  }
}
