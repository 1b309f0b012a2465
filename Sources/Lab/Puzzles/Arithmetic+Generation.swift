// Generating problems of one split from a number, with chains of carries and borrows. Doesn't
// allocate.

extension Arithmetic {
  /// The question number `draw` of a split.
  package func generate(split: Split, draw: UInt64) -> Question {
    question(problem(split: split, draw: draw))
  }

  /// Writes the tokens and labels of the same question, without allocating.
  package func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    write(problem(split: split, draw: draw), tokens: tokens, labels: labels)
  }

  /// The problem number `draw` of a split.
  package func problem(split: Split, draw: UInt64) -> Problem {
    var random = SplitMix64(seed: draw)
    let family = family(at: random.unit())
    // A tenth is held out: 400 tries all miss it with a probability of 10⁻¹⁸.
    for _ in 0..<400 {
      let problem = problem(family, &random)
      if problem.split == split { return problem }
    }
    // No problem of the family is in the split: take the first problem that is.
    for first in 0...9 {
      for second in 0...9 {
        let problem = Problem(first, operators[0], second)
        if problem.split == split { return problem }
      }
    }
    preconditionFailure("both splits have one-digit problems")
  }

  /// The kind of a problem.
  ///
  /// Plain, with a run of carries or borrows, with one in every column, with equal leading digits,
  /// or with columns that propagate a carry.
  private enum Family {
    case none, some, full, near, passing
  }

  /// The family at a position in 0..<1 of the mix.
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

  /// A random problem of a family, in either split.
  private func problem(_ family: Family, _ random: inout SplitMix64) -> Problem {
    let operation = operators[random.below(operators.count)]
    // Which operands are negative: 0 neither, 1 the first, 2 the second, 3 both.
    let signs = random.unit() < mix.negatives ? random.upTo(3) : 0
    let adds = (operation == .plus) == (signs == 0 || signs == 3)
    let (first, second) =
      switch (family, adds) {
      case (.none, _): plain(&random)
      case (.near, _): near(&random)
      case (.passing, _): passing(adds: adds, &random)
      case (_, true): carrying(columns: lengths, full: family == .full, &random)
      case (_, false): borrowing(full: family == .full, &random)
      }
    let swapped = random.coin()
    let scale = scale(of: max(first, second), &random)
    let a = (swapped ? second : first) * scale
    let b = (swapped ? first : second) * scale
    return Problem(signs & 1 == 0 ? a : -a, operation, signs & 2 == 0 ? b : -b)
  }

  /// A random factor for both operands: 1, or a power of ten for which the larger one still fits.
  private func scale(of larger: Int, _ random: inout SplitMix64) -> Int {
    guard mix.shifted > 0, random.unit() < mix.shifted else { return 1 }
    var room = digits
    var rest = larger
    while rest > 0 {
      rest /= 10
      room -= 1
    }
    return power(of: random.below(room + 1))
  }

  /// Two magnitudes of random lengths; half of them are equally long by choice.
  private func plain(_ random: inout SplitMix64) -> (Int, Int) {
    let long = random.within(lengths)
    let short = random.coin() ? long : random.upTo(long)
    return (number(length: long, &random), number(length: short, &random))
  }

  /// Two magnitudes of one length that share leading digits, sometimes all of them.
  private func near(_ random: inout SplitMix64) -> (Int, Int) {
    let length = random.within(lengths)
    let first = number(length: length, &random)
    let rest = power(of: random.below(length))
    let second = first / rest * rest + random.below(rest)
    return (first, second)
  }

  /// A random number of exactly `length` digits; zero has one.
  func number(length: Int, _ random: inout SplitMix64) -> Int {
    guard length > 1 else { return random.below(10) }
    let smallest = power(of: length - 1)
    return smallest + random.below(9 * smallest)
  }

  /// A pair whose sum carries through a run of columns.
  ///
  /// One column generates a carry, and the columns above it add up to 9 and propagate it.
  ///
  /// Beyond the shorter number the digits are nines. A full chain begins at the first column and
  /// ends at the last of the longer number.
  func carrying(
    columns: ClosedRange<Int>, full: Bool, _ random: inout SplitMix64
  ) -> (Int, Int) {
    let drawn = random.within(columns)
    let long = full ? max(drawn, random.within(columns)) : drawn
    let short = random.upTo(long)
    let start = full ? 0 : random.below(short)
    let run = full ? long : max(random.upTo(long - start), random.upTo(long - start))
    return pair(
      Run(long: long, short: short, columns: start..<start + run, adds: true, generates: true),
      &random)
  }

  /// A pair whose difference borrows in a run of columns: a sum that carries there, and one addend.
  func borrowing(full: Bool, _ random: inout SplitMix64) -> (Int, Int) {
    // A difference of one-digit magnitudes never borrows.
    let longest = lengths.upperBound
    guard longest > 1 else { return plain(&random) }
    // A full chain makes the sum, which is the larger operand, one digit longer.
    let less = max(lengths.lowerBound - 1, 1)...longest - 1
    let limit = power(of: longest)
    var pair = carrying(columns: full ? less : lengths, full: full, &random)
    // With a minimum length, about half of the sums fit; retry until one does.
    var tries = lengths.lowerBound > 1 ? 60 : 0
    while pair.0 + pair.1 >= limit && tries > 0 {
      pair = carrying(columns: full ? less : lengths, full: full, &random)
      tries -= 1
    }
    if pair.0 + pair.1 >= limit { pair = carrying(columns: less, full: full, &random) }
    return (pair.0 + pair.1, random.coin() ? pair.0 : pair.1)
  }
}
