// Two numbers and an operator as numbers: the answer, the part it belongs to, how it carries.
// No tokens and no text but its own.

extension Arithmetic {
  /// Two operands and what joins them.
  package struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// The first operand.
    package let first: Int
    /// What joins them.
    package let operation: Operator
    /// The second operand.
    package let second: Int

    /// A problem; the operands' magnitudes are below 10¹².
    package init(_ first: Int, _ operation: Operator, _ second: Int) {
      self.first = first
      self.operation = operation
      self.second = second
    }

    /// What it comes to.
    package var answer: Int { first + addend }

    /// The canonical spelling: `3 + 7`, `-3 + 7`, `3 - -7`.
    package var description: String { "\(first) \(operation.rawValue) \(second)" }

    /// The second operand as it is added.
    private var addend: Int { operation == .plus ? second : -second }
  }
}

extension Arithmetic.Problem {
  /// Which part of all questions it belongs to: a tenth is held out.
  package var split: Split { hash.isMultiple(of: 10) ? .heldOut : .train }

  /// A number that all spellings of one piece of knowledge share.
  ///
  /// a − b is taken as a + (−b), the pair as unordered and as equal to its negative, so 5 − 3,
  /// −3 + 5, 5 + −3 and 3 − 5 fall on the same side: none of them gives another one away.
  /// The same on every machine and in every version: checkpoints' scores depend on it.
  package var hash: UInt64 {
    var low = min(first, addend)
    var high = max(first, addend)
    if low + high < 0 { (low, high) = (-high, -low) }
    let salt: UInt64 = 0x9E37_79B9_7F4A_7C15
    let half = Draws.mixed(UInt64(bitPattern: Int64(low)) &+ salt)
    return Draws.mixed((half ^ UInt64(bitPattern: Int64(high))) &+ salt)
  }

  /// Both operands' signs: `++`, `-+`, `+-` or `--`; zero has none and counts as `+`.
  package var signs: String { (first < 0 ? "-" : "+") + (second < 0 ? "-" : "+") }

  /// The digits of the longer operand, without signs.
  package var length: Int {
    var rest = max(first.magnitude, second.magnitude) / 10
    var count = 1
    while rest > 0 {
      rest /= 10
      count += 1
    }
    return count
  }

  /// The longest run of neighboring columns that carry or borrow.
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

  /// Whether magnitudes are added: the operands pull the same way.
  var adds: Bool { (first < 0) == (addend < 0) }

  /// Whether each column of the longer number carries or borrows, the units first.
  ///
  /// Counted as on paper, on magnitudes: operands that pull the same way are added, else the
  /// smaller is taken from the larger.
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
