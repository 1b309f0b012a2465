// How the threads of a team take a batch through one supervision step and back.

internal import Kernels

/// The buffers of a batch under training, and the job that its threads do.
final class TrainingStep: @unchecked Sendable {
  private let weights: Weights
  private let batch: Int
  private let portion: Int
  private let groups: Int
  private let threadPool: ThreadPool
  private let lanes: KernelTable
  private let net: Net
  private let heads: Heads
  private let embedding: Embedding
  private let carry: CarriedState
  private let cycles: Int
  private let inner: Int
  private let arena = Arena()
  private let lines: UnsafeMutablePointer<Line>
  /// The gradients of each group; of one group they go where they are wanted at once.
  private let groupGradients: Out
  private let tokens: UnsafeMutablePointer<Int32>
  private let puzzles: UnsafeMutablePointer<Int32>
  private let scores: FloatBuffer
  private let halts: FloatBuffer
  private let dscores: FloatBuffer
  private let dhalts: FloatBuffer
  private var noise = (sigma: Float(0), key: UInt64(0))
  private var gradients: Out?
  private var grade: Grader?
  private lazy var job: @Sendable (Int) -> Void = { [unowned self] part in perform(part) }

  init(
    _ weights: Weights, _ packed: PackedNet, batch: Int, cycles: Int, inner: Int, portion: Int,
    groups: Int, threadPool: ThreadPool, lanes: KernelTable
  ) {
    let c = weights.configuration
    let arena = arena
    (self.weights, self.batch, self.portion, self.groups) = (weights, batch, portion, groups)
    (self.threadPool, self.lanes, self.cycles, self.inner) = (threadPool, lanes, cycles, inner)
    net = packed.net
    heads = packed.heads
    embedding = Embedding(c, table: weights.table)
    carry = CarriedState(c, batch: batch)
    let net = packed.net
    lines = arena.take(Line.self, count: min(threadPool.count, groups)) { _ in
      Line(c, net, sequences: portion, inner: inner, in: arena, lanes: lanes)
    }
    groupGradients = arena.take(groups > 1 ? groups * weights.table.count : 0)
    tokens = arena.take(Int32.self, count: batch * c.length) { _ in 0 }
    puzzles = arena.take(Int32.self, count: batch) { _ in 0 }
    scores = FloatBuffer(count: batch * c.length * c.vocabulary)
    halts = FloatBuffer(count: batch * 2)
    dscores = FloatBuffer(count: batch * c.length * c.vocabulary)
    dhalts = FloatBuffer(count: batch * 2)
    for sequence in 0..<batch { carry.reset(sequence, weights) }
  }

  var logits: UnsafeBufferPointer<Float> { .init(start: scores.base, count: scores.count) }
  var halting: UnsafeBufferPointer<Float> { .init(start: halts.base, count: halts.count) }

  func replace(_ sequence: Int, tokens new: UnsafePointer<Int32>, puzzle: Int32) {
    let length = weights.configuration.length
    (tokens + sequence * length).update(from: new, count: length)
    puzzles[sequence] = puzzle
    carry.reset(sequence, weights)
  }

  var states: (y: [Float], z: [Float]) { (carry.y.array, carry.z.array) }

  func resume(y: [Float], z: [Float]) {
    precondition(y.count == carry.y.count && z.count == carry.z.count, "the states fit the batch")
    for (to, from) in [(carry.y.base, y), (carry.z.base, z)] {
      from.withUnsafeBufferPointer {
        if let base = $0.baseAddress { to.update(from: base, count: $0.count) }
      }
    }
  }

  func scatter(_ sequence: Int, key: UInt64) {
    carry.disturb(sequence, sigma: 1, key: key, fromNothing: true)
  }

  func run(gradients: Out?, noise: (sigma: Float, key: UInt64), grade: @escaping Grader) {
    (self.gradients, self.grade, self.noise) = (gradients, grade, noise)
    dscores.fill(0)
    dhalts.fill(0)
    threadPool.run(job)
    (self.gradients, self.grade) = (nil, nil)
  }

