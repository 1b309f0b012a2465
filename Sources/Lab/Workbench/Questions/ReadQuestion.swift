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
      let (inside, outside) = (error.column ?? 0, whole.column ?? 0)
      throw inside > outside || inside == outside && text.contains("(") ? error : whole
    }
    guard expression.isInParts else {
      let isUnsupported = expression.signs.contains { !operatorSigns.contains($0) }
      throw isUnsupported
        ? PuzzleError(
          whole.message, column: whole.column, hint: "this model supports \(operatorList)") : whole
    }
    try check(expression)
    return expression
  }

  /// Checks before any run what is known of each part: its operator, and operands that were typed.
  private func check(_ expression: Expression) throws(PuzzleError) {
    var run = ExpressionRun(expression, of: self)
    while let part = try run.next() { run.take(run.isMultiplying ? part.rightValue : nil) }
  }
}

extension ModelWorkbench {
  /// The operators of questions that the model can be asked, such as `+, - and *`; nil if they have
  /// none.
  package var operatorList: String? {
    model.flatMap { $0.puzzle.operatorSigns.isEmpty ? nil : $0.puzzle.operatorList }
  }
}
