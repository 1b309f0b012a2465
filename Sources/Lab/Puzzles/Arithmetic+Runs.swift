// Runs of columns that pass on what comes from the first of them: a carry, a borrow, or nothing.

extension Arithmetic {
  /// A pair with a run of columns that pass on a carry or borrow, which a fifth of them get.
  ///
  /// Columns pass a carry on that add to 9, and a borrow whose digits are equal: 4995 + 5004 beside
  /// 4995 + 5005, 7123 - 4122 beside 7123 - 4124. More than a quarter of the runs reach from the
  /// units to the longer number's last digit. Where none comes, the first column may be like the
  /// others: 4995 + 5004 has four that add to 9. The longer number is first.
  func passing(adds: Bool, _ draws: inout Draws) -> (Int, Int) {
    let long = draws.within(lengths)
    let short = draws.coin() ? long : draws.upTo(long)
    let start = draws.coin() ? 0 : draws.below(short)
    let run = draws.coin() ? long - start : draws.upTo(long - start)
    let comes = draws.below(5) == 0
    return pair(
      ColumnRun(long: long, short: short, columns: start..<start + run, adds: adds, comes: comes),
      &draws)
  }

  /// A run of columns in two numbers of `long` and `short` digits: the first of them makes a carry or
  /// borrow, or none, and the others pass it on.
  struct ColumnRun {
    let long: Int
    let short: Int
    /// Counted from the units; the first is one that both numbers have.
    let columns: Range<Int>
    /// Whether the pair is added, else the one is taken from the other.
    let adds: Bool
    /// Whether the first column makes a carry or borrow.
    let comes: Bool
  }

  /// A pair with a run, its other columns random; the longer number is first.
  func pair(_ run: ColumnRun, _ draws: inout Draws) -> (Int, Int) {
    let (long, short) = (run.long, run.short)
    var pair = (0, 0)
    var place = 1
    for column in 0..<long {
      // A number of several digits doesn't begin with 0.
      let least = (
        above: column > 0 && column == long - 1 ? 1 : 0,
        below: column > 0 && column == short - 1 ? 1 : 0
      )
      let (above, below): (Int, Int)
      if column == run.columns.lowerBound {
        (above, below) = first(of: run, least, &draws)
      } else if run.columns.contains(column) {
        (above, below) = passed(adds: run.adds, ends: column >= short, least, &draws)
      } else {
        above = least.above + draws.below(10 - least.above)
        below = column < short ? least.below + draws.below(10 - least.below) : 0
      }
      pair.0 += place * above
      pair.1 += place * below
      place *= 10
    }
    return pair
  }

  /// The digits of the run's first column, which makes a carry or borrow, or none.
  private func first(
    of run: ColumnRun, _ least: (above: Int, below: Int), _ draws: inout Draws
  ) -> (Int, Int) {
    switch (run.adds, run.comes) {
    case (true, true):
      let above = draws.upTo(9)
      return (above, 10 - above + draws.below(above))
    case (true, false):
      let above = least.above + draws.below(10 - least.below - least.above)
      return (above, least.below + draws.below(10 - above - least.below))
    case (false, true):
      let above = least.above + draws.below(9 - least.above)
      return (above, above + 1 + draws.below(9 - above))
    case (false, false):
      let smallest = max(least.above, least.below)
      let above = smallest + draws.below(10 - smallest)
      return (above, least.below + draws.below(above + 1 - least.below))
    }
  }

  /// The digits of a column that passes on what comes; in one where the shorter number `ends`, it
  /// has none.
  private func passed(
    adds: Bool, ends: Bool, _ least: (above: Int, below: Int), _ draws: inout Draws
  ) -> (Int, Int) {
    if ends { return (adds ? 9 : least.above, 0) }
    guard adds else {
      let smallest = max(least.above, least.below)
      let digit = smallest + draws.below(10 - smallest)
      return (digit, digit)
    }
    let above = least.above + draws.below(10 - least.above - least.below)
    return (above, 9 - above)
  }
}
