// How the threads of a pool run one supervision step of a batch, forward and backward.

internal import Kernels
internal import Wording

/// The buffers of a batch in training, and the job that its threads run.
final class TrainingStep: @unchecked Sendable {
  private let weights: Weights
  private let batch: Int
  private let chunk: Int
  private let groups: Int
  private let threadPool: ThreadPool
  private let kernels: KernelSet
  private let net: Net
  private let heads: Heads
  private let embedding: Embedding
  private let carried: CarriedState
  private let cycles: Int
  private let inner: Int
  private let arena = Arena()
  private let workspaces: UnsafeMutablePointer<TrainingWorkspace>
  /// The gradients of each group; a single group writes to the caller's directly.
  private let groupGradients: Out
  private let tokens: UnsafeMutablePointer<Int32>
  private let puzzles: UnsafeMutablePointer<Int32>
  private let logitsBuffer: FloatBuffer
  private let haltBuffer: FloatBuffer
  private let dlogits: FloatBuffer
  private let dhalting: FloatBuffer
  private var noise = (sigma: Float(0), key: UInt64(0))
  private var gradients: Out?
  private var grade: Grader?
  private lazy var job: @Sendable (Int) -> Void = { [unowned self] part in perform(part) }

  init(
    _ weights: Weights, _ packed: PackedNet, batch: Int, cycles: Int, inner: Int, chunk: Int,
    groups: Int, threadPool: ThreadPool, kernels: KernelSet
  ) {
    let c = weights.configuration
    let arena = arena
    (self.weights, self.batch, self.chunk, self.groups) = (weights, batch, chunk, groups)
    (self.threadPool, self.kernels, self.cycles, self.inner) = (threadPool, kernels, cycles, inner)
    net = packed.net
    heads = packed.heads
    embedding = Embedding(c, table: weights.table)
    carried = CarriedState(c, batch: batch)
    let net = packed.net
    workspaces = arena.take(TrainingWorkspace.self, count: min(threadPool.count, groups)) { _ in
      TrainingWorkspace(c, net, sequences: chunk, inner: inner, in: arena, kernels: kernels)
    }
    groupGradients = arena.take(groups > 1 ? groups * weights.table.count : 0)
    tokens = arena.take(Int32.self, count: batch * c.length) { _ in 0 }
    puzzles = arena.take(Int32.self, count: batch) { _ in 0 }
    logitsBuffer = FloatBuffer(count: batch * c.length * c.vocabulary)
    haltBuffer = FloatBuffer(count: batch * 2)
    dlogits = FloatBuffer(count: batch * c.length * c.vocabulary)
    dhalting = FloatBuffer(count: batch * 2)
    for sequence in 0..<batch { carried.reset(sequence, weights) }
  }

  var logits: UnsafeBufferPointer<Float> {
    .init(start: logitsBuffer.base, count: logitsBuffer.count)
  }
  var halting: UnsafeBufferPointer<Float> { .init(start: haltBuffer.base, count: haltBuffer.count) }

  func replace(_ sequence: Int, tokens new: UnsafePointer<Int32>, puzzle: Int32) {
    let length = weights.configuration.length
    (tokens + sequence * length).update(from: new, count: length)
    puzzles[sequence] = puzzle
    carried.reset(sequence, weights)
  }

  var states: (y: [Float], z: [Float]) { (carried.y.array, carried.z.array) }

  func resume(y: [Float], z: [Float]) {
    precondition(
      y.count == carried.y.count && z.count == carried.z.count,
      "y and z need \(counted(carried.y.count, "number")) each")
    for (to, from) in [(carried.y.base, y), (carried.z.base, z)] {
      from.withUnsafeBufferPointer {
        if let base = $0.baseAddress { to.update(from: base, count: $0.count) }
      }
    }
  }

  func startFromNoise(_ sequence: Int, key: UInt64) {
    carried.addNoise(sequence, sigma: 1, key: key, replacing: true)
  }

  func run(gradients: Out?, noise: (sigma: Float, key: UInt64), grade: @escaping Grader) {
    (self.gradients, self.grade, self.noise) = (gradients, grade, noise)
    dlogits.fill(0)
    dhalting.fill(0)
    threadPool.run(job)
    (self.gradients, self.grade) = (nil, nil)
  }

  /// One thread's groups, then its range of their sum.
  private func perform(_ part: Int) {
    let threads = min(threadPool.count, groups)
    let count = weights.table.count
    if part < threads {
      for group in RowPartition.part(part, of: threads, count: groups) {
        let own = gradients.map { groups > 1 ? groupGradients + group * count : $0 }
        own?.update(repeating: 0, count: count)
        let sequences = RowPartition.part(group, of: groups, count: batch)
        var first = sequences.lowerBound
        while first < sequences.upperBound {
          let count = min(chunk, sequences.upperBound - first)
          forward(workspaces[part], first, count)
          if let own { backward(workspaces[part], first, count, own) }
          first += count
        }
      }
    }
    guard let gradients, groups > 1 else { return }
    threadPool.barrier.wait()
    let range = RowPartition.part(part, of: threadPool.count, count: count)
    let sum = gradients + range.lowerBound
    sum.update(from: groupGradients + range.lowerBound, count: range.count)
    for group in 1..<groups {
      kernels.addScaled(sum, groupGradients + (group * count + range.lowerBound), 1, range.count)
    }
  }

