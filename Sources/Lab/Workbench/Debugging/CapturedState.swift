// States of a run, copied out of it, and figures of them.

package import Language
package import Network
internal import Wording

/// A state that was copied out of a run.
package struct CapturedState: Sendable {
  package let moment: StateID
  package let shape: [Int]
  package let values: [Float]
  /// The run that its address names.
  package var run: Int?
  /// Its positions, from 0, where they are not all there are.
  package var positions: Range<Int>?
  /// Whether it was there already, and need not be computed.
  package var isKept = false
  /// The number of the run that it is of; 0 for the last answered question.
  package private(set) var owner = 0
  /// Whether it was patched.
  package private(set) var isPatched = false

  /// A whole state of a network.
  package init(
    _ moment: StateID, _ values: [Float], of c: Configuration, isKept: Bool = false, owner: Int = 0,
    isPatched: Bool = false
  ) {
    self.moment = moment
    self.values = values
    self.isKept = isKept
    self.owner = owner
    self.isPatched = isPatched
    shape =
      switch moment.kind {
      case .logits: [c.length, c.vocabulary]
      case .halt: [2]
      default: [c.sequence, c.width]
      }
  }

  private init(_ whole: CapturedState, _ positions: Range<Int>) {
    let width = whole.shape[1]
    moment = whole.moment
    shape = [positions.count, width]
    values = Array(whole.values[positions.lowerBound * width..<positions.upperBound * width])
    (isKept, owner, isPatched) = (whole.isKept, whole.owner, whole.isPatched)
    self.positions = positions
  }

  /// The address of just this state: `#1:z@2.1.3[0:4]`.
  package var name: String {
    (run.map { "#\($0):" } ?? "") + moment.description + StateAddress.text(of: positions)
  }

  /// The positions of it that an address names.
  ///
  /// - Throws: `Diagnostic` if there are no such positions.
  package func cut(by address: StateAddress) throws -> CapturedState {
    var state = self
    if let positions = address.positions {
      guard shape.count == 2, positions.upperBound <= shape[0] else {
        let count =
          shape.count == 2 ? "\(counted(shape[0], "position")), [0] to [\(shape[0] - 1)]" : "none"
        throw Diagnostic(
          .usage, "'\(address)' names positions that \(moment.kind.rawValue) doesn't have",
          about: .argument("\(address)"),
          hint: "it has \(count)")
      }
      state = CapturedState(self, positions)
    }
    state.run = address.run
    return state
  }

  /// Bytes of its numbers.
  package var bytes: Int { values.count * MemoryLayout<Float>.size }

  /// The state before it in the order of the list, by the same numbers.
  package func difference(from before: CapturedState) -> StateDifference {
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
    return StateDifference(
      distance: square.squareRoot(),
      relative: own > 0 ? (square / own).squareRoot() : square > 0 ? .infinity : 0,
      cosine: product / max((own * other).squareRoot(), 1e-30),
      position: most + (positions?.lowerBound ?? 0))
  }

  /// How two states differ.
  package struct StateDifference {
    /// ‖a - b‖.
    package let distance: Double
    /// ‖a - b‖ / ‖a‖; infinite where a is zero and b is not.
    package let relative: Double
    /// a · b / (‖a‖ ‖b‖).
    package let cosine: Double
    /// The position, from 0, that changed most.
    package let position: Int
  }

  /// `8 x 64`.
  package var shapeText: String { shape.map(String.init).joined(separator: " x ") }

  /// Mean, spread, norm, least and most of the finite numbers, and how many are none.
  package var statistics: [(name: String, value: Double)] {
    let finite = values.lazy.filter(\.isFinite).map { Double($0) }
    let count = Double(finite.count)
    let mean = finite.reduce(0, +) / count
    let square = finite.reduce(0) { $0 + $1 * $1 }
    let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return [
      ("mean", mean), ("std", variance.squareRoot()), ("norm", square.squareRoot()),
      ("min", finite.min() ?? .nan), ("max", finite.max() ?? .nan),
      ("nonfinite", Double(values.count) - count),
    ]
  }
}
