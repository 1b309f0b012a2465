// States of a run, copied out of it, and figures of them.

internal import Network
internal import Storage

/// A state that was copied out of a run.
struct CapturedState: Sendable {
  let moment: Moment
  let shape: [Int]
  let values: [Float]
  /// The run that its address names.
  var run: Int?
  /// Its positions, from 0, where they are not all there are.
  var positions: Range<Int>?
  /// Whether it was there already, and need not be computed.
  var isKept = false

  /// A whole state of a network.
  init(_ moment: Moment, _ values: [Float], of c: Configuration, isKept: Bool = false) {
    self.moment = moment
    self.values = values
    self.isKept = isKept
    shape =
      switch moment.kind {
      case .y, .z: [c.sequence, c.width]
      case .logits: [c.length, c.vocabulary]
      case .halt: [2]
      }
  }

  private init(_ whole: CapturedState, _ positions: Range<Int>) {
    let width = whole.shape[1]
    moment = whole.moment
    shape = [positions.count, width]
    values = Array(whole.values[positions.lowerBound * width..<positions.upperBound * width])
    isKept = whole.isKept
    self.positions = positions
  }

  /// The address of just this state: `#1:z@2.1.3[0:4]`.
  var name: String {
    (run.map { "#\($0):" } ?? "") + moment.description + Address.text(of: positions)
  }

  /// The positions of it that an address names.
  ///
  /// - Throws: `ShellError` where there are no such positions.
  func cut(by address: Address) throws -> CapturedState {
    var state = self
    if let positions = address.positions {
      guard shape.count == 2, positions.upperBound <= shape[0] else {
        let count = shape.count == 2 ? "\(shape[0]) positions, [0] to [\(shape[0] - 1)]" : "none"
        throw ShellError(
          .usage, "'\(address)' names positions that \(moment.kind.rawValue) has not",
          hint: "it has \(count)")
      }
      state = CapturedState(self, positions)
    }
    state.run = address.run
    return state
  }

  /// Bytes of its numbers.
  var bytes: Int { values.count * MemoryLayout<Float>.size }

  /// The state before it in the order of the list, by the same numbers.
  func difference(from before: CapturedState) -> Difference {
    let width = max(shape.last ?? 1, 1)
    var (square, own, other, product) = (0.0, 0.0, 0.0, 0.0)
    var rows = [Double](repeating: 0, count: max(values.count / width, 1))
    for (i, (now, then)) in zip(values, before.values).enumerated() {
      let (a, b) = (Double(now), Double(then))
      square += (a - b) * (a - b)
      rows[i / width] += (a - b) * (a - b)
      own += a * a
      other += b * b
      product += a * b
    }
    let most = rows.indices.max { rows[$0] < rows[$1] } ?? 0
    return Difference(
      distance: square.squareRoot(),
      relative: own > 0 ? (square / own).squareRoot() : square > 0 ? .infinity : 0,
      cosine: product / max((own * other).squareRoot(), 1e-30),
      position: most + (positions?.lowerBound ?? 0))
  }

  /// How two states differ.
  struct Difference {
    /// ‖a - b‖.
    let distance: Double
    /// ‖a - b‖ / ‖a‖; infinite where a is zero and b is not.
    let relative: Double
    /// a · b / (‖a‖ ‖b‖).
    let cosine: Double
    /// The position, from 0, that changed most.
    let position: Int
  }

  /// `8 x 64`.
  var shapeText: String { shape.map(String.init).joined(separator: " x ") }

  /// Mean, spread, norm, least and most of the finite numbers, and how many are none.
  var statistics: [(name: String, value: Double)] {
    let finite = values.lazy.filter(\.isFinite).map { Double($0) }
    let count = Double(finite.count)
    let mean = finite.reduce(0, +) / count
    let square = finite.reduce(0) { $0 + $1 * $1 }
    let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return [
      ("mean", mean), ("spread", variance.squareRoot()), ("norm", square.squareRoot()),
      ("least", finite.min() ?? .nan), ("most", finite.max() ?? .nan),
      ("broken", Double(values.count) - count),
    ]
  }
}
