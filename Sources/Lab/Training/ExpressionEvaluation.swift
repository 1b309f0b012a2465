// Accuracy on questions that are asked in parts, batch by batch: one part of every question at a time.

package import Network
package import Puzzles

/// Scores of a network on questions in parts.
package struct ExpressionEvaluation: Sendable {
  /// A question, and what its right answer is known to be.
  package struct Item: Sendable {
    /// The expression; nil if it is one question.
    package let expression: Expression?
    /// The one question.
    package let question: Question?
    /// What is asked.
    package let text: String
    /// The right answer; nil if it isn't known.
    package let truth: String?

    /// An expression; `answer` is its right answer if that isn't its value.
    package init(_ expression: Expression, answer: String? = nil) {
      (self.expression, question, text) = (expression, nil, expression.text)
      truth = answer ?? expression.value.map(String.init)
    }

    /// A question that is asked whole.
    package init(_ question: Question) {
      (expression, self.question, text, truth) = (nil, question, question.text, question.answer)
    }
  }

  /// An item with what was answered.
  package struct Answered: Sendable {
    package let item: Item
    /// The answer; of a run whose parts couldn't all be asked, that to the last one asked.
    package fileprivate(set) var answer = ""
    /// Whether it is right; nil if that isn't known.
    package fileprivate(set) var isRight: Bool?
    /// ∏ p of the parts.
    package fileprivate(set) var p = 1.0
    package fileprivate(set) var steps = 0
    package fileprivate(set) var parts = 0
    /// The number of parts with a wrong answer.
    package fileprivate(set) var wrongParts = 0
  }

  /// The number of questions with a known answer, and of right answers to them.
  package private(set) var (count, right) = (0, 0)
  /// The number of questions asked.
  package private(set) var asked = 0
  /// The number of parts asked, and of wrong answers to them.
  package private(set) var (parts, wrongParts) = (0, 0)
  private var steps = 0

  package init() {}

  /// The number of questions without a known answer.
  package var unknown: Int { asked - count }
  /// The fraction of questions whose answer is right.
  package var exact: Double { Double(right) / Double(max(count, 1)) }
  /// The mean number of supervision steps of a question, in all its parts.
  package var meanSteps: Double { Double(steps) / Double(max(asked, 1)) }
  /// The mean number of parts of a question.
  package var meanParts: Double { Double(parts) / Double(max(asked, 1)) }

  /// Answers questions and counts; nil, with nothing counted, if `continues` said to stop.
  ///
  /// The engine's capacity is at least the number of questions times the breadth of `options`.
  ///
  /// - Throws: `ConfigurationError` if the questions don't fit the network.
  package mutating func add(
    _ items: [Item], of puzzle: any Puzzle, _ engine: any Engine, _ options: InferenceOptions,
    while continues: @escaping ContinueCheck = alwaysContinue
  ) throws -> [Answered]? {
    var answered = items.map { Answered(item: $0) }
    var runs = items.map { $0.expression.map { ExpressionRun($0, of: puzzle) } }
    var round = items.indices.compactMap { index -> (Int, ExpressionPart)? in
      (items[index].question.map { ExpressionPart($0) } ?? (try? runs[index]?.next()))
        .map { (index, $0) }
    }
    while !round.isEmpty {
      let batch = try TokenBatch(round.map(\.1.question), for: engine.weights.configuration)
      let outcomes = Rollouts(engine, options, answerRange: puzzle.answerRange).answer(
        batch, while: continues)
      guard let outcomes else { return nil }
      var following: [(Int, ExpressionPart)] = []
      for ((index, part), outcome) in zip(round, outcomes) {
        answered[index].add(outcome, to: part, of: puzzle)
        guard let value = part.value(of: answered[index].answer) else { continue }
        runs[index]?.take(value)
        // What can't be asked ends the run, as it does where one question is asked.
        if let next = try? runs[index]?.next() { following.append((index, next)) }
      }
      round = following
    }
    for index in items.indices {
      answered[index].judge(runs[index], of: puzzle)
      count(answered[index])
    }
    return answered
  }

  private mutating func count(_ answered: Answered) {
    asked += 1
    parts += answered.parts
    wrongParts += answered.wrongParts
    steps += answered.steps
    guard let isRight = answered.isRight else { return }
    count += 1
    if isRight { right += 1 }
  }
}

extension ExpressionEvaluation.Answered {
  /// Adds a part's answer.
  fileprivate mutating func add(
    _ outcome: RunResult, to part: ExpressionPart, of puzzle: any Puzzle
  ) {
    answer = puzzle.decode(outcome.tokens)
    p *= puzzle.answerProbability(of: outcome.tokens) { outcome.confidence[$0] }
    steps += outcome.steps
    parts += 1
    if puzzle.verdict(of: answer, for: part.question) == false { wrongParts += 1 }
  }

  /// Decides at the end of the run whether the answer is right.
  fileprivate mutating func judge(_ run: ExpressionRun?, of puzzle: any Puzzle) {
    if let question = item.question {
      isRight = puzzle.verdict(of: answer, for: question)
    } else if let run {
      if run.isDone, let value = run.value { answer = String(value) }
      isRight = item.truth.map { $0 == answer && run.isDone }
    }
  }
}
