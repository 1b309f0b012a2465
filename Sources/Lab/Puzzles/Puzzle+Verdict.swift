// Whether an answer is right, and how sure a model is of it: each in one place.

extension Puzzle {
  /// Whether an answer is right; nil where the question's answer isn't known.
  package func verdict(_ answer: String, of question: Question) -> Bool? {
    question.answer == nil ? nil : check(answer, of: question)
  }

  /// The probability of a whole answer: the product over the answer's positions.
  package func answerProbability(_ confidence: (Int) -> Float) -> Double {
    answerRange.reduce(1.0) { $0 * Double(confidence($1)) }
  }
}
