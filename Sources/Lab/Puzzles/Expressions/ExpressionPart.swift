// One operation of an expression as a question that a model can be asked.

/// A question for one operation on two whole numbers.
package struct ExpressionPart: Sendable, Equatable {
  /// The question.
  package let question: Question
  /// Whether the result is the answer negated: -5 - 3 is -(5 + 3).
  package let isNegated: Bool

  init(question: Question, isNegated: Bool) {
    self.question = question
    self.isNegated = isNegated
  }

  /// A question whose answer is the result.
  package init(_ question: Question) { self.init(question: question, isNegated: false) }

  /// What was asked, such as `5 + 3` or `-(5 + 3)`.
  package var text: String { isNegated ? "-(\(question.text))" : question.text }

  /// The part's result if a model's answer to the question is this; nil if it isn't the normal form of
  /// a whole number, as -0 and 007 aren't.
  package func value(of answer: String) -> Int? {
    Int(answer).flatMap { String($0) == answer ? (isNegated ? -$0 : $0) : nil }
  }

  /// The right result; nil if it isn't known.
  package var rightValue: Int? { question.answer.flatMap { value(of: $0) } }
}

extension Puzzle {
  /// None.
  package var operatorSigns: [Character] { [] }

  /// True.
  package var takesNegatives: Bool { true }

  /// The question whose answer is the result of an operator on two whole numbers below 10¹⁸.
  ///
  /// Signs are moved so that operands aren't negative where the operators allow it: -5 + 3 is asked
  /// as 3 - 5, 5 - -3 as 5 + 3, -5 - 3 as -(5 + 3).
  ///
  /// - Throws: ``PuzzleError`` if no question of this puzzle has that result.
  package func part(
    _ first: Int, _ sign: Character, _ second: Int
  ) throws(PuzzleError) -> ExpressionPart {
    guard sign == "+" || sign == "-", !operatorSigns.isEmpty else {
      throw PuzzleError(
        "unsupported operator '\(sign)'", hint: "this model supports \(operatorList)")
    }
    let addend = sign == "+" ? second : -second
    let (a, b) = (first.magnitude, addend.magnitude)
    // Each as text, with the operator; a + at the end is for a model that only adds, negative
    // operands included.
    let forms: [(text: String, sign: Character, isNegated: Bool, isPositive: Bool)] =
      switch (first < 0, addend < 0) {
      case (false, false): [("\(a) + \(b)", "+", false, true), ("\(a) - -\(b)", "-", false, false)]
      case (false, true): [("\(a) - \(b)", "-", false, true), ("\(a) + -\(b)", "+", false, false)]
      case (true, false): [("\(b) - \(a)", "-", false, true), ("\(b) + -\(a)", "+", false, false)]
      case (true, true): [("\(a) + \(b)", "+", true, true), ("\(a) - -\(b)", "-", true, false)]
      }
    let possible = forms.first {
      operatorSigns.contains($0.sign) && ($0.isPositive || takesNegatives)
    }
    guard let possible else {
      throw PuzzleError(
        "unsupported operator '\(forms[0].sign)'", hint: "this model supports \(operatorList)")
    }
    return ExpressionPart(question: try parse(possible.text), isNegated: possible.isNegated)
  }

  /// The operators of expressions that it can be asked, such as `+, - and *`: where it has sums, it
  /// has products.
  package var operatorList: String {
    let isAdding = operatorSigns.contains("+") && !operatorSigns.contains("*")
    let signs = (operatorSigns + (isAdding ? ["*"] : [])).map(String.init)
    return signs.count < 2
      ? signs.joined()
      : signs.dropLast().joined(separator: ", ") + " and " + signs[signs.count - 1]
  }
}

extension Arithmetic {
  /// + and -, or one of them.
  package var operatorSigns: [Character] { operators.map(\.rawValue) }

  /// Whether it was made for questions with negative operands.
  package var takesNegatives: Bool { mix.negatives > 0 }
}

extension DigitSum {
  /// Only +.
  package var operatorSigns: [Character] { ["+"] }

  /// False.
  package var takesNegatives: Bool { false }
}
