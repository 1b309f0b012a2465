// The parts of an expression one after the other: which question is next, given the answers so far.

/// Asks the parts of an expression in order, each after the answers that it needs.
///
/// `next` and `take` alternate, until `next` returns nil. A product that no question of the puzzle
/// has is asked as sums.
package struct ExpressionRun {
  private let instructions: [Expression.Instruction]
  private let puzzle: any Puzzle
  private let lastOperator: Int
  private var position = 0
  /// Values; nil for what isn't known.
  private var stack: [Int?] = []
  private var product: Product?
  private var column = 0

  /// The number of parts so far.
  package private(set) var count = 0

  /// Begins an expression.
  package init(_ expression: Expression, of puzzle: any Puzzle) {
    instructions = expression.instructions
    lastOperator = instructions.lastIndex { if case .apply = $0 { true } else { false } } ?? -1
    self.puzzle = puzzle
  }

  /// Whether the part that `next` returned last is the last one.
  package var isLast: Bool { position > lastOperator && product?.isLast ?? true }

  /// Whether all parts were asked and answered.
  package var isDone: Bool { position == instructions.count && product == nil && stack.count == 1 }

  /// Whether that part belongs to a product of two numbers that were known.
  package var isMultiplying: Bool { product?.isKnown ?? false }

  /// The result, after the last part; nil if it isn't known.
  package var value: Int? { stack.last ?? nil }

  /// The next part; nil after the last one.
  ///
  /// An operand that isn't known counts as 0.
  ///
  /// - Throws: ``PuzzleError`` naming the part if no question of the puzzle has its result, with the
  ///   column of its operator.
  package mutating func next() throws(PuzzleError) -> ExpressionPart? {
    if let part = try nextSum() { return part }
    while position < instructions.count {
      position += 1
      switch instructions[position - 1] {
      case .number(let value, _): stack.append(value)
      case .negate: stack[stack.count - 1] = stack[stack.count - 1].map { -$0 }
      case .apply(let sign, let column):
        let (second, first) = (stack.removeLast(), stack.removeLast())
        self.column = column
        if sign == "*", !puzzle.operatorSigns.contains("*"), puzzle.operatorSigns.contains("+") {
          product = Product(first, second)
          return try nextSum()
        }
        return try part(first, sign, second)
      }
    }
    return nil
  }

  /// Takes the result of the part that `next` returned; nil if it isn't known.
  package mutating func take(_ value: Int?) {
    if product == nil { stack.append(value) } else { product?.sum = value }
  }

  /// The next sum of the product that is being asked; nil, with the product as a value, at its end.
  private mutating func nextSum() throws(PuzzleError) -> ExpressionPart? {
    guard product != nil else { return nil }
    guard let (first, second) = product?.advance() else {
      stack.append(product?.sum)
      product = nil
      return nil
    }
    let sum = try part(first, "+", second)
    let isNegated = product.map { $0.isLast && $0.isNegative } ?? false
    return ExpressionPart(question: sum.question, isNegated: sum.isNegated != isNegated)
  }

  private mutating func part(
    _ first: Int?, _ sign: Character, _ second: Int?
  ) throws(PuzzleError) -> ExpressionPart {
    count += 1
    do throws(PuzzleError) {
      return try puzzle.part(first ?? 0, sign, second ?? 0)
    } catch {
      let shown = [first, second].map { $0.map(String.init) ?? "..." }
      let whole = product.map { " of \($0.text)" } ?? ""
      throw PuzzleError(
        "part \(count)\(whole), \(shown[0]) \(sign) \(shown[1]): \(error.message)", column: column,
        hint: error.hint)
    }
  }
}

/// A product as sums: with the bits of one operand from the highest to the lowest, the sum so far is
/// doubled, and the other operand is added where the bit is 1.
///
/// 12 · 5 = 12 · 101₂: 12 + 12 = 24, 24 + 24 = 48, 48 + 12 = 60. At least one sum is asked.
private struct Product {
  /// The sum so far; nil if it isn't known.
  var sum: Int?
  let text: String
  let isNegative: Bool
  /// Whether both operands are known.
  let isKnown: Bool
  /// What is added so far: to itself, or to the operand.
  private let steps: [Bool]
  private let operand: Int?
  private var position = 0

  /// The operand that takes fewer sums is the one whose bits are used.
  init(_ first: Int?, _ second: Int?) {
    text = [first, second].map { $0.map(String.init) ?? "..." }.joined(separator: " * ")
    isKnown = first != nil && second != nil
    isNegative = (first ?? 0) < 0 && second ?? 0 > 0 || (first ?? 0) > 0 && second ?? 0 < 0
    let (a, b) = (first.map { abs($0) }, second.map { abs($0) })
    guard let a, let b else {
      (operand, sum, steps) = (nil, nil, [false])
      return
    }
    let (byFirst, bySecond) = (Self.sums(of: a), Self.sums(of: b))
    let (bits, sums, other) =
      bySecond.count <= byFirst.count ? (b, bySecond, a) : (a, byFirst, b)
    operand = bits < 2 ? 0 : other
    sum = bits == 0 ? 0 : other
    steps = sums.isEmpty ? [false] : sums
  }

  /// For each sum of a product with `bits`: whether the sum so far is doubled.
  private static func sums(of bits: Int) -> [Bool] {
    String(bits, radix: 2).dropFirst().flatMap { $0 == "1" ? [true, false] : [true] }
  }

  /// Whether no sum follows.
  var isLast: Bool { position == steps.count }

  /// The operands of the next sum; nil after the last one.
  mutating func advance() -> (Int?, Int?)? {
    guard position < steps.count else { return nil }
    position += 1
    return (sum, steps[position - 1] ? sum : operand)
  }
}
