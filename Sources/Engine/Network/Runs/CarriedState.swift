// x, y and z of a batch: what a supervision step reads and what goes on to the next one.

internal import Kernels

/// The question and the two states of each sequence.
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

  /// Adds noise of spread `sigma` to y and z of one sequence, or starts them from noise alone.
  ///
  /// Evenly distributed numbers, which depend on `key` and nothing else.
  func disturb(_ sequence: Int, sigma: Float, key: UInt64, fromNothing: Bool = false) {
    var noise = Noise(key: key)
    for values in [y.base, z.base] {
      noise.add(
        to: values + sequence * rowCount, count: rowCount, sigma: sigma, keep: fromNothing ? 0 : 1)
    }
  }

  /// Copies x, y and z of one sequence to an earlier one's place.
  func move(_ from: Int, to: Int) {
    for values in [x.base, y.base, z.base] {
      (values + to * rowCount).update(from: values + from * rowCount, count: rowCount)
    }
  }

  /// x, y and z from one sequence on.
  func states(from sequence: Int) -> States {
    let at = sequence * rowCount
    return States(x: x.base + at, y: y.base + at, z: z.base + at)
  }
}

/// Plain pointers to x, y and z of some sequences.
struct States {
  let x: In
  let y: Out
  let z: Out
}

/// What one thread needs to apply the network to some sequences without keeping anything.
struct Workplace {
  private let width: Int
  private let lanes: KernelTable
  private let net: Net
  private let sum: Out
  private let memories: (LayerMemory, LayerMemory)
  private let scratch: Scratch

  /// A place for up to `sequences` sequences of one thread.
  init(
    _ c: Configuration, _ net: Net, sequences: Int, in arena: Arena, lanes: KernelTable
  ) {
    let memory = LayerMemory(c, sequences: sequences, isKept: false, in: arena, for: lanes)
    self.init(c, net, sequences: sequences, sharing: (memory, memory), in: arena, lanes: lanes)
  }

  /// A place of one of several threads, which share the rows of two memories.
  init(
    _ c: Configuration, _ net: Net, sequences: Int, sharing memories: (LayerMemory, LayerMemory),
    sum: Out? = nil, in arena: Arena, lanes: KernelTable
  ) {
    width = c.width
    self.lanes = lanes
    self.net = net
    self.memories = memories
    self.sum = sum ?? arena.take(sequences * c.sequence * c.width)
    scratch = Scratch(c, sequences: sequences, in: arena, for: lanes)
  }

  /// z = net(z + y + x), for the share's rows.
  func updateZ(_ states: States, weights: In, turn: inout Int, _ share: RowPartition) {
    let (at, count) = (share.rows.lowerBound * width, share.rows.count * width)
    lanes.add(sum + at, states.z + at, states.y + at, states.x + at, count)
    net.apply(states.z, sum, memories, turn: &turn, scratch, weights: weights, share)
  }

  /// y = net(y + z), for the share's rows.
  func updateY(_ states: States, weights: In, turn: inout Int, _ share: RowPartition) {
    let (at, count) = (share.rows.lowerBound * width, share.rows.count * width)
    (sum + at).update(from: states.y + at, count: count)
    lanes.addScaled(sum + at, states.z + at, 1, count)
    net.apply(states.y, sum, memories, turn: &turn, scratch, weights: weights, share)
  }
}
