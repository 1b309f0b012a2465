// The kinds of hard problems: how each is drawn.

extension Arithmetic {
  /// A kind of hard problems, and how one is drawn.
  struct HardFamily: Sendable {
    let kind: HardKind
    /// The operator that its problems have; nil for any.
    let needs: Operator?
    /// The length that the longest operands must be allowed to have.
    let least: Int
    /// Whether its problems have negative operands.
    let isSigned: Bool
    let draw: @Sendable (Arithmetic, inout SplitMix64) -> Problem

    init(
      _ name: String, _ summary: String, needs: Operator? = nil, least: Int = 1,
      isSigned: Bool = false, _ draw: @escaping @Sendable (Arithmetic, inout SplitMix64) -> Problem
    ) {
      kind = HardKind(name, summary)
      self.needs = needs
      self.least = least
      self.isSigned = isSigned
      self.draw = draw
    }
  }

  /// The families that fit the operators, lengths and signs.
  ///
  /// Lengths are up to the longest in training; the families of the longest operands and of each
  /// length reach ``digits``.
  var hardFamilies: [HardFamily] {
    formFamilies + HardFamily.longest + HardFamily.lengths.prefix(digits)
  }

  /// The families whose numbers have a special form.
  private var formFamilies: [HardFamily] {
    HardFamily.forms.filter { family in
      family.least <= lengths.upperBound && family.needs.map(operators.contains) ?? true
        && (!family.isSigned || mix.negatives > 0)
    }
  }

  /// A problem of a random form with one or two negative operands.
  fileprivate func negative(_ random: inout SplitMix64) -> Problem {
    let families = formFamilies.filter { !$0.isSigned }
    let problem = families[random.below(families.count)].draw(self, &random)
    let signs = random.upTo(3)
    let (first, second) = (Int(problem.first.magnitude), Int(problem.second.magnitude))
    let operation = anyOperator(&random)
    let signed = Problem(
      signs & 1 == 0 ? first : -first, operation, signs & 2 == 0 ? second : -second)
    // 0 has no sign.
    return signed.first < 0 || signed.second < 0
      ? signed : Problem(-max(first, 1), operation, -second)
  }
}

extension Arithmetic.HardFamily {
  typealias Problem = Arithmetic.Problem

  /// The families of special forms.
  static let forms: [Self] = borrows + chains + powers + nines + digits + results

  private static let borrows = [
    Self("borrows through zeros", "7000 - 8, 50023 - 4048", needs: .minus, least: 3) {
      puzzle, random in
      let length = random.within(3...puzzle.lengths.upperBound)
      let zeros = random.upTo(length - 2)
      let tail = random.upTo(length - 1 - zeros)
      let head = puzzle.number(length: length - zeros - tail, from: 1, &random)
      let low = random.coin() ? 0 : random.below(power(of: tail) - 1)
      let less = low + random.upTo(power(of: tail) - 1 - low)
      let high = random.coin() ? 0 : random.below(head * power(of: zeros))
      return Problem(
        head * power(of: zeros + tail) + low, .minus, high * power(of: tail) + less)
    },
    Self("x000u - (x-1)999v", "50007 - 49993", needs: .minus, least: 3) { puzzle, random in
      let length = random.within(3...puzzle.lengths.upperBound)
      let zeros = random.upTo(length - 2)
      let head = puzzle.number(length: length - zeros - 1, from: 1, &random)
      let place = power(of: zeros + 1)
      return Problem(
        head * place + random.below(10), .minus, head * place - 10 + random.below(10))
    },
    Self("x99 - y00", "299 - 300, 99 - 500: x below y", needs: .minus, least: 2) { puzzle, random in
      let zeros = random.upTo(puzzle.lengths.upperBound - 1)
      let head = random.upTo(puzzle.lengths.upperBound - zeros)
      let y = random.upTo(power(of: head) - 1)
      let x = random.coin() ? y - 1 : random.below(y)
      let place = power(of: zeros)
      return Problem(x * place + place - 1, .minus, y * place)
    },
  ]

