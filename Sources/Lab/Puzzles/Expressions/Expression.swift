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

  /// The right result; nil if it has other operators than +, - and *, or doesn't fit 64 bits.
  package var value: Int? {
    var stack: [Int] = []
    for instruction in instructions {
      switch instruction {
      case .number(let number, _): stack.append(number)
      case .negate: stack.append(0 - stack.removeLast())
      case .apply(let sign, _):
        let (second, first) = (stack.removeLast(), stack.removeLast())
        let (result, overflows) =
          switch sign {
          case "+": first.addingReportingOverflow(second)
          case "-": first.subtractingReportingOverflow(second)
          case "*": first.multipliedReportingOverflow(by: second)
          default: (0, true)
          }
        if overflows || result == .min { return nil }
        stack.append(result)
      }
    }
    return stack.last
  }
}
