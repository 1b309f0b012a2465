// The whole network as one function: the layers in order. `net` of the paper's pseudocode.

internal import Kernels

/// h ↦ net(h), the one small network that is applied again and again.
///
/// Shapes: h and the result (batch · S, D).
final class Net {
  /// What one application needs for its backward pass, and the scratch of the forward one.
  final class State {
    /// What the first layer read: (rows, D).
    let sum: FloatBuffer
    fileprivate let layers: [Layer.State]
    /// What each layer gave: (rows, D).
    fileprivate let results: [StateBuffer]

    /// The network's result: (rows, D).
    var result: Out { results[results.count - 1].values.base }

    init(_ configuration: Configuration, batch: Int) {
      let count = batch * configuration.sequence * configuration.width
      sum = FloatBuffer(count: count)
      layers = (0..<configuration.layers).map { _ in Layer.State(configuration, batch: batch) }
      results = (0..<configuration.layers).map { _ in StateBuffer(count: count) }
    }
  }

  private let layers: [Layer]

  init(_ weights: Weights, lanes: Instructions) {
    layers = (0..<weights.configuration.layers).map {
      Layer(weights.configuration, table: weights.table, layer: $0, lanes: lanes)
    }
  }

  /// Packs the matrices anew, after `weights` changed.
  func pack(_ weights: In) {
    for layer in layers { layer.pack(weights) }
  }

  /// Applies the network to `state.sum`; the answer is `state.result`.
  func forward(_ state: State, weights: In, batch: Int) {
    var h = In(state.sum.base)
    for index in 0..<layers.count {
      let out = state.results[index].values.base
      layers[index].forward(out, h, state.layers[index], weights: weights, batch: batch)
      h = In(out)
    }
  }

  /// The gradient of `state.sum` from that of `state.result`, in place; dW is added up.
  func backward(
    _ gradient: Out, _ state: State, scratch: State, weights: In, gradients: Out, batch: Int
  ) {
    for index in (0..<layers.count).reversed() {
      let h = index == 0 ? state.sum.base : state.results[index - 1].values.base
      layers[index].backward(
        gradient, h, state.results[index].values.base, state.layers[index],
        scratch: scratch.layers[index], weights: weights, gradients: gradients, batch: batch)
    }
  }
}

/// A buffer that an array can hold.
final class StateBuffer {
  let values: FloatBuffer
  init(count: Int) { values = FloatBuffer(count: count) }
}
