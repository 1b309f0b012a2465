// What a typed question is: one question for the model, or an expression whose parts are asked.

internal import Language
package import Puzzles

/// A question as it was read.
package enum ReadQuestion: Sendable {
  /// A question that the model is asked as it is.
  case whole(Question)
  /// An expression, which is asked in parts.
  case parts(Expression)
}

extension Puzzle {
  /// The expression that a text is, if questions of this puzzle can be its parts.
  ///
  /// `whole` is why it isn't one question.
  ///
  /// - Throws: ``PuzzleError`` with the column of what isn't an expression, or of the first operator
  ///   that no question has; `whole` where that says more.
  func expression(_ text: String, unless whole: PuzzleError) throws(PuzzleError) -> Expression {
    let expression: Expression
    do throws(PuzzleError) {
      expression = try Expression(text)
    } catch {
      let isFurther = (error.column ?? 0) > (whole.column ?? 0)
      throw isFurther || error.message == whole.message && text.contains("(") ? error : whole
    }
    guard expression.count > 1 || expression.count == 1 && expression.text.contains("(") else {
      throw whole
    }
    try check(expression)
    return expression
  }

  /// Checks before any run what is known of each part: its operator, and operands that were typed.
  private func check(_ expression: Expression) throws(PuzzleError) {
    var number = 0
    _ = try expression.fold(number: Optional.init, negate: { $0.map { -$0 } }) {
      first, sign, second, column throws(PuzzleError) -> Int? in
      number += 1
      _ = try part(number, first, sign, second, at: column)
      return nil
    }
  }

  /// The question for a part of an expression, of which an operand may not be known yet.
  ///
  /// - Throws: ``PuzzleError`` naming the part, with the column of its operator.
  func part(
    _ number: Int, _ first: Int?, _ sign: Character, _ second: Int?, at column: Int
  ) throws(PuzzleError) -> ExpressionPart {
    do throws(PuzzleError) {
      return try part(first ?? 0, sign, second ?? 0)
    } catch {
      let shown = [first, second].map { $0.map(String.init) ?? "..." }
      throw PuzzleError(
        "part \(number), \(shown[0]) \(sign) \(shown[1]): \(error.message)", column: column,
        hint: error.hint)
    }
  }
}

extension ModelWorkbench {
  /// The operators of questions that the model can be asked, such as `+ and -`; nil if they have
  /// none.
  package var operatorList: String? {
    model.flatMap { $0.puzzle.operatorSigns.isEmpty ? nil : $0.puzzle.operatorList }
  }
}