  /// One thread's groups, then its part of their sum.
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
          let count = min(portion, sequences.upperBound - first)
          forward(lines[part], first, count)
          if let own { backward(lines[part], first, count, own) }
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
      lanes.addScaled(sum, groupGradients + (group * count + range.lowerBound), 1, range.count)
    }
  }

  /// One step of some sequences, and their grades.
  private func forward(_ line: Line, _ first: Int, _ count: Int) {
    let c = weights.configuration
    let w = In(weights.values.base)
    let states = carry.states(from: first)
    let share = RowPartition(all: count, of: c.sequence)
    embedding.forward(
      carry.x.base + first * carry.rowCount, tokens: tokens + first * c.length,
      puzzles: puzzles + first, count: count, weights: w)
    if noise.sigma > 0 {
      for sequence in first..<first + count {
        carry.disturb(
          sequence, sigma: noise.sigma, key: Noise.key(noise.key, UInt64(sequence)))
      }
    }
    var turn = 0
    for _ in 1..<cycles {
      for _ in 0..<inner { line.place.updateZ(states, weights: w, turn: &turn, share) }
      line.place.updateY(states, weights: w, turn: &turn, share)
    }
    let size = count * carry.rowCount
    for update in 0..<inner {
      let kept = line.kept[update]
      lanes.add(kept.input(0), states.z, states.y, states.x, size)
      net.apply(kept, line.scratch, weights: w, share)
      states.z.update(from: kept.result, count: size)
    }
    let kept = line.kept[inner]
    kept.input(0).update(from: states.y, count: size)
    lanes.addScaled(kept.input(0), states.z, 1, size)
    net.apply(kept, line.scratch, weights: w, share)
    states.y.update(from: kept.result, count: size)
    let each = c.length * c.vocabulary
    heads.forward(
      scores.base + first * each, halts.base + first * 2, states.y, weights: w, sequences: count)
    for sequence in first..<first + count {
      grade?(
        sequence, scores.base + sequence * each, halts.base + sequence * 2,
        dscores.base + sequence * each, dhalts.base + sequence * 2)
    }
  }

  /// From the grades of some sequences back to every weight; `gradients` is added to.
  private func backward(_ line: Line, _ first: Int, _ count: Int, _ gradients: Out) {
    let c = weights.configuration
    let w = In(weights.values.base)
    let size = count * carry.rowCount
    let (gradient, gradientOfX) = (line.gradient, line.gradientOfX)
    heads.backward(
      gradient, dscores.base + first * c.length * c.vocabulary, dhalts.base + first * 2,
      carry.states(from: first).y, weights: w, gradients: gradients, sequences: count)
    net.backward(
      gradient, line.kept[inner], free: line.free, line.scratch, weights: w, gradients: gradients,
      sequences: count)
    gradientOfX.update(repeating: 0, count: size)
    for update in (0..<inner).reversed() {
      net.backward(
        gradient, line.kept[update], free: line.free, line.scratch, weights: w,
        gradients: gradients, sequences: count)
      lanes.addScaled(gradientOfX, gradient, 1, size)
    }
    embedding.backward(
      gradientOfX, tokens: tokens + first * c.length, puzzles: puzzles + first, count: count,
      gradients: gradients)
  }
}

/// What one thread needs to take some sequences forward and back.
///
/// Plain pointers into an arena.
struct Line {
  /// Where the cycles without gradient run.
  let place: Workplace
  /// Each application of the last cycle: (n + 1).
  let kept: UnsafeMutablePointer<KeptNet>
  /// What the backward pass writes.
  let free: LayerMemory
  let scratch: Scratch
  /// (rows, D).
  let gradient: Out
  /// (rows, D).
  let gradientOfX: Out

  init(
    _ c: Configuration, _ net: Net, sequences: Int, inner: Int, in arena: Arena,
    lanes: KernelTable
  ) {
    place = Workplace(c, net, sequences: sequences, in: arena, lanes: lanes)
    kept = arena.take(KeptNet.self, count: inner + 1) { _ in
      KeptNet(c, sequences: sequences, in: arena, for: lanes)
    }
    free = LayerMemory(c, sequences: sequences, isKept: true, in: arena, for: lanes)
    scratch = Scratch(c, sequences: sequences, in: arena, for: lanes)
    gradient = arena.take(sequences * c.sequence * c.width)
    gradientOfX = arena.take(sequences * c.sequence * c.width)
  }
}
