// Arithmetic with brackets and several operators, as a list of what is done in which order. It computes
// only the right result; the parts are asked of a model elsewhere.

/// Whole numbers, operators and brackets in the order of their evaluation.
///
/// A list of instructions for a stack of values: `12 - (5 + 3)` is 12, 5, 3, +, -. Operators of one
/// rank are taken from left to right, `^` from right to left.
package struct Expression: Sendable, Equatable {
  /// What is done next.
  package enum Instruction: Sendable, Equatable {
    /// A number is put on the stack; `column` counts characters from 0.
    case number(Int, column: Int)
    /// The last value is negated.
    case negate
    /// The last two values are replaced by the result of an operator.
    case apply(Character, column: Int)
  }

  /// What is done, in order.
  package let instructions: [Instruction]

  /// The expression with single spaces, without leading zeros.
  package let text: String

  init(instructions: [Instruction], text: String) {
    self.instructions = instructions
    self.text = text
  }

  /// The operators in the order of their evaluation.
  package var signs: [Character] {
    instructions.compactMap { if case .apply(let sign, _) = $0 { sign } else { nil } }
  }

  /// Whether it is asked in parts, rather than as one question: with several operators, brackets or
  /// a product.
  package var isInParts: Bool {
    let signs = signs
    return signs.count > 1 || signs.count == 1 && (text.contains("(") || signs == ["*"])
  }

  /// The result of putting numbers on a stack, negating the last value and replacing the last two by
  /// that of an operator, whose sign and column `apply` gets between the two and after them.
  ///
  /// - Throws: what `apply` throws.
  package func fold<Value, Failure: Error>(
    number: (Int) -> Value, negate: (Value) -> Value,
    apply: (_ first: Value, _ sign: Character, _ second: Value, _ column: Int) throws(Failure) ->
      Value
  ) throws(Failure) -> Value {
    var stack: [Value] = []
    for instruction in instructions {
      switch instruction {
      case .number(let value, _): stack.append(number(value))
      case .negate: stack.append(negate(stack.removeLast()))
      case .apply(let sign, let column):
        let (second, first) = (stack.removeLast(), stack.removeLast())
        stack.append(try apply(first, sign, second, column))
      }
    }
    return stack[0]
  }

  /// The right result; nil if it has other operators than +, - and *, or doesn't fit 64 bits.
  package var value: Int? {
    fold(number: Optional.init, negate: { $0.map { 0 - $0 } }) { first, sign, second, _ in
      guard let first, let second else { return nil }
      let (result, overflows) =
        switch sign {
        case "+": first.addingReportingOverflow(second)
        case "-": first.subtractingReportingOverflow(second)
        case "*": first.multipliedReportingOverflow(by: second)
        default: (0, true)
        }
      return overflows || result == .min ? nil : result
    }
  }
}