  private static let chains = [
    Self("carries in every column", "9999 + 1, 6784 + 3216", needs: .plus) { puzzle, random in
      let pair = puzzle.carrying(columns: puzzle.lengths, full: true, &random)
      return puzzle.either(pair, .plus, &random)
    },
    Self("borrows in every column", "1000 - 1, 5214 - 5678", needs: .minus, least: 2) {
      puzzle, random in
      puzzle.either(puzzle.borrowing(full: true, &random), .minus, &random)
    },
    Self("carry chains", "4995 + 1005: two or more columns in a row", needs: .plus, least: 3) {
      puzzle, random in
      let run = puzzle.run(to: puzzle.lengths.upperBound, adds: true, generates: true, &random)
      return puzzle.either(puzzle.pair(run, &random), .plus, &random)
    },
    Self(
      "passed carries", "4995 + 5004: columns that add up to 9", needs: .plus, least: 3
    ) { puzzle, random in
      let run = puzzle.run(
        to: puzzle.lengths.upperBound, adds: true, generates: random.coin(), &random)
      return puzzle.either(puzzle.pair(run, &random), .plus, &random)
    },
    Self("passed borrows", "7123 - 4124: columns of equal digits", needs: .minus, least: 3) {
      puzzle, random in
      let run = puzzle.run(
        to: puzzle.lengths.upperBound, adds: false, generates: random.coin(), &random)
      return puzzle.either(puzzle.pair(run, &random), .minus, &random)
    },
    Self("complements to 10^k", "4321 + 5679", needs: .plus) { puzzle, random in
      let whole = power(of: random.upTo(puzzle.lengths.upperBound))
      let part = random.upTo(whole - 1)
      return Problem(part, .plus, whole - part)
    },
  ]

  private static let powers = [
    Self("10^k ± 1..9", "1000 - 7, 10 + 9", least: 2) { puzzle, random in
      let whole = power(of: random.upTo(puzzle.lengths.upperBound - 1))
      return Problem(whole, puzzle.anyOperator(&random), random.upTo(9))
    },
    Self("10^k ± b", "10000 - 387", least: 2) { puzzle, random in
      let zeros = random.upTo(puzzle.lengths.upperBound - 1)
      let other = puzzle.number(length: random.upTo(zeros), &random)
      return Problem(power(of: zeros), puzzle.anyOperator(&random), other)
    },
    Self("b ± 10^k", "387 - 10000", least: 2) { puzzle, random in
      let zeros = random.upTo(puzzle.lengths.upperBound - 1)
      let other = puzzle.number(length: random.upTo(zeros), &random)
      return Problem(other, puzzle.anyOperator(&random), power(of: zeros))
    },
    Self("trailing zeros", "1200 + 30: both end in 0", least: 2) { puzzle, random in
      let long = random.within(2...puzzle.lengths.upperBound)
      let short = random.within(2...long)
      let pair = (
        puzzle.trailing(length: long, &random), puzzle.trailing(length: short, &random)
      )
      return puzzle.either(pair, puzzle.anyOperator(&random), &random)
    },
  ]

  private static let nines = [
    Self("10^k - 1 ± 1..9", "999 + 3, 999 - 3") { puzzle, random in
      let whole = power(of: random.upTo(puzzle.lengths.upperBound))
      return Problem(whole - 1, puzzle.anyOperator(&random), random.upTo(9))
    },
    Self("10^k - 1 ± b", "9999 + 387") { puzzle, random in
      let length = random.upTo(puzzle.lengths.upperBound)
      let other = puzzle.number(length: random.upTo(length), &random)
      return Problem(power(of: length) - 1, puzzle.anyOperator(&random), other)
    },
    Self("b ± (10^k - 1)", "387 - 9999") { puzzle, random in
      let length = random.upTo(puzzle.lengths.upperBound)
      let other = puzzle.number(length: random.upTo(length), &random)
      return Problem(other, puzzle.anyOperator(&random), power(of: length) - 1)
    },
    Self("nines but for one digit", "9959 ± b", least: 2) { puzzle, random in
      let length = random.within(2...puzzle.lengths.upperBound)
      let column = random.below(length)
      let less = column == length - 1 ? random.upTo(8) : random.upTo(9)
      let other = puzzle.number(length: random.upTo(length), &random)
      return Problem(
        power(of: length) - 1 - less * power(of: column), puzzle.anyOperator(&random), other)
    },
    Self("zeros and nines", "9090 - 9009: at most one other digit a number", least: 2) {
      puzzle, random in
      let long = random.within(2...puzzle.lengths.upperBound)
      let pair = (
        puzzle.zerosAndNines(length: long, &random),
        puzzle.zerosAndNines(length: random.within(2...long), &random)
      )
      return puzzle.either(pair, puzzle.anyOperator(&random), &random)
    },
  ]

