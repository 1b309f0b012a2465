// What the answer head says of y and z after every update of a run, and when each position settled.

internal import Kernels

/// The readings of one sequence's states, in the order of the run.
package struct Lens: Sendable {
  /// What the head says of one state.
  package struct Readout: Equatable, Sendable {
    /// The state.
    package let moment: StateID
    /// The most likely token at each of the L positions.
    package let tokens: [Int32]
    /// The softmax probability of every token at each position: (L, V).
    package let probabilities: [Float]

    /// The probability of a position's most likely token.
    package func probability(at position: Int) -> Float {
      probabilities[position * (probabilities.count / tokens.count) + Int(tokens[position])]
    }

    /// The `count` most likely tokens of a position with their probabilities, the likeliest first.
    package func top(_ count: Int, at position: Int) -> [(token: Int32, probability: Float)] {
      let width = probabilities.count / tokens.count
      let row = probabilities[position * width..<(position + 1) * width]
      // Equal ones come in the order of the tokens, as everywhere.
      let order = (0..<width).sorted {
        (row[row.startIndex + $1], $0) < (row[row.startIndex + $0], $1)
      }
      return order.prefix(count).map { (Int32($0), row[row.startIndex + $0]) }
    }
  }

  /// The readings so far.
  package private(set) var readings: [Readout] = []
  /// The kinds of states that are read.
  package let kinds: Set<StateID.Kind>

  /// A lens for y, z or both.
  package init(of kinds: Set<StateID.Kind>) { self.kinds = kinds }

  /// Reads a state that an observer was shown, if it is of a kind that is wanted.
  package mutating func see(
    _ moment: StateID, _ values: UnsafeBufferPointer<Float>, through head: AnswerHead
  ) {
    guard kinds.contains(moment.kind), head.reads(moment.kind) else { return }
    let c = head.configuration
    let logits = head.read(values)
    var probabilities: [Float] = []
    var tokens: [Int32] = []
    probabilities.reserveCapacity(logits.count)
    logits.withUnsafeBufferPointer { logits in
      for position in 0..<c.length {
        let row = logits.baseAddress! + position * c.vocabulary
        tokens.append(Int32(largest(row, c.vocabulary)))
        probabilities += softmax(row, count: c.vocabulary)
      }
    }
    readings.append(Readout(moment: moment, tokens: tokens, probabilities: probabilities))
  }

  /// The readings of one kind.
  package func readings(of kind: StateID.Kind) -> [Readout] {
    readings.filter { $0.moment.kind == kind }
  }

  /// The first state of a kind from which on a position shows what it shows in the last one.
  package func settled(_ kind: StateID.Kind, at position: Int) -> StateID? {
    let own = readings(of: kind)
    guard let last = own.last?.tokens[position] else { return nil }
    let changed = own.lastIndex { $0.tokens[position] != last }
    return own[changed.map { $0 + 1 } ?? 0].moment
  }
}
