// x and the states of a batch: what a supervision step reads and what it carries over to the next.

internal import Kernels

/// The embedded question and the states of each sequence.
final class CarriedState {
  /// (batch · S, D).
  let x: FloatBuffer
  /// The states, (batch · S, D) each, one after the other.
  let values: FloatBuffer
  /// The number of states.
  let count: Int
  /// Floats of one sequence in a state: S · D.
  let rowCount: Int
  private let width: Int
  private let stride: Int
  private let startKeys: [String]

  init(_ configuration: Configuration, batch: Int) {
    startKeys = configuration.architecture.states.map(\.startKey)
    count = startKeys.count
    rowCount = configuration.sequence * configuration.width
    width = configuration.width
    stride = batch * rowCount
    x = FloatBuffer(count: stride)
    values = FloatBuffer(count: count * stride)
  }

  /// One state of all sequences.
  func state(_ index: Int) -> Out { values.base + index * stride }

  /// Sets one sequence's states to their starts, the same vector at each position.
  func reset(_ sequence: Int, _ weights: Weights) {
    for index in 0..<count {
      let (state, start) = (state(index), weights.pointer(startKeys[index]))
      for at in Swift.stride(from: sequence * rowCount, to: (sequence + 1) * rowCount, by: width) {
        (state + at).update(from: start, count: width)
      }
    }
  }

  /// Adds noise of standard deviation `sigma` to the states of one sequence, or, if `replacing`,
  /// overwrites them with it.
  ///
  /// The noise is uniform and depends on `key` alone.
  func addNoise(_ sequence: Int, sigma: Float, key: UInt64, replacing: Bool = false) {
    var noise = Noise(key: key)
    for index in 0..<count {
      noise.add(
        to: state(index) + sequence * rowCount, count: rowCount, sigma: sigma,
        keep: replacing ? 0 : 1)
    }
  }

  /// Copies x and the states of one sequence to another index.
  func move(_ from: Int, to: Int) {
    (x.base + to * rowCount).update(from: x.base + from * rowCount, count: rowCount)
    for index in 0..<count {
      (state(index) + to * rowCount).update(from: state(index) + from * rowCount, count: rowCount)
    }
  }

  /// Pointers to x and the states from one sequence on.
  func states(from sequence: Int) -> StatePointers {
    StatePointers(x: x.base, values: values.base, stride: stride, count: count)
      .advanced(by: sequence * rowCount)
  }
}

/// Plain pointers to x and the states of some sequences.
struct StatePointers {
  let x: In
  /// The first state.
  let values: Out
  /// From a state to the next.
  let stride: Int
  /// The number of states.
  let count: Int

  /// One state.
  @inline(__always)
  subscript(index: Int) -> Out { values + index * stride }

  /// The same from some floats on.
  func advanced(by floats: Int) -> StatePointers {
    StatePointers(x: x + floats, values: values + floats, stride: stride, count: count)
  }

  /// Fills `sum` with what an update's module is applied to, for `count` floats from `start` on.
  ///
  /// The order of the terms: the state that is replaced, the others, x.
  func add(
    _ update: Architecture.Update, into sum: Out, from start: Int, count length: Int,
    kernels: KernelSet
  ) {
    let (sum, target) = (sum + start, update.target)
    // The most frequent sum in one pass.
    if count == 2, update.sources == 0b11, update.readsQuestion {
      kernels.add(sum, self[target] + start, self[1 - target] + start, x + start, length)
      return
    }
    var isFirst = true
    func add(_ term: In) {
      if isFirst {
        sum.update(from: term + start, count: length)
      } else {
        kernels.addScaled(sum, term + start, 1, length)
      }
      isFirst = false
    }
    if update.reads(target) { add(self[target]) }
    for index in 0..<count where index != target && update.reads(index) { add(self[index]) }
    if update.readsQuestion { add(x) }
  }
}
