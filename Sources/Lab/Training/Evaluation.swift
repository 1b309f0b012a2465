// How often a network is right: exact answers, tokens, steps, by depth in one pass.

package import Network
package import Puzzles

/// Counts of right answers, added up batch by batch.
package struct Evaluation: Equatable, Sendable {
  /// Questions so far.
  package private(set) var count = 0
  private var right = 0
  /// Questions by how many of their tokens are labeled, with the sum of the right ones.
  private var tallies: [Int: TokenSum] = [:]
  private var rightHalts = 0
  private var stepsTaken = 0
  private var rightByDepth: [Int]

  /// The names of the properties that it is broken down by.
  package let names: [String]
  /// What each value of each of those properties scored.
  private var groups: [Question.Property: Evaluation] = [:]

  /// An evaluation of runs up to a depth, broken down by properties of the questions.
  package init(depth: Int, by names: [String] = []) {
    rightByDepth = [Int](repeating: 0, count: depth)
    self.names = names
  }

  /// The questions with each value of a property, the values in order.
  package func scores(by name: String) -> [(value: Question.Value, score: Evaluation)] {
    groups.filter { $0.key.name == name }.map { ($0.key.value, $0.value) }
      .sorted { $0.value < $1.value }
  }

  /// The share of questions whose whole answer is right.
  package var exact: Double { Double(right) / Double(max(count, 1)) }
  /// The mean share of a question's labeled tokens that are right.
  ///
  /// As the official evaluation has it: a question counts as much as any other, however long it is.
  package var accuracy: Double { mean { $0.right } }
  /// The share of questions of which the halting head says rightly whether the answer is right.
  package var halting: Double { Double(rightHalts) / Double(max(count, 1)) }
  /// The mean number of steps.
  package var steps: Double { Double(stepsTaken) / Double(max(count, 1)) }
  /// The share of exact answers after each step, a halted sequence keeping its last one.
  package var exactByDepth: [Double] { rightByDepth.map { Double($0) / Double(max(count, 1)) } }

  /// The same as `accuracy` after each step, where every step was looked at.
  package var accuracyByDepth: [Double] {
    rightByDepth.indices.map { step in mean { step < $0.byDepth.count ? $0.byDepth[step] : 0 } }
  }

  /// The mean over questions of a sum of right tokens by the labeled ones.
  private func mean(_ right: (TokenSum) -> Int) -> Double {
    // Whole numbers are added first, so that the order of the questions doesn't matter.
    let shares = tallies.map { Double(right($0.value)) / Double($0.key) }
    return shares.sorted().reduce(0, +) / Double(max(count, 1))
  }

  /// Wilson's interval of 95 % for `exact`.
  package var interval: ClosedRange<Double> { Self.interval(of: right, in: count) }

  /// Wilson's interval of 95 % for the share of which `right` of `count` is a sample:
  /// (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n).
  package static func interval(of right: Int, in count: Int) -> ClosedRange<Double> {
    let n = Double(max(count, 1))
    let (p, z) = (Double(right) / n, 1.959964)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    // At both ends the formula's own value is exact, but rounding misses it.
    let low = right == 0 ? 0 : max(0, middle - half)
    return low...(right == count && count > 0 ? 1 : min(1, middle + half))
  }

  /// What stopping early did, where it was compared with the full depth.
  package internal(set) var saving: Saving?
  /// What picking from rollouts with noise did, where it was compared with the plain run.
  package internal(set) var widening: AnswerChanges?

  /// Asks a batch of questions and counts; nil, and nothing counted, if `continues` said to stop.
  ///
  /// `stepped` is called as each step ends. The engine has room for the effort's breadth of each.
  ///
  /// - Throws: `ConfigurationError` if the questions don't fit the network.
  package mutating func add(
    _ questions: [Question], _ engine: any Engine, _ effort: InferenceOptions,
    recordsDepth: Bool = false,
    stepped: (() -> Void)? = nil, while continues: @escaping ContinueCheck = always
  ) throws -> [RunResult]? {
    guard !questions.isEmpty else { return [] }
    let batch = try TokenBatch(
      tokens: questions.flatMap(\.tokens), puzzles: questions.map(\.puzzle),
      for: engine.weights.configuration)
    var right = [[Int]](repeating: [], count: questions.count)
    let outcomes = Rollouts(engine, effort, asked: questions[0].asked).answer(
      batch, stepped: stepped,
      shown: recordsDepth
        ? { right[$0].append(AnswerCounts($1, questions[$0]).right) } : nil, while: continues)
    guard let outcomes else { return nil }
    for (sequence, outcome) in outcomes.enumerated() {
      let question = questions[sequence]
      let mark = Mark(
        steps: outcome.steps, counts: AnswerCounts(outcome.tokens, question),
        halts: outcome.halt >= 0,
        rightByDepth: right[sequence])
      count(mark)
      for property in question.properties where names.contains(property.name) {
        groups[property, default: Evaluation(depth: rightByDepth.count)].count(mark)
      }
    }
    return outcomes
  }

  /// Adds one question's mark to the counts.
  private mutating func count(_ mark: Mark) {
    // A question of which nothing is asked can't be answered.
    guard mark.counts.labeled > 0 else { return }
    count += 1
    stepsTaken += mark.steps
    tallies[mark.counts.labeled, default: TokenSum()].add(mark, depth: rightByDepth.count)
    if mark.halts == mark.counts.isExact { rightHalts += 1 }
    if mark.counts.isExact { right += 1 }
    guard let last = mark.rightByDepth.last else { return }
    for step in 0..<rightByDepth.count {
      let right = step < mark.rightByDepth.count ? mark.rightByDepth[step] : last
      if right == mark.counts.labeled { rightByDepth[step] += 1 }
    }
  }
}