  /// One step of some sequences, with the gradients of their heads' outputs.
  private func forward(_ workspace: TrainingWorkspace, _ first: Int, _ count: Int) {
    let c = weights.configuration
    let w = In(weights.values.base)
    let states = carried.states(from: first)
    let partition = RowPartition(all: count, of: c.sequence)
    embedding.forward(
      carried.x.base + first * carried.rowCount, tokens: tokens + first * c.length,
      puzzles: puzzles + first, count: count, weights: w)
    if noise.sigma > 0 {
      for sequence in first..<first + count {
        carried.addNoise(
          sequence, sigma: noise.sigma, key: Noise.key(noise.key, UInt64(sequence)))
      }
    }
    var applied = 0
    for _ in 1..<cycles {
      for _ in 0..<inner {
        workspace.inference.updateZ(states, weights: w, applied: &applied, partition)
      }
      workspace.inference.updateY(states, weights: w, applied: &applied, partition)
    }
    let size = count * carried.rowCount
    for update in 0..<inner {
      let kept = workspace.kept[update]
      kernels.add(kept.input(0), states.z, states.y, states.x, size)
      net.apply(kept, workspace.scratch, weights: w, partition)
      states.z.update(from: kept.output, count: size)
    }
    let kept = workspace.kept[inner]
    kept.input(0).update(from: states.y, count: size)
    kernels.addScaled(kept.input(0), states.z, 1, size)
    net.apply(kept, workspace.scratch, weights: w, partition)
    states.y.update(from: kept.output, count: size)
    let each = c.length * c.vocabulary
    heads.forward(
      logitsBuffer.base + first * each, haltBuffer.base + first * 2, states.y, weights: w,
      sequences: count)
    for sequence in first..<first + count {
      grade?(
        sequence, logitsBuffer.base + sequence * each, haltBuffer.base + sequence * 2,
        dlogits.base + sequence * each, dhalting.base + sequence * 2)
    }
  }

  /// The backward pass of some sequences; adds to `gradients`.
  private func backward(
    _ workspace: TrainingWorkspace, _ first: Int, _ count: Int, _ gradients: Out
  ) {
    let c = weights.configuration
    let w = In(weights.values.base)
    let size = count * carried.rowCount
    let (gradient, gradientOfX) = (workspace.gradient, workspace.gradientOfX)
    heads.backward(
      gradient, dlogits.base + first * c.length * c.vocabulary, dhalting.base + first * 2,
      carried.states(from: first).y, weights: w, gradients: gradients, sequences: count)
    net.backward(
      gradient, workspace.kept[inner], free: workspace.free, workspace.scratch, weights: w,
      gradients: gradients,
      sequences: count)
    gradientOfX.update(repeating: 0, count: size)
    for update in (0..<inner).reversed() {
      net.backward(
        gradient, workspace.kept[update], free: workspace.free, workspace.scratch, weights: w,
        gradients: gradients, sequences: count)
      kernels.addScaled(gradientOfX, gradient, 1, size)
    }
    embedding.backward(
      gradientOfX, tokens: tokens + first * c.length, puzzles: puzzles + first, count: count,
      gradients: gradients)
  }
}

/// One thread's memory for the forward and backward pass of some sequences.
///
/// Plain pointers into an arena.
struct TrainingWorkspace {
  /// For the cycles without gradient.
  let inference: Workspace
  /// The activations of the last cycle: (n + 1).
  let kept: UnsafeMutablePointer<NetActivations>
  /// Overwritten by the backward pass.
  let free: LayerActivations
  let scratch: Scratch
  /// (rows, D).
  let gradient: Out
  /// (rows, D).
  let gradientOfX: Out

  init(
    _ c: Configuration, _ net: Net, sequences: Int, inner: Int, in arena: Arena,
    kernels: KernelSet
  ) {
    inference = Workspace(c, net, sequences: sequences, in: arena, kernels: kernels)
    kept = arena.take(NetActivations.self, count: inner + 1) { _ in
      NetActivations(c, sequences: sequences, in: arena, for: kernels)
    }
    free = LayerActivations(
      c, sequences: sequences, keepsActivations: true, in: arena, for: kernels)
    scratch = Scratch(
      c, sequences: sequences, needsGradients: true, in: arena, for: kernels)
    gradient = arena.take(sequences * c.sequence * c.width)
    gradientOfX = arena.take(sequences * c.sequence * c.width)
  }
}
