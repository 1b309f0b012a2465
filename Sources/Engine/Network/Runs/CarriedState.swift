// x, y and z of a batch: what a supervision step reads and what it carries over to the next.

internal import Kernels

/// The embedded question and the two states of each sequence.
final class CarriedState {
  /// (batch · S, D).
  let x: FloatBuffer
  /// (batch · S, D).
  let y: FloatBuffer
  /// (batch · S, D).
  let z: FloatBuffer
  /// Floats of one sequence: S · D.
  let rowCount: Int
  private let width: Int

  init(_ configuration: Configuration, batch: Int) {
    rowCount = configuration.sequence * configuration.width
    width = configuration.width
    x = FloatBuffer(count: batch * rowCount)
    y = FloatBuffer(count: batch * rowCount)
    z = FloatBuffer(count: batch * rowCount)
  }

  /// Sets one sequence to y₀ and z₀, the same vector at each position.
  func reset(_ sequence: Int, _ weights: Weights) {
    let (start, latent) = (weights.pointer("H_init"), weights.pointer("L_init"))
    for at in stride(from: sequence * rowCount, to: (sequence + 1) * rowCount, by: width) {
      (y.base + at).update(from: start, count: width)
      (z.base + at).update(from: latent, count: width)
    }
  }

  /// Adds noise of standard deviation `sigma` to y and z of one sequence, or, if `replacing`,
  /// overwrites them with it.
  ///
  /// The noise is uniform and depends on `key` alone.
  func addNoise(_ sequence: Int, sigma: Float, key: UInt64, replacing: Bool = false) {
    var noise = Noise(key: key)
    for values in [y.base, z.base] {
      noise.add(
        to: values + sequence * rowCount, count: rowCount, sigma: sigma, keep: replacing ? 0 : 1)
    }
  }

  /// Copies x, y and z of one sequence to another index.
  func move(_ from: Int, to: Int) {
    for values in [x.base, y.base, z.base] {
      (values + to * rowCount).update(from: values + from * rowCount, count: rowCount)
    }
  }

  /// Pointers to x, y and z from one sequence on.
  func states(from sequence: Int) -> StatePointers {
    let at = sequence * rowCount
    return StatePointers(x: x.base + at, y: y.base + at, z: z.base + at)
  }
}

/// Plain pointers to x, y and z of some sequences.
struct StatePointers {
  let x: In
  let y: Out
  let z: Out
}

/// One thread's memory for applying the network without keeping activations.
struct Workspace {
  private let width: Int
  private let kernels: KernelSet
  private let net: Net
  private let sum: Out
  private let memories: (LayerActivations, LayerActivations)
  private let scratch: Scratch

  /// A workspace for up to `sequences` sequences of one thread.
  init(
    _ c: Configuration, _ net: Net, sequences: Int, in arena: Arena, kernels: KernelSet
  ) {
    let memory = LayerActivations(
      c, sequences: sequences, keepsActivations: false, in: arena, for: kernels)
    self.init(c, net, sequences: sequences, sharing: (memory, memory), in: arena, kernels: kernels)
  }

  /// A workspace of one of several threads that partition the rows of two memories.
  init(
    _ c: Configuration, _ net: Net, sequences: Int,
    sharing memories: (LayerActivations, LayerActivations),
    sum: Out? = nil, in arena: Arena, kernels: KernelSet
  ) {
    width = c.width
    self.kernels = kernels
    self.net = net
    self.memories = memories
    self.sum = sum ?? arena.take(sequences * c.sequence * c.width)
    scratch = Scratch(c, sequences: sequences, in: arena, for: kernels)
  }

  /// z = net(z + y + x), for the partition's rows.
  func updateZ(_ states: StatePointers, weights: In, applied: inout Int, _ partition: RowPartition)
  {
    let (at, count) = (partition.rows.lowerBound * width, partition.rows.count * width)
    kernels.add(sum + at, states.z + at, states.y + at, states.x + at, count)
    net.apply(states.z, sum, memories, applied: &applied, scratch, weights: weights, partition)
  }

  /// y = net(y + z), for the partition's rows.
  func updateY(_ states: StatePointers, weights: In, applied: inout Int, _ partition: RowPartition)
  {
    let (at, count) = (partition.rows.lowerBound * width, partition.rows.count * width)
    (sum + at).update(from: states.y + at, count: count)
    kernels.addScaled(sum + at, states.z + at, 1, count)
    net.apply(states.y, sum, memories, applied: &applied, scratch, weights: weights, partition)
  }
}
