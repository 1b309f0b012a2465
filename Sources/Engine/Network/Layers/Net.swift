// The whole network as one function: the layers in order. `net` of the paper's pseudocode.

internal import Kernels

/// h ↦ net(h), the one small network that is applied again and again.
///
/// A plain view of a `PackedNet`.
///
/// Shapes: h and the result (rows, D).
struct Net {
  fileprivate let layers: UnsafeMutablePointer<Layer>
  /// The number of layers.
  let count: Int

  /// out = net(h), for the share's rows; h is overwritten, and may be out.
  ///
  /// Threads that share rows use the two memories in turn: while one reads a layer's keys and values
  /// the other may be writing the next layer's. `turn` counts the layers applied so far.
  func apply(
    _ out: Out, _ h: Out, _ memories: (LayerMemory, LayerMemory), turn: inout Int,
    _ scratch: Scratch, weights: In, _ share: RowPartition
  ) {
    for index in 0..<count {
      let memory = turn & 1 == 0 ? memories.0 : memories.1
      turn &+= 1
      layers[index].forward(
        index == count - 1 ? out : h, h, memory, scratch, weights: weights, share)
    }
  }

  /// The same for all rows of `sequences` sequences, keeping what the backward pass needs.
  func apply(_ kept: KeptNet, _ scratch: Scratch, weights: In, _ share: RowPartition) {
    for index in 0..<count {
      layers[index].forward(
        kept.result(index), kept.input(index), kept.memories[index], scratch, weights: weights,
        share)
    }
  }

  /// The gradient of the input from that of the result, in place; dW is added up.
  func backward(
    _ gradient: Out, _ kept: KeptNet, free: LayerMemory, _ scratch: Scratch, weights: In,
    gradients: Out, sequences: Int
  ) {
    for index in (0..<count).reversed() {
      layers[index].backward(
        gradient, kept.input(index), kept.result(index), kept.memories[index], free: free, scratch,
        weights: weights, gradients: gradients, sequences: sequences)
    }
  }
}

/// What one application of the network keeps for its backward pass.
///
/// Plain pointers into an arena.
struct KeptNet {
  /// What the first layer reads, then what each layer gave: (layers + 1, rows, D).
  private let values: Out
  private let size: Int
  private let count: Int
  /// Each layer's values.
  let memories: UnsafeMutablePointer<LayerMemory>

  init(_ c: Configuration, sequences: Int, in arena: Arena, for lanes: KernelTable) {
    size = sequences * c.sequence * c.width
    count = c.layers
    values = arena.take((count + 1) * size)
    memories = arena.take(LayerMemory.self, count: count) { _ in
      LayerMemory(c, sequences: sequences, isKept: true, in: arena, for: lanes)
    }
  }

  /// What a layer reads; of layer 0 it is what the network reads.
  func input(_ layer: Int) -> Out { values + layer * size }
  /// What a layer gives.
  func result(_ layer: Int) -> Out { values + (layer + 1) * size }
  /// What the network gives.
  var result: Out { result(count - 1) }
}

/// Owns the packed matrices of a network and of its heads.
final class PackedNet {
  /// The layers, as long as this object lives.
  let net: Net
  /// The heads, as long as this object lives.
  let heads: Heads
  private let arena = Arena()

  /// Room for the matrices; `goesBack` if there will be gradients.
  init(_ weights: Weights, goesBack: Bool, lanes: KernelTable) {
    let c = weights.configuration
    let arena = arena
    let rotary =
      c.mixing == .attention && c.positions == .rotary ? Rotary(c, in: arena) : nil
    let layers = arena.take(Layer.self, count: c.layers) {
      Layer(
        c, table: weights.table, layer: $0, rotary: rotary, goesBack: goesBack, in: arena,
        lanes: lanes)
    }
    net = Net(layers: layers, count: c.layers)
    heads = Heads(weights, in: arena, lanes: lanes)
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    for index in 0..<net.count { net.layers[index].pack(weights) }
    heads.pack(weights)
  }
}
