// Arithmetic in fields: problems as tokens and labels.

extension Arithmetic {
  /// The tokens; checkpoints depend on their order.
  enum Token {
    static let space: Int32 = 0
    static let zero: Int32 = 1
    static let plus: Int32 = 11
    static let minus: Int32 = 12
    static let characters: [Character] = Array(" 0123456789+-")
  }

  /// A problem as a question.
  ///
  /// The operands must fit ``digits`` and the operator be one of ``operators``.
  package func question(_ problem: Problem) -> Question {
    precondition(
      problem.first.magnitude <= limit && problem.second.magnitude <= limit,
      "an operand has too many digits")
    precondition(operators.contains(problem.operation), "the puzzle doesn't have this operator")
    var tokens = [Int32](repeating: Token.space, count: length)
    var labels = [Int32](repeating: Question.ignored, count: length)
    tokens.withUnsafeMutableBufferPointer { tokens in
      labels.withUnsafeMutableBufferPointer { labels in
        write(problem, tokens: tokens.baseAddress!, labels: labels.baseAddress!)
      }
    }
    return Question(
      text: problem.description, tokens: tokens, labels: labels, answer: String(problem.answer),
      split: problem.split,
      properties: [
        .init("operator", .word(String(problem.operation.rawValue))),
        .init("length", .number(problem.length)),
        .init("chain", .number(problem.chain)),
        .init("signs", .word(problem.signs)),
      ])
  }

  /// Writes the ``length`` tokens and labels of a problem.
  func write(
    _ problem: Problem,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    if layout != .fields { return writeColumns(problem, tokens: tokens, labels: labels) }
    let middle = width
    write(problem.first, tokens, width: middle)
    tokens[middle] = problem.operation == .plus ? Token.plus : Token.minus
    write(problem.second, tokens + (middle + 1), width: middle + 1)
    for position in 0...middle { labels[position] = Question.ignored }
    write(problem.answer, labels + (middle + 1), width: middle + 1)
  }

  /// Writes a number right-aligned in a field of `width` tokens, which it must fit.
  private func write(_ number: Int, _ field: UnsafeMutablePointer<Int32>, width: Int) {
    var position = width
    var rest = number.magnitude
    repeat {
      position -= 1
      field[position] = Token.zero + Int32(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if number < 0 {
      position -= 1
      field[position] = Token.minus
    }
    while position > 0 {
      position -= 1
      field[position] = Token.space
    }
  }
}
