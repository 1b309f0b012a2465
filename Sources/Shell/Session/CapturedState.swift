// States of a run, copied out of it, and figures of them.

internal import Network
internal import Puzzles

/// A state that was copied out of a run.
struct CapturedState: Sendable {
  let moment: Moment
  let shape: [Int]
  let values: [Float]

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
      distance: square.squareRoot(), relative: (square / max(own, 1e-30)).squareRoot(),
      cosine: product / max((own * other).squareRoot(), 1e-30), position: most + 1)
  }

  /// How two states differ.
  struct Difference {
    /// ‖a - b‖.
    let distance: Double
    /// ‖a - b‖ / ‖a‖.
    let relative: Double
    /// a · b / (‖a‖ ‖b‖).
    let cosine: Double
    /// The position, from 1, that changed most.
    let position: Int
  }

  /// `8 x 64`.
  var shapeText: String { shape.map(String.init).joined(separator: " x ") }

  /// Mean, spread, norm, least and most, and how many are no finite number.
  var statistics: [(name: String, value: Double)] {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let square = values.reduce(0) { $0 + Double($1) * Double($1) }
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return [
      ("mean", mean), ("spread", variance.squareRoot()), ("norm", square.squareRoot()),
      ("least", Double(values.min() ?? 0)), ("most", Double(values.max() ?? 0)),
      ("broken", Double(values.count { !$0.isFinite })),
    ]
  }
}

extension Session {
  /// Runs a question and copies the states that addresses name, in the order of the run.
  ///
  /// - Throws: `ShellError` where an address names none.
  func states(
    of question: Question, _ addresses: [Address], _ effort: Effort
  ) throws -> [CapturedState] {
    let c = try requireModel().weights.configuration
    // Where a run can stop early, a first one tells at which step it ends, which `last` means.
    let lastStep = effort.canStopEarly ? try think(question, effort).steps : effort.depth
    var captured: [CapturedState] = []
    var matched = Set<Int>()
    _ = try think(
      question, effort,
      observer: { moment, values in
        let meant = addresses.indices.filter {
          addresses[$0].matches(moment, lastStep: lastStep, effort: effort)
        }
        guard !meant.isEmpty else { return true }
        matched.formUnion(meant)
        let shape =
          switch moment.kind {
          case .y, .z: [c.sequence, c.width]
          case .logits: [c.length, c.vocabulary]
          case .halt: [2]
          }
        captured.append(CapturedState(moment: moment, shape: shape, values: Array(values)))
        return true
      })
    for (index, address) in addresses.enumerated() where !matched.contains(index) {
      throw ShellError(
        .failure, "the run has no state '\(address)'",
        hint: "it took \(lastStep) steps of \(effort.cycles) cycles with \(effort.inner) "
          + "updates of z")
    }
    return captured
  }
}
