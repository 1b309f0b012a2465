// Memory for one supervision step of some sequences, forward and backward.

internal import Kernels

/// One thread's memory for the forward and backward pass of some sequences.
///
/// Plain pointers into an arena.
struct TrainingWorkspace {
  /// For the updates without gradient.
  let inference: Workspace
  /// The activations of the updates with gradient, the last ones of the last cycle.
  let kept: UnsafeMutablePointer<NetActivations>
  /// How many those are.
  let keptCount: Int
  /// The index of the first of those that computes a state; their number if none does.
  let firstKept: UnsafeMutablePointer<Int>
  /// The states one step later, (rows, D) each, if the network learns to continue.
  private let aheadValues: Out
  /// The halting logits one step later (sequences, 2).
  let aheadHalting: Out
  /// Overwritten by the backward pass.
  let free: LayerActivations
  let scratch: Scratch
  /// The gradient of each state, (rows, D); the first is that of the state that the heads read.
  let gradients: Out
  /// (rows, D).
  let gradientOfX: Out
  private let size: Int

  init(
    _ c: Configuration, _ nets: UnsafeMutablePointer<Net>, sequences: Int, inner: Int,
    in arena: Arena, kernels: KernelSet
  ) {
    let architecture = c.architecture
    let count = architecture.states.count
    let size = sequences * c.sequence * c.width
    self.size = size
    inference = Workspace(c, nets, sequences: sequences, in: arena, kernels: kernels)
    let keptCount = min(inner + 1, architecture.updatesWithGradient)
    self.keptCount = keptCount
    let updates = (inner + 1 - keptCount..<inner + 1).map { architecture.update($0, inner: inner) }
    kept = arena.take(NetActivations.self, count: keptCount) {
      NetActivations(
        c, layers: c.layers(of: updates[$0].module), sequences: sequences, in: arena, for: kernels)
    }
    firstKept = arena.take(Int.self, count: count) { state in
      updates.firstIndex { $0.target == state } ?? keptCount
    }
    aheadValues = arena.take(c.learnsContinue ? count * size : 0)
    aheadHalting = arena.take(2 * sequences)
    free = LayerActivations(
      c, sequences: sequences, keepsActivations: true, in: arena, for: kernels)
    scratch = Scratch(
      c, sequences: sequences, needsGradients: true, in: arena, for: kernels)
    gradients = arena.take(count * size)
    gradientOfX = arena.take(size)
  }

  /// The gradient of one state, (rows, D).
  func gradient(of state: Int) -> Out { gradients + state * size }

  /// A copy of `count` floats of each state, for the step ahead.
  func copy(of states: StatePointers, count: Int) -> StatePointers {
    let copy = StatePointers(
      x: states.x, values: aheadValues, stride: size, count: states.count)
    for index in 0..<states.count { copy[index].update(from: states[index], count: count) }
    return copy
  }
}
