// The smallest recursive network: one vector and one tanh layer. Plain loops, one question after
// the other; inference only.

internal import Kernels
internal import Platform
internal import Wording

/// Runs networks with `Configuration.Mixing.cell`.
///
/// x is the sum of the question's tokens as unit vectors (D), y are the answer's logits (V), z is
/// (D); both states start at 0:
///
///     h(x, y, z) = tanh(fc1 [x, y, z])
///     n times     z = fc_z(h(x, y, z))
///     then        y = fc_y(h(0, y, fc_z(h(0, y, z))))
///
/// The z computed in the last line is not carried over. One pass is a cycle. y fills the first V of
/// D numbers. There is one answer, so the logits are repeated at each of the L positions. There is
/// no halting head, so the halting logits are far below 0. Source: a public implementation of the
/// paper for sums of two digits, whose answers this reproduces.
final class CellEngine: Engine {
  /// The network's weights.
  let weights: Weights
  private let cell: Cell
  private var xs: [[Float]] = []
  private var ys: [[Float]] = []
  private var zs: [[Float]] = []
  private var yBuffer = FloatBuffer(count: 0)
  private var zBuffer = FloatBuffer(count: 0)
  private var logitsBuffer = FloatBuffer(count: 0)
  private var haltBuffer = FloatBuffer(count: 0)

  /// The halting logit in place of a halting head: never halt.
  private static let never: Float = -100

  init(_ weights: Weights) {
    self.weights = weights
    cell = Cell(weights)
  }

  func begin(_ questions: TokenBatch) {
    let c = weights.configuration
    xs = (0..<questions.count).map { question in
      var x = [Float](repeating: 0, count: c.width)
      for position in 0..<c.length {
        x[Int(questions.tokens[question * c.length + position])] += 1
      }
      return x
    }
    ys = xs.map { _ in [Float](repeating: 0, count: c.vocabulary) }
    zs = xs.map { _ in [Float](repeating: 0, count: c.width) }
    publish()
  }

  func keep(_ sequences: [Int]) {
    xs = sequences.map { xs[$0] }
    ys = sequences.map { ys[$0] }
    zs = sequences.map { zs[$0] }
    publish()
  }

  func addNoise(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      ys[sequence] = addingNoise(ys[sequence], &noise, sigma)
      zs[sequence] = addingNoise(zs[sequence], &noise, sigma)
    }
    publish()
  }

  func addInputNoise(sigma: Float, keys: [UInt64]) {
    for (sequence, key) in keys.enumerated() {
      var noise = Noise(key: key)
      let values = FloatBuffer(xs[sequence])
      noise.add(to: values.base, count: values.count, relative: sigma)
      xs[sequence] = values.array
    }
  }

  private func addingNoise(_ values: [Float], _ noise: inout Noise, _ sigma: Float) -> [Float] {
    let buffer = FloatBuffer(values)
    noise.add(to: buffer.base, count: buffer.count, sigma: sigma)
    return buffer.array
  }

  func set(_ state: Int, to values: UnsafeBufferPointer<Float>) {
    let c = weights.configuration
    precondition(
      values.count == xs.count * c.width,
      "a state needs \(counted(xs.count * c.width, "number"))")
    for sequence in xs.indices {
      let at = sequence * c.width
      if state == 0 {
        ys[sequence] = Array(values[at..<at + c.vocabulary])
      } else {
        zs[sequence] = Array(values[at..<at + c.width])
      }
    }
    publish()
  }

  func update(_ number: Int, inner: Int, while shouldContinue: @escaping ContinueCheck) -> Bool {
    guard shouldContinue() else { return false }
    if architecture.stateID(update: number, of: 1, inner: inner).kind == .y {
      for i in xs.indices { ys[i] = cell.y(ys[i], zs[i]) }
    } else {
      for i in xs.indices { zs[i] = cell.z(xs[i], ys[i], zs[i]) }
    }
    publish()
    return true
  }

  /// Does nothing: y holds the logits, which `publish` has copied.
  func read() {}

  func step(
    _ number: Int, cycles: Int, inner: Int, observer: Observer?,
    while shouldContinue: @escaping ContinueCheck
  ) -> Bool {
    observedStep(number, cycles: cycles, inner: inner, observer: observer, while: shouldContinue)
  }

  /// Copies the states to the buffers behind the properties.
  private func publish() {
    let c = weights.configuration
    let padding = [Float](repeating: 0, count: c.width - c.vocabulary)
    yBuffer = FloatBuffer(ys.flatMap { $0 + padding })
    zBuffer = FloatBuffer(zs.flatMap { $0 })
    logitsBuffer = FloatBuffer(ys.flatMap { y in (0..<c.length).flatMap { _ in y } })
    haltBuffer = FloatBuffer([Float](repeating: Self.never, count: 2 * ys.count))
  }

  private func view(_ buffer: borrowing FloatBuffer) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: buffer.base, count: buffer.count)
  }

  func state(_ index: Int) -> UnsafeBufferPointer<Float> {
    index == 0 ? view(yBuffer) : view(zBuffer)
  }
  var logits: UnsafeBufferPointer<Float> { view(logitsBuffer) }
  var halting: UnsafeBufferPointer<Float> { view(haltBuffer) }
}

/// The one layer and its two ways out.
private struct Cell {
  private let weights: Weights
  private let (width, vocabulary): (Int, Int)
  private let (first, firstBias, toZ, toZBias, toY, toYBias): (In, In, In, In, In, In)

  init(_ weights: Weights) {
    self.weights = weights
    (width, vocabulary) = (weights.configuration.width, weights.configuration.vocabulary)
    func pointer(_ key: String) -> In { In(weights.pointer(key)) }
    (first, firstBias) = (pointer("fc1.weight"), pointer("fc1.bias"))
    (toZ, toZBias) = (pointer("fc_z.weight"), pointer("fc_z.bias"))
    (toY, toYBias) = (pointer("fc_y.weight"), pointer("fc_y.bias"))
  }

  /// z = fc_z(h(x, y, z)).
  func z(_ x: [Float], _ y: [Float], _ z: [Float]) -> [Float] {
    linear(toZ, toZBias, hidden(x, y, z), width)
  }

  /// y = fc_y(h(0, y, fc_z(h(0, y, z)))).
  func y(_ y: [Float], _ z: [Float]) -> [Float] {
    let nothing = [Float](repeating: 0, count: width)
    return linear(toY, toYBias, hidden(nothing, y, self.z(nothing, y, z)), vocabulary)
  }

  private func hidden(_ x: [Float], _ y: [Float], _ z: [Float]) -> [Float] {
    linear(first, firstBias, x + y + z, width).map { tanh($0) }
  }

  /// w · x + b for w (outputs, inputs), summed in float64.
  private func linear(_ w: In, _ b: In, _ x: [Float], _ outputs: Int) -> [Float] {
    (0..<outputs).map { output in
      var sum = Double(b[output])
      let row = w + output * x.count
      for i in 0..<x.count { sum += Double(row[i]) * Double(x[i]) }
      return Float(sum)
    }
  }
}

/// The engine of a network that neither the fast nor the reference engine can run; nil for others.
package func dedicatedEngine(for weights: Weights) -> (any Engine)? {
  !weights.configuration.hasKernels ? CellEngine(weights) : nil
}
