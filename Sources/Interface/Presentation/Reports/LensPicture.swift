// The logit lens, with the readouts to show.

package import Drawing
internal import Kernels
package import Network
package import Puzzles
package import Workbench

/// The logit lens of one run: each state decoded by the output head.
package struct LensPicture: Sendable {
  /// The readouts and their question.
  package let record: LensRecord
  /// The indices of the readouts to show.
  package private(set) var shown: [Int] = []

  /// The most rows to show by default.
  private static let defaultRows = 64

  package init(_ record: LensRecord) { self.record = record }

  package var lens: Lens { record.lens }
  package var kinds: [StateID.Kind] { record.kinds }
  package var question: Question { record.view.question }
  package var puzzle: any Puzzle { record.puzzle }
  package var prefix: Int { record.prefix }

  /// The answer's positions.
  package var range: Range<Int> { puzzle.answerRange }

  /// The row of y and z at an answer position, counted from 0 as in addresses.
  package func row(of position: Int) -> Int { prefix + position }

  /// Chooses the readouts to show.
  ///
  /// With `steps`, the last of each kind in a step; of these every `every`th, by default as many as
  /// fit in 64 rows. The last one is always shown.
  package mutating func choose(steps: Bool, every: Int?) {
    let readings = lens.readouts
    shown = Array(readings.indices)
    if steps {
      shown = shown.filter { index in
        let moment = readings[index].stateID
        return !readings[(index + 1)...].prefix(lastOfStep(from: index) - index).contains {
          $0.stateID.kind == moment.kind
        }
      }
    }
    let stride = every ?? max((shown.count + Self.defaultRows - 1) / Self.defaultRows, 1)
    let last = shown.count - 1
    shown = shown.enumerated().filter { ($0.offset + 1) % stride == 0 || $0.offset == last }
      .map(\.element)
  }

  /// The index of the last readout in the same step.
  private func lastOfStep(from index: Int) -> Int {
    let readings = lens.readouts
    var last = index
    while last + 1 < readings.count,
      readings[last + 1].stateID.step == readings[index].stateID.step
    { last += 1 }
    return last
  }

  /// The previous readout of the same kind; nil for the first.
  package func before(_ index: Int) -> Lens.Readout? {
    let kind = lens.readouts[index].stateID.kind
    return lens.readouts[..<index].last { $0.stateID.kind == kind }
  }

  /// The position that settles last in the first of the kinds that are read.
  package var lastToSettle: Int {
    let kind = kinds.first ?? .y
    let order = lens.readouts.map(\.stateID)
    let settled = range.map { position in
      lens.settled(kind, at: position).flatMap { order.firstIndex(of: $0) } ?? 0
    }
    return range.lowerBound + (settled.indices.max { settled[$0] < settled[$1] } ?? 0)
  }

  /// The character to show for a token; blanks are shown as dots.
  package func character(
    _ token: Int32, _ capabilities: TerminalCapabilities = TerminalCapabilities()
  )
    -> String
  {
    let shown = puzzle.characters(of: [token]).first ?? "?"
    return shown.isWhitespace ? (capabilities.unicode ? "·" : "_") : String(shown)
  }

  /// Whether a readout is of a patched state.
  package func isPatched(_ index: Int) -> Bool {
    record.patched.contains(lens.readouts[index].stateID)
  }

  /// Whether each position differs from the previous readout of the same kind.
  package func changes(_ index: Int) -> [Bool] {
    guard let before = before(index) else { return range.map { _ in false } }
    let tokens = lens.readouts[index].tokens
    return range.map { before.tokens[$0] != tokens[$0] }
  }

  /// The probability of the whole answer.
  package func probability(_ reading: Lens.Readout) -> Double {
    puzzle.answerProbability(of: reading.tokens) { reading.probability(at: $0) }
  }
}
