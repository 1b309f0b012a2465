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
    var walk = ExpressionWalk(expression)
    while let next = try walk.next(of: requirePuzzle()) {
      walk.answer(try answer(next, inference))
    }
    let answered = try walk.result(requirePuzzle())
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
    var walk = ExpressionWalk(expression)
    while let next = try walk.next(of: requirePuzzle()) {
      guard walk.remaining > 1 else {
        lastQuestion = next.question
        lastExpression = expression
        noteLastPart(next.question, of: expression)
        return next.question
      }
      walk.answer(try answer(next, inference))
    }
    preconditionFailure("an expression in parts has an operator")
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

/// The evaluation of an expression, part by part.
private struct ExpressionWalk {
  private let expression: Expression
  private var position = 0
  private var stack: [Int] = []
  private var parts: [AnsweredPart] = []

  init(_ expression: Expression) { self.expression = expression }

  /// The number of parts without an answer.
  var remaining: Int { expression.count - parts.count }

  /// The next part; nil at the end.
  ///
  /// - Throws: `Diagnostic` if it can't be asked, or the answer before it isn't a whole number.
  mutating func next(of puzzle: any Puzzle) throws -> ExpressionPart? {
    while position < expression.instructions.count {
      let instruction = expression.instructions[position]
      position += 1
      switch instruction {
      case .number(let value, _): stack.append(value)
      case .negate:
        // At the end, what isn't a number stays the answer.
        if !stack.isEmpty { stack.append(-stack.removeLast()) }
      case .apply(let sign, let column):
        guard parts.last?.value != nil || parts.isEmpty else { throw stopped }
        let (second, first) = (stack.removeLast(), stack.removeLast())
        do throws(PuzzleError) {
          return try puzzle.part(first, sign, second)
        } catch {
          throw PuzzleError(
            "part \(parts.count + 1), \(first) \(sign) \(second): \(error.message)",
            column: column, hint: error.hint)
        }
      }
    }
    return nil
  }

  /// The error where an answer that another part needs isn't a whole number.
  private var stopped: Diagnostic {
    let last = parts[parts.count - 1]
    return Diagnostic(
      .failure,
      "part \(parts.count), \(last.part.text): the model's answer '\(last.answer)' isn't a number; "
        + "\(counted(expression.count - parts.count, "part")) can't be asked",
      hint: "try more depth, or another model")
  }

  /// Takes the answer to the part that was next.
  mutating func answer(_ part: AnsweredPart) {
    parts.append(part)
    if let value = part.value { stack.append(value) }
  }

  /// The whole result.
  func result(_ puzzle: any Puzzle) throws -> AnsweredExpression {
    let last = parts[parts.count - 1]
    let answer = last.value == nil ? last.answer : String(stack[0])
    return AnsweredExpression(expression: expression, parts: parts, answer: answer)
  }
}
