// A module as one function, `net` in the paper's pseudocode.

internal import Kernels

/// h ↦ net(h), the one small network that the recursion applies, or one of its modules.
///
/// A view of a `PackedNet`. Shapes: h and the output (rows, D).
struct Net {
  fileprivate let layers: UnsafeMutablePointer<Layer>
  /// The number of layers.
  let count: Int

  /// out = net(h) for the partition's rows; h is overwritten, and may be out.
  ///
  /// Threads that partition the rows alternate between two memories: one may write a layer's keys
  /// and values while another still reads the previous layer's. `applied` counts the layers so far.
  func apply(
    _ out: Out, _ h: Out, _ memories: (LayerActivations, LayerActivations), applied: inout Int,
    _ scratch: Scratch, weights: In, _ partition: RowPartition
  ) {
    for index in 0..<count {
      let memory = applied & 1 == 0 ? memories.0 : memories.1
      applied &+= 1
      layers[index].forward(
        index == count - 1 ? out : h, h, memory, scratch, weights: weights, partition)
    }
  }

  /// The same, keeping the activations for the backward pass.
  func apply(_ kept: NetActivations, _ scratch: Scratch, weights: In, _ partition: RowPartition) {
    for index in 0..<count {
      layers[index].forward(
        kept.output(index), kept.input(index), kept.memories[index], scratch, weights: weights,
        partition)
    }
  }

  /// The gradient of the input from that of the output, in place; dW is accumulated in `gradients`.
  func backward(
    _ gradient: Out, _ kept: NetActivations, free: LayerActivations, _ scratch: Scratch,
    weights: In,
    gradients: Out, sequences: Int
  ) {
    for index in (0..<count).reversed() {
      layers[index].backward(
        gradient, kept.input(index), kept.output(index), kept.memories[index], free: free, scratch,
        weights: weights, gradients: gradients, sequences: sequences)
    }
  }
}

/// The activations of one application of the network, for its backward pass.
///
/// Plain pointers into an arena.
struct NetActivations {
  /// The input, then each layer's output: (layers + 1, rows, D).
  private let values: Out
  private let size: Int
  private let count: Int
  /// Each layer's values.
  let memories: UnsafeMutablePointer<LayerActivations>

  /// Memory for an application of a module of `layers` layers.
  init(
    _ c: Configuration, layers: Int, sequences: Int, in arena: Arena, for kernels: KernelSet
  ) {
    size = sequences * c.sequence * c.width
    count = layers
    values = arena.take((count + 1) * size)
    memories = arena.take(LayerActivations.self, count: count) { _ in
      LayerActivations(c, sequences: sequences, keepsActivations: true, in: arena, for: kernels)
    }
  }

  /// The input of a layer; of layer 0, the network's.
  func input(_ layer: Int) -> Out { values + layer * size }
  /// The output of a layer.
  func output(_ layer: Int) -> Out { values + (layer + 1) * size }
  /// The network's output.
  var output: Out { output(count - 1) }
}

/// Owns the packed matrices of a network's modules and of its heads.
final class PackedNet {
  /// The modules, as long as this object lives.
  let nets: UnsafeMutablePointer<Net>
  private let count: Int
  /// The heads, as long as this object lives.
  let heads: Heads
  private let arena = Arena()

  /// Memory for the matrices, and for their transposes if it `needsGradients`.
  init(_ weights: Weights, needsGradients: Bool, kernels: KernelSet) {
    let c = weights.configuration
    let arena = arena
    let positions = PositionTables(c, in: arena)
    let modules = c.architecture.modules
    count = modules.count
    nets = arena.take(Net.self, count: count) { module in
      let layers = arena.take(Layer.self, count: c.layers(of: module)) {
        Layer(
          c, table: weights.table, name: "\(modules[module]).layers.\($0).", positions: positions,
          needsGradients: needsGradients, in: arena, kernels: kernels)
      }
      return Net(layers: layers, count: c.layers(of: module))
    }
    heads = Heads(weights, in: arena, kernels: kernels)
  }

  /// The floats of the packed matrices.
  var allocatedFloats: Int { arena.count }

  /// Repacks the matrices after a change of `weights`.
  func pack(_ weights: In) {
    for module in 0..<count {
      for index in 0..<nets[module].count { nets[module].layers[index].pack(weights) }
    }
    heads.pack(weights)
  }
}