  private static let digits = [
    Self("repeated digits", "ddd ± eee: 777 - 88", least: 2) { puzzle, random in
      let long = random.within(2...puzzle.lengths.upperBound)
      let short = random.coin() ? long : random.within(2...long)
      let pair = (
        (power(of: long) - 1) / 9 * random.upTo(9), (power(of: short) - 1) / 9 * random.upTo(9)
      )
      return puzzle.either(pair, puzzle.anyOperator(&random), &random)
    },
    Self("unequal lengths", "two digits or more apart: 52817 - 36", least: 3) { puzzle, random in
      let long = random.within(3...puzzle.lengths.upperBound)
      let short = random.upTo(long - 2)
      let pair = (
        puzzle.number(length: long, &random), puzzle.number(length: short, &random)
      )
      return puzzle.either(pair, puzzle.anyOperator(&random), &random)
    },
    Self("0 ± b and a ± 0", "0 - 387, 387 + 0") { puzzle, random in
      let other = puzzle.number(length: random.upTo(puzzle.lengths.upperBound), &random)
      return puzzle.either((other, 0), puzzle.anyOperator(&random), &random)
    },
  ]

  private static let results = [
    Self("equal operands", "387 - 387, 387 + 387") { puzzle, random in
      let number = puzzle.number(length: random.upTo(puzzle.lengths.upperBound), &random)
      return Problem(number, puzzle.anyOperator(&random), number)
    },
    Self("a - (a ± 1)", "387 - 388", needs: .minus) { puzzle, random in
      puzzle.nearlyEqual(apart: 1...1, &random)
    },
    Self("a - (a ± 2..99)", "387 - 410", needs: .minus) { puzzle, random in
      puzzle.nearlyEqual(apart: 2...99, &random)
    },
    Self("results from -9 to -1", "387 - 391", needs: .minus) { puzzle, random in
      let longest = power(of: random.upTo(puzzle.lengths.upperBound)) - 1
      let larger = random.upTo(longest)
      return Problem(larger - random.upTo(min(9, larger)), .minus, larger)
    },
    Self("results of 0", "387 - 387, -387 + 387: never -0", needs: .minus) { puzzle, random in
      let number =
        random.below(4) == 0
        ? 0 : puzzle.number(length: random.upTo(puzzle.lengths.upperBound), &random)
      guard puzzle.mix.negatives > 0 else { return Problem(number, .minus, number) }
      let first = random.coin() ? number : -number
      return puzzle.anyOperator(&random) == .minus
        ? Problem(first, .minus, first) : Problem(first, .plus, -first)
    },
    Self("negative operands", "any of these with other signs", isSigned: true) { puzzle, random in
      puzzle.negative(&random)
    },
  ]

  /// The families of the longest operands that the puzzle allows.
  static let longest = [
    Self("longest operands", "both with all the digits that the puzzle allows") { puzzle, random in
      Problem(
        puzzle.number(length: puzzle.digits, &random), puzzle.anyOperator(&random),
        puzzle.number(length: puzzle.digits, &random))
    },
    Self(
      "longest chains",
      "columns that pass a carry or borrow on, all but perhaps the last"
    ) { puzzle, random in
      let operation = puzzle.anyOperator(&random)
      let run = Arithmetic.Run(
        long: puzzle.digits, short: puzzle.digits,
        columns: 0..<max(1, puzzle.digits - random.below(2)),
        adds: operation == .plus, generates: random.coin())
      return puzzle.either(puzzle.pair(run, &random), operation, &random)
    },
  ]

  /// Random problems of each length of the longer operand, from one digit on.
  static let lengths = Arithmetic.digitsRange.map { length in
    Self(
      "random, \(length) digit\(length == 1 ? "" : "s")", "the longer operand has that many"
    ) { puzzle, random in
      let short = random.coin() ? length : random.upTo(length)
      let pair = (
        puzzle.number(length: length, &random), puzzle.number(length: short, &random)
      )
      return puzzle.either(pair, puzzle.anyOperator(&random), &random)
    }
  }
}
