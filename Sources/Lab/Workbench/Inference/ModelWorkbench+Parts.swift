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
    var parts: [AnsweredPart] = []
    let value = try evaluate(expression) { part in
      let answered = try answer(part, inference)
      parts.append(answered)
      return answered
    }
    let answered = AnsweredExpression(
      expression: expression, parts: parts,
      answer: value.map(String.init) ?? parts[parts.count - 1].answer)
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
    var last: Question?
    var count = 0
    _ = try evaluate(expression) { part in
      count += 1
      guard count == expression.count else { return try answer(part, inference) }
      last = part.question
      return nil
    }
    guard let last else { preconditionFailure("an expression in parts has an operator") }
    lastQuestion = last
    lastExpression = expression
    noteLastPart(last, of: expression)
    return last
  }

  /// The result of an expression whose parts are answered in turn; nil where the last answer isn't
  /// a whole number, or there is none.
  ///
  /// - Throws: `Diagnostic` if a part can't be asked, or the answer before it isn't a whole number.
  private func evaluate(
    _ expression: Expression, _ ask: (ExpressionPart) throws -> AnsweredPart?
  ) throws -> Int? {
    let puzzle = try requirePuzzle()
    var (number, before) = (0, AnsweredPart?.none)
    // What isn't a number stays the answer only where no other part follows.
    return try expression.fold(number: Optional.init, negate: { $0.map { -$0 } }) {
      first, sign, second, column in
      if let before, before.value == nil {
        throw Diagnostic(
          .failure,
          "part \(number), \(before.part.text): the model's answer '\(before.answer)' isn't a "
            + "number; \(counted(expression.count - number, "part")) can't be asked",
          hint: "try more depth, or another model")
      }
      number += 1
      before = try ask(puzzle.part(number, first, sign, second, at: column))
      return before?.value
    }
  }

  /// Notes that a view shows only the last part of an expression.
  func noteLastPart(_ question: Question, of expression: Expression) {
    guard expression.count > 1 else { return }
    let text =
      expression.text.count > 60 ? expression.text.prefix(57) + "..." : expression.text[...]
    reporter.note("\(question.text) is the last of \(counted(expression.count, "part")) of \(text)")
  }

  private func answer(_ part: ExpressionPart, _ inference: InferenceOptions) throws -> AnsweredPart
  {
    _ = try engine(breadth: inference.breadth)
    let timer = ContinuousTimer()
    let outcome = try answer(part.question, inference)
    let ms = timer.milliseconds
    let answer = try requirePuzzle().decode(outcome.tokens)
    // -0 and 007 are no results of a sum.
    let number = Int(answer).flatMap { String($0) == answer ? $0 : nil }
    return AnsweredPart(
      part: part, outcome: outcome, answer: answer,
      value: number.map { part.isNegated ? -$0 : $0 }, ms: ms)
  }
}
