// Problems from a number: plain ones, and ones with carries or borrows in a row, on one side of
// the split only. Allocates nothing.

extension Arithmetic {
  /// The question that the number `draw` stands for in one split.
  package func generate(split: Split, draw: UInt64) -> Question {
    question(problem(split: split, draw: draw))
  }

  /// Writes the tokens and labels of the question that `draw` stands for, without allocating.
  package func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    write(problem(split: split, draw: draw), tokens: tokens, labels: labels)
  }

  /// The problem that the number `draw` stands for in one split.
  package func problem(split: Split, draw: UInt64) -> Problem {
    var draws = Draws(seed: draw)
    let family = family(at: draws.unit())
    // A tenth is held out: 400 draws miss it once in 10¹⁸ times.
    for _ in 0..<400 {
      let problem = problem(family, &draws)
      if problem.split == split { return problem }
    }
    // A family so small that none of it is in the split: the first problem that is.
    for first in 0...9 {
      for second in 0...9 {
        let problem = Problem(first, operators[0], second)
        if problem.split == split { return problem }
      }
    }
    preconditionFailure("both splits have problems of one digit")
  }

  /// What a problem has by design: nothing, a run of carries or borrows, one in every column,
  /// operands that begin alike, or columns that pass on what comes.
  private enum Family {
    case none, some, full, near, passing
  }

  /// The family that a number of 0..<1 falls into.
  private func family(at share: Double) -> Family {
    var end = mix.fullChains
    if share < end { return .full }
    end += mix.chains
    if share < end { return .some }
    end += mix.near
    if share < end { return .near }
    end += mix.passing
    return share < end ? .passing : .none
  }

  /// A problem of either split.
  private func problem(_ family: Family, _ draws: inout Draws) -> Problem {
    let operation = operators[draws.below(operators.count)]
    // Which operands are negative: 0 neither, 1 the first, 2 the second, 3 both.
    let signs = draws.unit() < mix.negatives ? draws.upTo(3) : 0
    let adds = (operation == .plus) == (signs == 0 || signs == 3)
    let (first, second) =
      switch (family, adds) {
      case (.none, _): plain(&draws)
      case (.near, _): near(&draws)
      case (.passing, _): passing(adds: adds, &draws)
      case (_, true): carrying(columns: lengths, full: family == .full, &draws)
      case (_, false): borrowing(full: family == .full, &draws)
      }
    let swapped = draws.coin()
    let scale = scale(of: max(first, second), &draws)
    let a = (swapped ? second : first) * scale
    let b = (swapped ? first : second) * scale
    return Problem(signs & 1 == 0 ? a : -a, operation, signs & 2 == 0 ? b : -b)
  }

  /// What both operands are multiplied by: 1, or a power of ten that leaves the larger room.
  private func scale(of larger: Int, _ draws: inout Draws) -> Int {
    guard mix.shifted > 0, draws.unit() < mix.shifted else { return 1 }
    var room = digits
    var rest = larger
    while rest > 0 {
      rest /= 10
      room -= 1
    }
    return power(of: draws.below(room + 1))
  }

  /// Two magnitudes of random lengths, as often equally long as not.
  private func plain(_ draws: inout Draws) -> (Int, Int) {
    let long = draws.within(lengths)
    let short = draws.coin() ? long : draws.upTo(long)
    return (number(length: long, &draws), number(length: short, &draws))
  }

  /// Two magnitudes of one length that share their first digits, sometimes all of them.
  private func near(_ draws: inout Draws) -> (Int, Int) {
    let length = draws.within(lengths)
    let first = number(length: length, &draws)
    let rest = power(of: draws.below(length))
    let second = first / rest * rest + draws.below(rest)
    return (first, second)
  }

  /// A number of just so many digits; zero has one.
  private func number(length: Int, _ draws: inout Draws) -> Int {
    guard length > 1 else { return draws.below(10) }
    let smallest = power(of: length - 1)
    return smallest + draws.below(9 * smallest)
  }

  /// A pair whose sum carries through a run of columns: one column makes a carry, the columns
  /// above it add to 9 and pass it on.
  ///
  /// Where the shorter number has ended they are nines. The full chain begins at the first column
  /// and ends at the longer number's last.
  private func carrying(
    columns: ClosedRange<Int>, full: Bool, _ draws: inout Draws
  ) -> (Int, Int) {
    let drawn = draws.within(columns)
    let long = full ? max(drawn, draws.within(columns)) : drawn
    let short = draws.upTo(long)
    let start = full ? 0 : draws.below(short)
    let run = full ? long : max(draws.upTo(long - start), draws.upTo(long - start))
    return pair(
      ColumnRun(long: long, short: short, columns: start..<start + run, adds: true, comes: true),
      &draws)
  }

  /// A pair whose difference borrows in a run of columns: a sum that carries there, and one of
  /// its addends.
  private func borrowing(full: Bool, _ draws: inout Draws) -> (Int, Int) {
    // One digit less one digit never borrows.
    let longest = lengths.upperBound
    guard longest > 1 else { return plain(&draws) }
    // A full chain makes the sum, which is the longer operand, a digit longer.
    let less = max(lengths.lowerBound - 1, 1)...longest - 1
    let limit = power(of: longest)
    var pair = carrying(columns: full ? less : lengths, full: full, &draws)
    // Shorter sums would do, but for a least length: then half of all sums have room.
    var tries = lengths.lowerBound > 1 ? 60 : 0
    while pair.0 + pair.1 >= limit && tries > 0 {
      pair = carrying(columns: full ? less : lengths, full: full, &draws)
      tries -= 1
    }
    if pair.0 + pair.1 >= limit { pair = carrying(columns: less, full: full, &draws) }
    return (pair.0 + pair.1, draws.coin() ? pair.0 : pair.1)
  }
}
