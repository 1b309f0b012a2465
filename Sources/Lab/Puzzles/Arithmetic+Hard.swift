// Drawing hard problems of one split from a number, and the numbers that they are made of.

extension Arithmetic {
  /// The kinds of hard problems that fit the operators, lengths and signs.
  package var hardKinds: [HardKind] { hardFamilies.map(\.kind) }

  /// A problem of a hard kind in a split; nil if 400 tries found none.
  package func hardProblem(_ kind: Int, split: Split, draw: UInt64) -> Problem? {
    let family = hardFamilies[kind]
    var random = SplitMix64(seed: draw)
    for _ in 0..<400 {
      let problem = family.draw(self, &random)
      if problem.split == split { return problem }
    }
    return nil
  }

  /// A question of a hard kind; nil if 400 tries found none in the split.
  package func hardQuestion(_ kind: Int, split: Split, draw: UInt64) -> Question? {
    hardProblem(kind, split: split, draw: draw).map(question)
  }

  /// Writes the tokens and labels of the same question.
  package func fillHard(
    _ kind: Int, split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) -> Bool {
    guard let problem = hardProblem(kind, split: split, draw: draw) else { return false }
    write(problem, tokens: tokens, labels: labels)
    return true
  }

  /// One of the operators.
  func anyOperator(_ random: inout SplitMix64) -> Operator {
    operators[random.below(operators.count)]
  }

  /// A pair in either order.
  func either(_ pair: (Int, Int), _ operation: Operator, _ random: inout SplitMix64) -> Problem {
    random.coin()
      ? Problem(pair.0, operation, pair.1) : Problem(pair.1, operation, pair.0)
  }

  /// A number of `length` digits that is at least `least`, which has one digit.
  func number(length: Int, from least: Int, _ random: inout SplitMix64) -> Int {
    length == 1 ? least + random.below(10 - least) : number(length: length, &random)
  }

  /// A number of `length` digits that ends in one zero or more.
  func trailing(length: Int, _ random: inout SplitMix64) -> Int {
    let zeros = random.upTo(length - 1)
    return number(length: length - zeros, from: 1, &random) * power(of: zeros)
  }

  /// A number of `length` zeros and nines; half of them have one random digit.
  func zerosAndNines(length: Int, _ random: inout SplitMix64) -> Int {
    let other = random.coin() ? random.below(length) : -1
    var number = 0
    for column in 0..<length {
      let isFirst = column == 0
      let digit =
        column == other
        ? (isFirst ? random.upTo(9) : random.below(10)) : isFirst || random.coin() ? 9 : 0
      number = number * 10 + digit
    }
    return number
  }

  /// A difference of two numbers that are `apart`, either of them first.
  func nearlyEqual(apart: ClosedRange<Int>, _ random: inout SplitMix64) -> Problem {
    let most = power(of: random.upTo(lengths.upperBound)) - 1
    let larger = random.within(min(apart.lowerBound, most)...most)
    let smaller = larger - random.within(apart.lowerBound...min(apart.upperBound, larger))
    return either((larger, smaller), .minus, &random)
  }

  /// A run of two columns or more in numbers of three to `longest` digits.
  func run(
    to longest: Int, adds: Bool, generates: Bool, _ random: inout SplitMix64
  ) -> Run {
    let long = random.within(3...longest)
    // Beyond the shorter number, columns pass carries on, but no borrows.
    let short = !adds || random.coin() ? long : random.within(2...long)
    let start = random.coin() ? 0 : random.below(min(short, long - 1))
    let count = random.coin() ? long - start : random.within(2...long - start)
    return Run(
      long: long, short: short, columns: start..<start + count, adds: adds, generates: generates)
  }
}
