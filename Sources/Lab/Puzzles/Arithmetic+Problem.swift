// A problem as numbers: its answer, its split and its carries.

extension Arithmetic {
  /// Two operands and an operator.
  package struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// The first operand.
    package let first: Int
    /// The operator.
    package let operation: Operator
    /// The second operand.
    package let second: Int

    /// Creates a problem; the magnitudes of the operands must be below 10¹².
    package init(_ first: Int, _ operation: Operator, _ second: Int) {
      self.first = first
      self.operation = operation
      self.second = second
    }

    /// The result.
    package var answer: Int { first + addend }

    /// The canonical spelling: `3 + 7`, `-3 + 7`, `3 - -7`.
    package var description: String { "\(first) \(operation.rawValue) \(second)" }

    /// The second operand, negated for a subtraction.
    private var addend: Int { operation == .plus ? second : -second }
  }
}

extension Arithmetic.Problem {
  /// The split of the problem: a tenth of all problems is held out.
  package var split: Split { hash.isMultiple(of: 10) ? .heldOut : .train }

  /// A hash that all equivalent spellings of a problem share.
  ///
  /// a − b is hashed as a + (−b), and the unordered pair the same as its negative, so that 5 − 3,
  /// −3 + 5, 5 + −3 and 3 − 5 are in the same split and none of them leaks another. Scores of
  /// checkpoints depend on the hash: it is the same on every machine and in every version.
  package var hash: UInt64 {
    var low = min(first, addend)
    var high = max(first, addend)
    if low + high < 0 { (low, high) = (-high, -low) }
    let salt: UInt64 = 0x9E37_79B9_7F4A_7C15
    let half = SplitMix64.mixed(UInt64(bitPattern: Int64(low)) &+ salt)
    return SplitMix64.mixed((half ^ UInt64(bitPattern: Int64(high))) &+ salt)
  }

  /// The signs of both operands: `++`, `-+`, `+-` or `--`; zero counts as positive.
  package var signs: String { (first < 0 ? "-" : "+") + (second < 0 ? "-" : "+") }

  /// The number of digits of the longer operand.
  package var length: Int {
    var rest = max(first.magnitude, second.magnitude) / 10
    var count = 1
    while rest > 0 {
      rest /= 10
      count += 1
    }
    return count
  }

  /// The length of the longest run of columns that carry or borrow.
  ///
  /// 9999 + 1 has 4, 1000 - 1 and 1 - 1000 have 3, 38 + 47 has 1.
  package var chain: Int {
    var run = 0
    var longest = 0
    for carries in carries {
      run = carries ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// Whether the magnitudes are added instead of subtracted.
  var adds: Bool { (first < 0) == (addend < 0) }

  /// Whether each column of the longer number carries or borrows, the units first.
  ///
  /// Computed on magnitudes, as on paper: added, or the smaller subtracted from the larger.
  var carries: [Bool] {
    var large = Int(max(first.magnitude, addend.magnitude))
    var small = Int(min(first.magnitude, addend.magnitude))
    var carries: [Bool] = []
    while large > 0 {
      let above = large % 10
      let below = small % 10 + (carries.last == true ? 1 : 0)
      carries.append(adds ? above + below > 9 : above < below)
      large /= 10
      small /= 10
    }
    return carries
  }
}
