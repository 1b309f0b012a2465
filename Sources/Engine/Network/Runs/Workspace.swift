// Memory for applying a network's modules without keeping activations.

internal import Kernels

/// One thread's memory for updates of states.
struct Workspace {
  private let width: Int
  private let kernels: KernelSet
  private let nets: UnsafeMutablePointer<Net>
  private let sum: Out
  private let memories: (LayerActivations, LayerActivations)
  private let scratch: Scratch

  /// A workspace for up to `sequences` sequences of one thread.
  init(
    _ c: Configuration, _ nets: UnsafeMutablePointer<Net>, sequences: Int, in arena: Arena,
    kernels: KernelSet
  ) {
    let memory = LayerActivations(
      c, sequences: sequences, keepsActivations: false, in: arena, for: kernels)
    self.init(c, nets, sequences: sequences, sharing: (memory, memory), in: arena, kernels: kernels)
  }

  /// A workspace of one of several threads that partition the rows of two memories.
  init(
    _ c: Configuration, _ nets: UnsafeMutablePointer<Net>, sequences: Int,
    sharing memories: (LayerActivations, LayerActivations),
    sum: Out? = nil, in arena: Arena, kernels: KernelSet
  ) {
    width = c.width
    self.kernels = kernels
    self.nets = nets
    self.memories = memories
    self.sum = sum ?? arena.take(sequences * c.sequence * c.width)
    scratch = Scratch(c, sequences: sequences, in: arena, for: kernels)
  }

  /// One update of a state, for the partition's rows.
  func perform(
    _ update: Architecture.Update, _ states: StatePointers, weights: In, applied: inout Int,
    _ partition: RowPartition
  ) {
    states.add(
      update, into: sum, from: partition.rows.lowerBound * width,
      count: partition.rows.count * width, kernels: kernels)
    nets[update.module].apply(
      states[update.target], sum, memories, applied: &applied, scratch, weights: weights, partition)
  }
}

/// The updates of a cycle as plain memory, so that a run neither allocates nor counts references.
struct CycleUpdates {
  private let pattern: UnsafeMutablePointer<Architecture.Update>
  private let count: Int
  private let outer: Architecture.Update

  /// The updates of a kind of network, as long as the arena lives.
  init(_ architecture: Architecture, in arena: Arena) {
    let updates = architecture.innerUpdates
    count = updates.count
    pattern = arena.take(Architecture.Update.self, count: count) { updates[$0] }
    outer = architecture.outerUpdate
  }

  /// The update with index `number` among those of any number of cycles of n = `inner`.
  @inline(__always)
  subscript(number: Int, inner inner: Int) -> Architecture.Update {
    let at = number % (inner + 1)
    return at < inner ? pattern[at % count] : outer
  }
}
