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
  private let nets: UnsafeMutablePointer<Net>
  private let cycle: CycleUpdates
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
    nets = packed.nets
    cycle = CycleUpdates(c.architecture, in: arena)
    heads = packed.heads
    embedding = Embedding(c, table: weights.table)
    carried = CarriedState(c, batch: batch)
    let nets = packed.nets
    workspaces = arena.take(TrainingWorkspace.self, count: min(threadPool.count, groups)) { _ in
      TrainingWorkspace(c, nets, sequences: chunk, inner: inner, in: arena, kernels: kernels)
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

  var states: [[Float]] {
    (0..<carried.count).map {
      Array(UnsafeBufferPointer(start: carried.state($0), count: carried.x.count))
    }
  }

  func resume(_ states: [[Float]]) {
    precondition(
      states.count == carried.count && states.allSatisfy { $0.count == carried.x.count },
      "\(counted(carried.count, "state")) of \(counted(carried.x.count, "number")) are needed")
    for (index, values) in states.enumerated() {
      values.withUnsafeBufferPointer {
        if let base = $0.baseAddress { carried.state(index).update(from: base, count: $0.count) }
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
    let size = count * carried.rowCount
    let updates = cycles * (inner + 1)
    apply(0..<updates - workspace.keptCount, to: states, workspace, partition)
    for index in 0..<workspace.keptCount {
      let update = cycle[updates - workspace.keptCount + index, inner: inner]
      let kept = workspace.kept[index]
      states.add(update, into: kept.input(0), from: 0, count: size, kernels: kernels)
      nets[update.module].apply(kept, workspace.scratch, weights: w, partition)
      states[update.target].update(from: kept.output, count: size)
    }
    let each = c.length * c.vocabulary
    heads.forward(
      logitsBuffer.base + first * each, haltBuffer.base + first * 2, states[0], weights: w,
      sequences: count)
    var ahead: In?
    if c.learnsContinue {
      let next = workspace.copy(of: states, count: size)
      apply(0..<updates, to: next, workspace, partition)
      heads.halting(workspace.aheadHalting, next[0], weights: w, sequences: count)
      ahead = In(workspace.aheadHalting)
    }
    for sequence in first..<first + count {
      grade?(
        sequence, logitsBuffer.base + sequence * each, haltBuffer.base + sequence * 2,
        ahead.map { $0 + (sequence - first) * 2 }, dlogits.base + sequence * each,
        dhalting.base + sequence * 2)
    }
  }

  /// Some of a step's updates without gradient.
  private func apply(
    _ updates: Range<Int>, to states: StatePointers, _ workspace: TrainingWorkspace,
    _ partition: RowPartition
  ) {
    var applied = 0
    for update in updates {
      workspace.inference.perform(
        cycle[update, inner: inner], states, weights: weights.values.base, applied: &applied,
        partition)
    }
  }

  /// The backward pass of some sequences; adds to `gradients`.
  private func backward(
    _ workspace: TrainingWorkspace, _ first: Int, _ count: Int, _ gradients: Out
  ) {
    let c = weights.configuration
    let w = In(weights.values.base)
    let size = count * carried.rowCount
    let (ofStates, gradientOfX) = (workspace.gradients, workspace.gradientOfX)
    heads.backward(
      ofStates, dlogits.base + first * c.length * c.vocabulary, dhalting.base + first * 2,
      carried.states(from: first)[0], weights: w, gradients: gradients, sequences: count)
    for state in 1..<max(carried.count, 1) {
      workspace.gradient(of: state).update(repeating: 0, count: size)
    }
    gradientOfX.update(repeating: 0, count: size)
    let firstKept = cycles * (inner + 1) - workspace.keptCount
    for index in (0..<workspace.keptCount).reversed() {
      let update = cycle[firstKept + index, inner: inner]
      let gradient = workspace.gradient(of: update.target)
      nets[update.module].backward(
        gradient, workspace.kept[index], free: workspace.free, workspace.scratch, weights: w,
        gradients: gradients, sequences: count)
      if update.readsQuestion { kernels.addScaled(gradientOfX, gradient, 1, size) }
      // States that no update with gradient has computed are constants.
      for state in 0..<carried.count
      where state != update.target && update.reads(state) && index > workspace.firstKept[state] {
        kernels.addScaled(workspace.gradient(of: state), gradient, 1, size)
      }
      if !update.reads(update.target) { gradient.update(repeating: 0, count: size) }
    }
    embedding.backward(
      gradientOfX, tokens: tokens + first * c.length, puzzles: puzzles + first, count: count,
      gradients: gradients)
  }
}
