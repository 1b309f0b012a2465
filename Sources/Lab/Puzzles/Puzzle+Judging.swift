// Judging answers: whether an answer is right, and how probable it is.

extension Puzzle {
  /// Whether an answer's tokens (L) are right; nil if the question has no known answer.
  ///
  /// If a question has several right answers, each of them is right, whatever the labels are, unless
  /// the question expects its own.
  package func verdict(of tokens: [Int32], for question: Question) -> Bool? {
    verdict(of: decode(tokens), for: question)
  }

  /// Whether an answer as text is right; nil if the question has no known answer.
  package func verdict(of answer: String, for question: Question) -> Bool? {
    guard let expected = question.answer else { return nil }
    return question.isExpected ? answer == expected : check(answer, of: question)
  }

  /// The probability of a whole answer, its tokens (L): ∏ p_i over ``answerPositions(in:)``.
  ///
  /// `confidence` gives p_i, the probability of the answer's token at position i.
  package func answerProbability(of tokens: [Int32], _ confidence: (Int) -> Float) -> Double {
    answerPositions(in: tokens).reduce(1.0) { $0 * Double(confidence($1)) }
  }
}
