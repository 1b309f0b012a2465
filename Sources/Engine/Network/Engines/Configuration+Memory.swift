// How much memory engines take, computed before any of it is allocated.

package import Kernels

extension Configuration {
  /// The floats that a fast engine allocates for `capacity` sequences on `threads` threads, weights
  /// excluded.
  ///
  /// In float64, so that no configuration overflows.
  package func fastEngineFloats(
    capacity: Int, threads: Int, kernels: KernelSet = .current
  ) -> Double {
    let chunk = FastEngine.chunk(self, capacity: capacity, threads: threads)
    let shared = Workspaces.maxShared(capacity: capacity, threads: threads)
    let rows = Double(sequence) * Double(width)
    let own =
      activationFloats(sequences: chunk, kernels) + rows * Double(chunk)
      + scratchFloats(sequences: chunk, kernels)
    let divided =
      shared == 0
      ? 0
      : 2 * activationFloats(sequences: shared, kernels) + rows * Double(shared)
        + Double(threads) * scratchFloats(sequences: shared, kernels)
    let heads = Double(capacity) * (Double(length) * Double(vocabulary) + 2)
    return packedFloats(kernels) + stateFloats(count: capacity) + Double(threads) * own + divided
      + heads
  }

  /// The floats that a reference engine takes for `count` sequences, weights excluded: its numbers
  /// are float64, in arrays of rows.
  package func referenceEngineFloats(count: Int) -> Double {
    let s = Double(sequence)
    let row = Double(width) * 12 + Double(innerWidth) * 3 + Double(length * vocabulary) / s
    let mix = mixing == .attention ? s * s : 3 * Double(mixerWidth) * Double(width)
    let states = Double(architecture.states.count + 2)
    return Double(count) * states * s * Double(width) * 2 + 2 * (s * row + mix) + 2
      * packedFloats(.naive)
  }

  /// Packed matrices and rotary angles.
  private func packedFloats(_ kernels: KernelSet) -> Double {
    func packed(_ n: Int, _ k: Int) -> Double {
      let panel = kernels.panelWidth
      return Double((n + panel - 1) / panel) * Double(panel) * Double(k)
    }
    let vectors = (innerWidth + kernels.vectorWidth - 1) / kernels.vectorWidth
    let gate = Double(vectors) * Double(kernels.panelWidth) * Double(width)
    let mix = mixing == .attention ? packed(3 * width, width) + packed(width, width) : 0
    let layer = mix + gate + packed(width, innerWidth)
    let angles =
      mixing == .attention && positions == .rotary ? Double(sequence) * Double(headWidth) : 0
    return Double(layersOfModules) * layer + packed(vocabulary, width) + angles + gridLists
  }

  /// x and the states of `count` sequences.
  package func stateFloats(count: Int) -> Double {
    Double(architecture.states.count + 1) * Double(sequence) * Double(width) * Double(count)
  }

  /// ``LayerActivations`` without what the backward pass needs.
  private func activationFloats(sequences: Int, _ kernels: KernelSet) -> Double {
    let rows = Double(sequences) * Double(sequence)
    let mix =
      mixing == .attention
      ? rows * 4 * Double(width) + rows : Double(sequences) * Double(width)
    return mix + rows * (Double(innerWidth) + Double(width) + 1)
  }

  /// ``Scratch``.
  private func scratchFloats(sequences: Int, _ kernels: KernelSet) -> Double {
    let (s, panel) = (Double(sequence), Double(kernels.panelWidth))
    let rows = Double(sequences) * s
    let mix =
      mixing == .attention
      ? Double(headWeights) + (gridKinds > 0 ? 0 : Double(headWidth) * Double(paddedSequence))
      : Double(mixerWidth) * (s + 3 * panel)
    return rows * Double(width) + max(rows, s + panel) * panel + mix
  }

  /// ``GridKeys``: the keys of each kind of head and where each query's begin.
  private var gridLists: Double { Double(gridKinds) * (Double(listedKeys) + Double(sequence)) }
}
