// Problems from a number: plain ones, and ones with carries or borrows in a row, on one side of
// the split only. Allocates nothing.

extension Arithmetic {
  /// The question that the number `draw` stands for in one split.
  public func generate(split: Split, draw: UInt64) -> Question {
    question(problem(split: split, draw: draw))
  }

  /// Writes the tokens and labels of the question that `draw` stands for, without allocating.
  public func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    write(problem(split: split, draw: draw), tokens: tokens, labels: labels)
  }

  /// The problem that the number `draw` stands for in one split.
  public func problem(split: Split, draw: UInt64) -> Problem {
    var draws = Draws(seed: draw)
    let share = draws.unit()
    let chains: Family =
      share < mix.fullChains
      ? .full
      : share < mix.fullChains + mix.chains
        ? .some
        : share < mix.fullChains + mix.chains + mix.near
          ? .near
          : share < mix.fullChains + mix.chains + mix.near + mix.passing ? .passing : .none
    // A tenth is held out: 400 draws miss it once in 10¹⁸ times.
    for _ in 0..<400 {
      let problem = problem(chains, &draws)
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

  /// A problem of either split.
  private func problem(_ chains: Family, _ draws: inout Draws) -> Problem {
    let operation = operators[draws.below(operators.count)]
    // Which operands are negative: 0 neither, 1 the first, 2 the second, 3 both.
    let signs = draws.unit() < mix.negatives ? draws.upTo(3) : 0
    let adds = (operation == .plus) == (signs == 0 || signs == 3)
    let (first, second) =
      switch (chains, adds) {
      case (.none, _): plain(&draws)
      case (.near, _): near(&draws)
      case (.passing, _): passing(adds: adds, &draws)
      case (_, true): carrying(columns: lengths, full: chains == .full, &draws)
      case (_, false): borrowing(full: chains == .full, &draws)
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
    var pair = (long: 0, short: 0)
    var place = 1
    for column in 0..<long {
      // A number of several digits doesn't begin with 0.
      let least = (
        long: column > 0 && column == long - 1 ? 1 : 0,
        short: column > 0 && column == short - 1 ? 1 : 0
      )
      let above: Int
      let below: Int
      if column == start {
        above = draws.upTo(9)
        below = 10 - above + draws.below(above)
      } else if column > start && column < start + run {
        above = column < short ? least.long + draws.below(10 - least.long - least.short) : 9
        below = 9 - above
      } else {
        above = least.long + draws.below(10 - least.long)
        below = column < short ? least.short + draws.below(10 - least.short) : 0
      }
      pair.long += place * above
      pair.short += place * below
      place *= 10
    }
    return pair
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
