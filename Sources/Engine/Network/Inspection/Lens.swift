// The logit lens: the answer head's output for y and z after every update of a run.

internal import Kernels

/// The answer head's readouts of one sequence's states, in the order of the run.
package struct Lens: Sendable {
  /// The answer head's output for one state.
  package struct Readout: Equatable, Sendable {
    /// The state's ID.
    package let stateID: StateID
    /// The most likely token at each of the L positions.
    package let tokens: [Int32]
    /// The softmax probability of every token at each position: (L, V).
    package let probabilities: [Float]

    /// The probability of a position's most likely token.
    package func probability(at position: Int) -> Float {
      probabilities[position * (probabilities.count / tokens.count) + Int(tokens[position])]
    }

    /// The `count` most likely tokens of a position with their probabilities, in descending order.
    package func top(_ count: Int, at position: Int) -> [(token: Int32, probability: Float)] {
      let width = probabilities.count / tokens.count
      let row = probabilities[position * width..<(position + 1) * width]
      // Ties are in the order of the tokens.
      let order = (0..<width).sorted {
        (row[row.startIndex + $1], $0) < (row[row.startIndex + $0], $1)
      }
      return order.prefix(count).map { (Int32($0), row[row.startIndex + $0]) }
    }
  }

  /// The readouts so far.
  package private(set) var readouts: [Readout] = []
  /// The kinds of states to read.
  package let kinds: Set<StateID.Kind>

  /// What logits are divided by before the softmax.
  private let temperature: Double

  /// A lens for y, z or both.
  package init(of kinds: Set<StateID.Kind>, temperature: Double = 1) {
    self.kinds = kinds
    self.temperature = temperature
  }

  /// Reads a state from an observer, if it is of one of the lens's kinds.
  package mutating func read(
    _ stateID: StateID, _ values: UnsafeBufferPointer<Float>, through head: AnswerHead
  ) {
    guard kinds.contains(stateID.kind), head.reads(stateID.kind) else { return }
    let c = head.configuration
    let logits = head.read(values)
    var probabilities: [Float] = []
    var tokens: [Int32] = []
    probabilities.reserveCapacity(logits.count)
    logits.withUnsafeBufferPointer { logits in
      for position in 0..<c.length {
        let row = logits.baseAddress! + position * c.vocabulary
        tokens.append(Int32(largest(row, c.vocabulary)))
        probabilities += softmax(row, count: c.vocabulary, temperature: temperature)
      }
    }
    readouts.append(Readout(stateID: stateID, tokens: tokens, probabilities: probabilities))
  }

  /// The readouts of one kind.
  package func readouts(of kind: StateID.Kind) -> [Readout] {
    readouts.filter { $0.stateID.kind == kind }
  }

  /// The first state of a kind from which on a position's most likely token is its final one.
  package func settled(_ kind: StateID.Kind, at position: Int) -> StateID? {
    let own = readouts(of: kind)
    guard let last = own.last?.tokens[position] else { return nil }
    let changed = own.lastIndex { $0.tokens[position] != last }
    return own[changed.map { $0 + 1 } ?? 0].stateID
  }
}
