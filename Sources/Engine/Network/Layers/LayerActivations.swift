// The values that a layer computes: plain pointers into an arena.

internal import Kernels

/// The intermediate values of one application of one layer.
///
/// In training every application keeps its own for the backward pass; inference reuses one, without
/// the parts that only the backward pass needs.
struct LayerActivations {
  /// q, k, v (rows, 3D), q and k rotated.
  let mixed: Out
  /// The heads' outputs (rows, D).
  let attended: Out
  /// Gate and up of the features (rows, 2I).
  let gateUp: Out?
  /// (rows, I).
  let gated: Out
  /// m, after the first norm (rows, D).
  let middle: Out
  /// r of the first norm: (rows), or (sequences, D) with the mixer.
  let middleScale: Out
  /// r of the second norm (rows).
  let outScale: Out
  /// (sequences, heads, weights of a head); see ``Configuration/headWeights``.
  let softmax: Out?
  /// The mixer's gate and up (sequences, panels, 2M, panel width).
  let mixerGateUp: Out?
  /// The mixer's gated values (sequences, panels, M, panel width).
  let mixerGated: Out?

  /// Memory for `sequences` sequences; `keepsActivations` adds what the backward pass needs.
  init(
    _ c: Configuration, sequences: Int, keepsActivations: Bool, in arena: Arena,
    for kernels: KernelSet
  ) {
    let rows = sequences * c.sequence
    let attends = c.mixing == .attention
    let panels = sequences * c.panels(for: kernels) * kernels.panelWidth
    mixed = arena.take(attends ? rows * 3 * c.width : 0)
    attended = arena.take(attends ? rows * c.width : 0)
    gateUp = keepsActivations ? arena.take(rows * 2 * c.innerWidth) : nil
    gated = arena.take(rows * c.innerWidth)
    middle = arena.take(rows * c.width)
    middleScale = arena.take(attends ? rows : sequences * c.width)
    outScale = arena.take(rows)
    softmax = keepsActivations && attends ? arena.take(sequences * c.heads * c.headWeights) : nil
    mixerGateUp = keepsActivations && !attends ? arena.take(panels * 2 * c.mixerWidth) : nil
    mixerGated = keepsActivations && !attends ? arena.take(panels * c.mixerWidth) : nil
  }
}

/// A thread's scratch memory for a layer's forward and backward pass.
struct Scratch {
  /// The branch that is added to the residual (rows, D).
  let added: Out
  /// The keys or values of one head, transposed (D/heads, padded S).
  let transposed: Out
  /// The attention weights of one head, or their gradient; see ``Configuration/headWeights``.
  let scores: Out
  /// Columns of one matrix as a packed panel (longest, panel width), and for the backward pass
  /// what an outer product takes.
  let panel: Out
  /// One panel of the mixer's gate and up (2M, panel width), or their gradient.
  let mixerGateUp: Out
  /// One panel of its gated values (M, panel width), or their gradient.
  let mixerGated: Out
  /// The transposed gradient of the mixer's W_down (M, S); zeros between uses.
  let mixerDown: Out

  /// Scratch for up to `sequences` sequences, for the backward pass too if it `needsGradients`.
  init(
    _ c: Configuration, sequences: Int, needsGradients: Bool = false, in arena: Arena,
    for kernels: KernelSet
  ) {
    let attends = c.mixing == .attention
    let rows = sequences * c.sequence
    added = arena.take(rows * c.width)
    transposed = arena.take(attends && c.gridKinds == 0 ? c.headWidth * c.paddedSequence : 0)
    scores = arena.take(attends ? c.headWeights : 0)
    // All rows of one panel, or all positions of one panel's features.
    panel = arena.take(
      max(
        max(rows, c.sequence + kernels.panelWidth) * kernels.panelWidth,
        needsGradients ? kernels.outerProductCount(rows: rows) : 0))
    // A network with attention may have a mixer's width, which it doesn't use.
    let mixerWidth = attends ? 0 : c.mixerWidth
    mixerDown = arena.take(mixerWidth * c.sequence)
    mixerGateUp = arena.take(2 * mixerWidth * kernels.panelWidth)
    mixerGated = arena.take(mixerWidth * kernels.panelWidth)
  }
}

extension Configuration {
  /// The length of a row of attention weights: S rounded up to a multiple of 16.
  var paddedSequence: Int { (sequence + 15) / 16 * 16 }

  /// The attention weights of one head in one sequence: (S, padded S), or one for each listed key
  /// of a grid.
  var headWeights: Int { gridKinds > 0 ? listedKeys : sequence * paddedSequence }

  /// The number of panels for the D features of a position.
  func panels(for kernels: KernelSet) -> Int {
    (width + kernels.panelWidth - 1) / kernels.panelWidth
  }
}
