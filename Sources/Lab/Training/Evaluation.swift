// Accuracy of a network on questions: exact answers, tokens and steps, by depth in one pass.

package import Network
package import Puzzles

/// Scores of a network, accumulated batch by batch.
package struct Evaluation: Equatable, Sendable {
  /// The number of questions with a known answer so far.
  package private(set) var count = 0
  /// The number of questions without one, which no score counts.
  package private(set) var unknown = 0
  /// The number of questions whose whole answer is right.
  package private(set) var right = 0
  /// The number of right answers that nothing was held in.
  private var rightWithoutHolding = 0
  /// The number of answers in which something was held.
  package private(set) var held = 0
  /// Right tokens by the number of labeled tokens of a question.
  private var tokenCounts: [Int: TokenCounts] = [:]
  private var rightHalts = 0
  private var stepsTaken = 0
  private var rightByDepth: [Int]

  /// The properties that scores are broken down by.
  package let propertyNames: [String]
  /// The scores for each value of each of those properties.
  private var groups: [Question.Property: Evaluation] = [:]

  /// Creates an evaluation of runs up to `depth`, broken down by properties of the questions.
  package init(depth: Int, by names: [String] = []) {
    rightByDepth = [Int](repeating: 0, count: depth)
    propertyNames = names
  }

  /// The scores for each value of a property, in the order of the values.
  package func scores(by name: String) -> [(value: Question.Value, score: Evaluation)] {
    groups.filter { $0.key.name == name }.map { ($0.key.value, $0.value) }
      .sorted { $0.value < $1.value }
  }

  /// The scores on the hard kinds that its questions were drawn from; nil for kinds without any.
  package func scores(of kinds: [HardKind]) -> [Evaluation?] {
    kinds.map { groups[Question.Property(HardKind.property, .word($0.name))] }
  }

  /// The number of questions asked.
  package var asked: Int { count + unknown }
  /// The fraction of questions whose whole answer is right.
  package var exact: Double { Double(right) / Double(max(count, 1)) }
  /// The number of questions whose answer isn't right.
  package var wrong: Int { count - right }
  /// The same as the network gave the answers, without anything held.
  package var exactWithoutHolding: Double { Double(rightWithoutHolding) / Double(max(count, 1)) }
  /// The mean over questions of the fraction of labeled tokens that are right.
  ///
  /// As in the official evaluation, each question has the same weight, whatever its length.
  package var accuracy: Double { mean { $0.right } }
  /// The fraction of questions whose halting head is right about the answer being right.
  package var haltingAccuracy: Double { Double(rightHalts) / Double(max(count, 1)) }
  /// The mean number of steps, of all questions asked.
  package var steps: Double { Double(stepsTaken) / Double(max(asked, 1)) }
  /// The fraction of exact answers after each step; a halted sequence keeps its last answer.
  package var exactByDepth: [Double] { rightByDepth.map { Double($0) / Double(max(count, 1)) } }

  /// ``accuracy`` after each step, if recorded.
  package var accuracyByDepth: [Double] {
    rightByDepth.indices.map { step in mean { step < $0.byDepth.count ? $0.byDepth[step] : 0 } }
  }

  /// The mean over questions of right tokens / labeled tokens.
  private func mean(_ right: (TokenCounts) -> Int) -> Double {
    // Integers are added first, so that the result doesn't depend on the order of the questions.
    let shares = tokenCounts.map { Double(right($0.value)) / Double($0.key) }
    return shares.sorted().reduce(0, +) / Double(max(count, 1))
  }

  /// The 95 % Wilson confidence interval of `exact`.
  package var interval: ClosedRange<Double> { Self.interval(of: right, in: count) }

  /// The 95 % Wilson confidence interval of a proportion, sampled as `right` of `count`.
  ///
  /// (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n).
  package static func interval(of right: Int, in count: Int) -> ClosedRange<Double> {
    let n = Double(max(count, 1))
    let (p, z) = (Double(right) / n, 1.959964)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    // 0 and 1 are exact, but the formula misses them by rounding.
    let low = right == 0 ? 0 : max(0, middle - half)
    return low...(right == count && count > 0 ? 1 : min(1, middle + half))
  }

  /// What early halting changed; nil unless compared with the full depth.
  package internal(set) var stepSavings: StepSavings?
  /// What selecting from rollouts changed; nil unless compared with a single run.
  package internal(set) var rolloutChanges: AnswerChanges?

  /// Answers a batch and counts; nil, with nothing counted, if `continues` said to stop.
  ///
  /// An answer is right if all its labeled tokens are, or with a `judge` if that puzzle says so.
  /// `stepped` is called after each step. The engine's capacity is at least the number of questions
  /// times the breadth of `options`.
  ///
  /// - Throws: `ConfigurationError` if the questions don't fit the network.
  package mutating func add(
    _ questions: [Question], _ engine: any Engine, _ options: InferenceOptions,
    judge: (any Puzzle)? = nil, recordsDepth: Bool = false, stepped: (() -> Void)? = nil,
    while continues: @escaping ContinueCheck = alwaysContinue
  ) throws -> [RunResult]? {
    guard !questions.isEmpty else { return [] }
    let batch = try TokenBatch(questions, for: engine.weights.configuration)
    var right = [[Int]](repeating: [], count: questions.count)
    let range = judge?.answerRange ?? questions[0].asked
    let outcomes = Rollouts(engine, options, answerRange: range).answer(
      batch, onStep: stepped,
      onAnswer: recordsDepth
        ? { right[$0].append(AnswerCounts($1, questions[$0], judge: judge).right) } : nil,
      while: continues)
    guard let outcomes else { return nil }
    for (sequence, outcome) in outcomes.enumerated() {
      let question = questions[sequence]
      let score = QuestionScore(
        steps: outcome.steps, counts: AnswerCounts(outcome.tokens, question, judge: judge),
        halts: outcome.halt >= 0, isHeld: outcome.held > 0,
        rightByDepth: right[sequence])
      count(score)
      for property in question.properties where propertyNames.contains(property.name) {
        groups[property, default: Evaluation(depth: rightByDepth.count)].count(score)
      }
    }
    return outcomes
  }

  /// Adds one question to the counts.
  private mutating func count(_ score: QuestionScore) {
    stepsTaken += score.steps
    if score.isHeld { held += 1 }
    guard score.counts.labeled > 0 else {
      unknown += 1
      return
    }
    count += 1
    tokenCounts[score.counts.labeled, default: TokenCounts()].add(score, depth: rightByDepth.count)
    if score.halts == score.counts.isExact { rightHalts += 1 }
    if score.counts.isExact {
      right += 1
      if !score.isHeld { rightWithoutHolding += 1 }
    }
    guard let last = score.rightByDepth.last else { return }
    for step in 0..<rightByDepth.count {
      let right = step < score.rightByDepth.count ? score.rightByDepth[step] : last
      if right == score.counts.labeled { rightByDepth[step] += 1 }
    }
  }
}
