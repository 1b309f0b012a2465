// Expressions in parts: each operator is a question for the model, whose answer is an operand of the
// next.

internal import Language
package import Network
internal import Platform
package import Puzzles
internal import Wording

/// A part of an expression with the model's answer.
package struct AnsweredPart: Sendable {
  /// The question.
  package let part: ExpressionPart
  /// The run.
  package let outcome: RunResult
  /// The model's answer to the question.
  package let answer: String
  /// The part's result, which is the answer or its negative; nil if the answer isn't a whole number.
  package let value: Int?
  /// Milliseconds of inference.
  package let ms: Double
}

/// An expression with the answers to its parts.
package struct AnsweredExpression: Sendable {
  /// The expression.
  package let expression: Expression
  /// Its parts, in the order in which they were asked.
  package let parts: [AnsweredPart]
  /// The last part's result, negated where a minus before a bracket says so.
  package let answer: String

  /// Whether the answer is right; nil if the right result isn't known.
  package var isRight: Bool? { expression.value.map { String($0) == answer } }
}

extension ModelWorkbench {
  /// Asks the model every part of an expression; the last one is run #0 afterwards.
  ///
  /// - Throws: `Diagnostic` if it was stopped, a part can't be asked, or the answer to one that
  ///   another one needs isn't a whole number.
  package func answer(
    _ expression: Expression, _ inference: InferenceOptions
  ) throws -> AnsweredExpression {
    var run = ExpressionRun(expression, of: try requirePuzzle())
    var parts: [AnsweredPart] = []
    while let part = try next(&run, after: parts.last) {
      parts.append(try answer(part, inference))
      run.take(parts[parts.count - 1].value)
    }
    let answered = AnsweredExpression(
      expression: expression, parts: parts,
      answer: run.value.map(String.init) ?? parts[parts.count - 1].answer)
    lastExpression = expression
    lastAnswer = answered.answer
    return answered
  }

  /// The last part of an expression, after the others were answered, with a note that it is.
  ///
  /// - Throws: `Diagnostic` as ``answer(_:_:)-(Expression,_)``.
  package func lastPart(
    of expression: Expression, _ inference: InferenceOptions
  ) throws -> Question {
    var run = ExpressionRun(expression, of: try requirePuzzle())
    var before: AnsweredPart?
    while let part = try next(&run, after: before) {
      guard !run.isLast else {
        lastQuestion = part.question
        lastExpression = expression
        noteLastPart(part.question, of: expression)
        return part.question
      }
      let answered = try answer(part, inference)
      run.take(answered.value)
      before = answered
    }
    preconditionFailure("an expression in parts has an operator")
  }

  /// The next part of an expression after an answer; nil after the last one.
  ///
  /// - Throws: `Diagnostic` if it can't be asked, or the answer before it isn't a whole number.
  private func next(_ run: inout ExpressionRun, after before: AnsweredPart?) throws
    -> ExpressionPart?
  {
    // What isn't a number stays the answer only where no other part follows.
    if let before, before.value == nil, !run.isLast {
      throw Diagnostic(
        .failure,
        "part \(run.count), \(before.part.text): the model's answer '\(before.answer)' isn't a "
          + "number, so the parts after it can't be asked",
        hint: "try more depth, or another model")
    }
    return try run.next()
  }

  /// Notes that a view shows only the last part of an expression.
  func noteLastPart(_ question: Question, of expression: Expression) {
    guard expression.isInParts else { return }
    let text =
      expression.text.count > 60 ? expression.text.prefix(57) + "..." : expression.text[...]
    reporter.note("\(question.text) is the last part of \(text)")
  }

  private func answer(_ part: ExpressionPart, _ inference: InferenceOptions) throws -> AnsweredPart
  {
    _ = try engine(breadth: inference.breadth)
    let timer = ContinuousTimer()
    let outcome = try answer(part.question, inference)
    let ms = timer.milliseconds
    let answer = try requirePuzzle().decode(outcome.tokens)
    return AnsweredPart(
      part: part, outcome: outcome, answer: answer,
      value: part.value(of: answer), ms: ms)
  }
}
