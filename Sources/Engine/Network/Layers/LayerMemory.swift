// What one layer writes while it is applied: plain pointers into an arena.

internal import Kernels

/// The values of one application of one layer to some rows.
///
/// For training each application has its own, which the backward pass reads; a run without gradient
/// uses one for all, without the parts that only the backward pass needs.
struct LayerMemory {
  /// q, k, v (rows, 3D), turned.
  let mixed: Out
  /// The heads' results (rows, D).
  let attended: Out
  /// Gates and ups of the features (rows, 2I).
  let gateUp: Out?
  /// (rows, I).
  let gated: Out
  /// m, after the first norm (rows, D).
  let middle: Out
  /// r of the first norm: (rows), or (sequences, D) with the mixer.
  let middleScale: Out
  /// r of the second norm (rows).
  let outScale: Out
  /// (sequences, heads, S, S rounded up to a multiple of 16).
  let softmax: Out?
  /// The mixer's gates and ups (sequences, panels, 2M, panel width).
  let mixerGateUp: Out?
  /// The mixer's gated values (sequences, panels, M, panel width).
  let mixerGated: Out?

  /// Memory for `sequences` sequences; what is optional is there if it `isKept`.
  init(
    _ c: Configuration, sequences: Int, isKept: Bool, in arena: Arena, for lanes: KernelTable
  ) {
    let rows = sequences * c.sequence
    let attends = c.mixing == .attention
    let panels = sequences * c.panels(for: lanes) * lanes.panelWidth
    mixed = arena.take(attends ? rows * 3 * c.width : 0)
    attended = arena.take(attends ? rows * c.width : 0)
    gateUp = isKept ? arena.take(rows * 2 * c.innerWidth) : nil
    gated = arena.take(rows * c.innerWidth)
    middle = arena.take(rows * c.width)
    middleScale = arena.take(attends ? rows : sequences * c.width)
    outScale = arena.take(rows)
    softmax = isKept && attends ? arena.take(rows * c.heads * c.paddedSequence) : nil
    mixerGateUp = isKept && !attends ? arena.take(panels * 2 * c.mixerWidth) : nil
    mixerGated = isKept && !attends ? arena.take(panels * c.mixerWidth) : nil
  }
}

/// What a thread needs for itself while it applies a layer or goes back through it.
struct Scratch {
  /// What is added to the residual (rows, D).
  let added: Out
  /// The keys or values of one head, turned on their side (D/heads, padded S).
  let turned: Out
  /// The attention weights of one head, or their gradient (S, padded S).
  let scores: Out
  /// Columns of one matrix as a panel (longest, panel width).
  let panel: Out
  /// One panel of the mixer's gates and ups (2M, panel width), or their gradient.
  let mixerGateUp: Out
  /// One panel of its gated values (M, panel width), or their gradient.
  let mixerGated: Out
  /// The gradient of the mixer's W_down, on its side (M, S), zeros between two uses.
  let mixerDown: Out

  /// Scratch for up to `sequences` sequences.
  init(_ c: Configuration, sequences: Int, in arena: Arena, for lanes: KernelTable) {
    let attends = c.mixing == .attention
    let rows = sequences * c.sequence
    added = arena.take(rows * c.width)
    turned = arena.take(attends ? c.headWidth * c.paddedSequence : 0)
    scores = arena.take(attends ? c.sequence * c.paddedSequence : 0)
    // A panel of all rows, or all positions of one panel's features.
    panel = arena.take(max(rows, c.sequence + lanes.panelWidth) * lanes.panelWidth)
    mixerDown = arena.take(c.mixerWidth * c.sequence)
    mixerGateUp = arena.take(2 * c.mixerWidth * lanes.panelWidth)
    mixerGated = arena.take(c.mixerWidth * lanes.panelWidth)
  }
}

extension Configuration {
  /// The length of a row of attention weights: S rounded up to a multiple of 16.
  var paddedSequence: Int { (sequence + 15) / 16 * 16 }

  /// The panels that the D features of a position fill.
  func panels(for lanes: KernelTable) -> Int {
    (width + lanes.panelWidth - 1) / lanes.panelWidth
  }
}
