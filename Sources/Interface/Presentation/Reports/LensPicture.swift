// What the lens saw, as values for machines and as a picture for people.

package import Drawing
internal import Kernels
package import Network
package import Puzzles
package import Workbench

/// The readings of a run beside its question.
package struct LensPicture: Sendable {
  /// What was seen.
  package let record: LensRecord
  /// The readings that are shown, by index.
  package private(set) var shown: [Int] = []

  /// The default number of rows.
  private static let fewRows = 64

  package init(_ record: LensRecord) { self.record = record }

  package var lens: Lens { record.lens }
  package var kinds: [StateID.Kind] { record.kinds }
  package var question: Question { record.question }
  package var puzzle: any Puzzle { record.puzzle }
  package var prefix: Int { record.prefix }

  /// The answer's positions.
  package var range: Range<Int> { puzzle.answerRange }

  /// The row of y and z at a position, as addresses count them: from 0.
  package func row(of position: Int) -> Int { prefix + position }

  /// Chooses the readings to show: the last of each kind in a step, each Nth, or a bearable number.
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
    let stride = every ?? max((shown.count + Self.fewRows - 1) / Self.fewRows, 1)
    let last = shown.count - 1
    shown = shown.enumerated().filter { ($0.offset + 1) % stride == 0 || $0.offset == last }
      .map(\.element)
  }

  /// The index of the last reading in the same step.
  private func lastOfStep(from index: Int) -> Int {
    let readings = lens.readouts
    var last = index
    while last + 1 < readings.count,
      readings[last + 1].stateID.step == readings[index].stateID.step
    { last += 1 }
    return last
  }

  /// The reading of the same kind before one, or nil.
  package func before(_ index: Int) -> Lens.Readout? {
    let kind = lens.readouts[index].stateID.kind
    return lens.readouts[..<index].last { $0.stateID.kind == kind }
  }

  /// The position that settles last in y, or in z where y isn't read.
  package var lastToSettle: Int {
    let kind = kinds.contains(.y) ? StateID.Kind.y : .z
    let order = lens.readouts.map(\.stateID)
    let settled = range.map { position in
      lens.settled(kind, at: position).flatMap { order.firstIndex(of: $0) } ?? 0
    }
    return range.lowerBound + (settled.indices.max { settled[$0] < settled[$1] } ?? 0)
  }

  /// The character of a token, as it is shown: padding is a dot.
  package func character(
    _ token: Int32, _ capabilities: TerminalCapabilities = TerminalCapabilities()
  )
    -> String
  {
    let shown = puzzle.characters(of: [token]).first ?? "?"
    return shown.isWhitespace ? (capabilities.unicode ? "·" : "_") : String(shown)
  }

  /// The positions that differ from the reading before.
  package func changes(_ index: Int) -> [Bool] {
    guard let before = before(index) else { return range.map { _ in false } }
    let tokens = lens.readouts[index].tokens
    return range.map { before.tokens[$0] != tokens[$0] }
  }

  /// The probability of the whole answer.
  package func probability(_ reading: Lens.Readout) -> Double {
    puzzle.answerProbability { reading.probability(at: $0) }
  }
}
