// Pairs with a run of columns that propagate a carry or borrow.

extension Arithmetic {
  /// A pair with a run of columns that propagate a carry or borrow; a fifth of the runs get one.
  ///
  /// A column propagates a carry if its digits add up to 9, and a borrow if they are equal: compare
  /// 4995 + 5004 with 4995 + 5005, and 7123 - 4122 with 7123 - 4124. More than a quarter of the
  /// runs reach from the units to the last digit of the longer number. Without a carry, the first
  /// column may be like the others: in 4995 + 5004 four columns add up to 9. The longer number is
  /// first.
  func passing(adds: Bool, _ random: inout SplitMix64) -> (Int, Int) {
    let long = random.within(lengths)
    let short = random.coin() ? long : random.upTo(long)
    let start = random.coin() ? 0 : random.below(short)
    let run = random.coin() ? long - start : random.upTo(long - start)
    let generates = random.below(5) == 0
    return pair(
      Run(long: long, short: short, columns: start..<start + run, adds: adds, generates: generates),
      &random)
  }

  /// A run of columns in two numbers of `long` and `short` digits.
  ///
  /// The first column generates a carry or borrow, or none; the others propagate it.
  struct Run {
    let long: Int
    let short: Int
    /// The columns, counted from the units; both numbers have the first one.
    let columns: Range<Int>
    /// Whether the pair is added instead of subtracted.
    let adds: Bool
    /// Whether the first column generates a carry or borrow.
    let generates: Bool
  }

  /// A pair with a run and other columns random; the longer number is first.
  func pair(_ run: Run, _ random: inout SplitMix64) -> (Int, Int) {
    let (long, short) = (run.long, run.short)
    var pair = (0, 0)
    var place = 1
    for column in 0..<long {
      // Numbers of several digits don't begin with 0.
      let least = (
        above: column > 0 && column == long - 1 ? 1 : 0,
        below: column > 0 && column == short - 1 ? 1 : 0
      )
      let (above, below): (Int, Int)
      if column == run.columns.lowerBound {
        (above, below) = first(of: run, least, &random)
      } else if run.columns.contains(column) {
        (above, below) = passed(adds: run.adds, ends: column >= short, least, &random)
      } else {
        above = least.above + random.below(10 - least.above)
        below = column < short ? least.below + random.below(10 - least.below) : 0
      }
      pair.0 += place * above
      pair.1 += place * below
      place *= 10
    }
    return pair
  }

  /// The digits of a run's first column, which generates a carry or borrow, or none.
  private func first(
    of run: Run, _ least: (above: Int, below: Int), _ random: inout SplitMix64
  ) -> (Int, Int) {
    switch (run.adds, run.generates) {
    case (true, true):
      let above = random.upTo(9)
      return (above, 10 - above + random.below(above))
    case (true, false):
      let above = least.above + random.below(10 - least.below - least.above)
      return (above, least.below + random.below(10 - above - least.below))
    case (false, true):
      let above = least.above + random.below(9 - least.above)
      return (above, above + 1 + random.below(9 - above))
    case (false, false):
      let smallest = max(least.above, least.below)
      let above = smallest + random.below(10 - smallest)
      return (above, least.below + random.below(above + 1 - least.below))
    }
  }

  /// The digits of a column that propagates; beyond the shorter number (`ends`) its digit is 0.
  private func passed(
    adds: Bool, ends: Bool, _ least: (above: Int, below: Int), _ random: inout SplitMix64
  ) -> (Int, Int) {
    if ends { return (adds ? 9 : least.above, 0) }
    guard adds else {
      let smallest = max(least.above, least.below)
      let digit = smallest + random.below(10 - smallest)
      return (digit, digit)
    }
    let above = least.above + random.below(10 - least.above - least.below)
    return (above, 9 - above)
  }
}
