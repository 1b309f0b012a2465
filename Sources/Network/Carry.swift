// y and z of a batch: what goes on from one supervision step to the next.

internal import Kernels

/// The two states and the two ways to update them.
final class Carry {
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

  /// z = net(z + y + x).
  @inline(__always)
  func updateZ(
    _ net: Net, _ state: Net.State, x: In, weights: In, _ batch: Int,
    _ lanes: borrowing Instructions
  ) {
    let count = batch * rowCount
    lanes.add(state.sum.base, z.base, y.base, x, count)
    net.forward(state, weights: weights, batch: batch)
    z.base.update(from: state.result, count: count)
  }

  /// y = net(y + z).
  @inline(__always)
  func updateY(
    _ net: Net, _ state: Net.State, weights: In, _ batch: Int, _ lanes: borrowing Instructions
  ) {
    let count = batch * rowCount
    state.sum.base.update(from: y.base, count: count)
    lanes.addScaled(state.sum.base, z.base, 1, count)
    net.forward(state, weights: weights, batch: batch)
    y.base.update(from: state.result, count: count)
  }
}
