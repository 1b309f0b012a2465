// How often a network is right: exact answers, tokens, steps, by depth in one pass.

public import Network
public import Puzzles

/// Counts of right answers, added up batch by batch.
public struct Evaluation: Equatable, Sendable {
  /// All questions so far.
  public private(set) var total: Score
  /// The same apart for each value of the properties that were asked for, by the property's name.
  public private(set) var groups: [String: [Question.Value: Score]]

  /// An evaluation of runs up to a depth, apart by some of the questions' properties too.
  public init(depth: Int, by properties: [String] = []) {
    total = Score(depth: depth)
    groups = Dictionary(properties.map { ($0, [:]) }) { first, _ in first }
  }

  /// Questions so far.
  public var count: Int { total.count }
  /// The share of questions whose whole answer is right.
  public var exact: Double { total.exact }
  /// The mean share of a question's labelled tokens that are right.
  public var accuracy: Double { total.accuracy }
  /// The share of questions of which the halting head says rightly whether the answer is right.
  public var halting: Double { total.halting }
  /// The mean number of steps.
  public var steps: Double { total.steps }
  /// The share of exact answers after each step, a halted sequence keeping its last one.
  public var exactByDepth: [Double] { total.exactByDepth }
  /// Wilson's interval of 95 % for `exact`.
  public var interval: ClosedRange<Double> { total.interval }

  /// What stopping early did, where it was compared with the full depth.
  public private(set) var saving: Saving?

  /// How runs that stop by themselves compare with runs to the full depth.
  public struct Saving: Equatable, Sendable {
    /// Answers that are not those of the full depth.
    public fileprivate(set) var changed = 0
    /// Of those, right ones that became wrong.
    public fileprivate(set) var lost = 0
    /// Of those, wrong ones that became right.
    public fileprivate(set) var gained = 0
    fileprivate var steps = 0
    fileprivate var fullSteps = 0

    /// The share of steps that were saved.
    public var share: Double { 1 - Double(steps) / Double(max(fullSteps, 1)) }
  }

  /// Counts what stopping early changed: the outcomes beside those of the full depth.
  public mutating func compare(
    _ questions: [Question], _ outcomes: [Outcome], full: [Outcome]
  ) {
    var saving = saving ?? Saving()
    for (question, (early, late)) in zip(questions, zip(outcomes, full)) {
      saving.steps += early.steps
      saving.fullSteps += late.steps
      guard early.tokens != late.tokens else { continue }
      let (was, wouldBe) = (Tally(early.tokens, question), Tally(late.tokens, question))
      // Tokens beside the answer don't count.
      guard was.shown != wouldBe.shown else { continue }
      saving.changed += 1
      if wouldBe.isExact { saving.lost += 1 }
      if was.isExact { saving.gained += 1 }
    }
    self.saving = saving
  }

  /// Asks a batch of questions and counts; nil, and nothing counted, if `continues` said to stop.
  ///
  /// - Throws: `ConfigurationError` if the questions don't fit the network.
  public mutating func add(
    _ questions: [Question], _ engine: any Engine, _ effort: Effort, recordsDepth: Bool = false,
    while continues: @escaping Continues = always
  ) throws -> [Outcome]? {
    guard !questions.isEmpty else { return [] }
    let batch = try Questions(
      tokens: questions.flatMap(\.tokens), puzzles: questions.map(\.puzzle),
      for: engine.weights.configuration)
    var isExact = [[Bool]](repeating: [], count: questions.count)
    let outcomes = Run(engine, effort, asked: questions[0].asked).answer(
      batch,
      stepped: { sequences in
        guard recordsDepth else { return }
        for (place, sequence) in sequences.enumerated() {
          let tally = Tally(engine.tokens(of: place), questions[sequence])
          isExact[sequence].append(tally.isExact)
        }
      }, while: continues)
    guard let outcomes else { return nil }
    for (sequence, outcome) in outcomes.enumerated() {
      count(
        Mark(
          steps: outcome.steps, tally: Tally(outcome.tokens, questions[sequence]),
          halts: outcome.halt >= 0, isExact: isExact[sequence]), questions[sequence])
    }
    return outcomes
  }

  /// Adds one question's mark to the counts.
  private mutating func count(_ mark: Mark, _ question: Question) {
    total.count(mark)
    for property in question.properties {
      groups[property.name]?[property.value, default: Score(depth: total.depth)].count(mark)
    }
  }
}

/// How often some questions were answered rightly.
public struct Score: Equatable, Sendable {
  /// Questions.
  public private(set) var count = 0
  /// The depth that runs go to.
  let depth: Int
  private var right = 0
  /// Questions by the share of their labelled tokens that is right.
  private var shares: [Share: Int] = [:]
  private var rightHalts = 0
  private var stepsTaken = 0
  private var rightByDepth: [Int]

  init(depth: Int) {
    self.depth = depth
    rightByDepth = [Int](repeating: 0, count: depth)
  }

  /// The share of questions whose whole answer is right.
  public var exact: Double { Double(right) / Double(max(count, 1)) }
  /// The mean share of a question's labelled tokens that are right.
  ///
  /// As the official evaluation has it: a question counts as much as any other, however long it is.
  public var accuracy: Double {
    // Whole numbers are added first, so that the order of the questions doesn't matter.
    let sums = Dictionary(grouping: shares) { $0.key.labelled }.map { labelled, questions in
      Double(questions.reduce(0) { $0 + $1.key.right * $1.value }) / Double(labelled)
    }
    return sums.sorted().reduce(0, +) / Double(max(count, 1))
  }
  /// The share of questions of which the halting head says rightly whether the answer is right.
  public var halting: Double { Double(rightHalts) / Double(max(count, 1)) }
  /// The mean number of steps.
  public var steps: Double { Double(stepsTaken) / Double(max(count, 1)) }
  /// The share of exact answers after each step, a halted sequence keeping its last one.
  public var exactByDepth: [Double] { rightByDepth.map { Double($0) / Double(max(count, 1)) } }

  /// Wilson's interval of 95 % for `exact`.
  public var interval: ClosedRange<Double> {
    Self.interval(exact: exact, count: count)
  }

  /// Wilson's interval of 95 % for a share of so many questions.
  public static func interval(exact p: Double, count: Int) -> ClosedRange<Double> {
    let (n, z) = (Double(max(count, 1)), 1.959964)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    // At either end rounding would leave a hair's breadth.
    return (p == 0 ? 0 : max(0, middle - half))...(p == 1 ? 1 : min(1, middle + half))
  }

  fileprivate mutating func count(_ mark: Mark) {
    // A question of which nothing is asked can't be answered.
    guard mark.tally.labelled > 0 else { return }
    count += 1
    stepsTaken += mark.steps
    shares[Share(labelled: mark.tally.labelled, right: mark.tally.right), default: 0] += 1
    if mark.halts == mark.tally.isExact { rightHalts += 1 }
    if mark.tally.isExact { right += 1 }
    guard let last = mark.isExact.last else { return }
    for step in 0..<rightByDepth.count {
      if step < mark.isExact.count ? mark.isExact[step] : last { rightByDepth[step] += 1 }
    }
  }
}

/// How many of a question's labelled tokens are right.
private struct Share: Hashable {
  let labelled: Int
  let right: Int
}

/// What became of one question.
private struct Mark {
  /// Steps taken until it was done.
  let steps: Int
  /// How much of the answer is right.
  let tally: Tally
  /// Whether the halting head says that the answer is right.
  let halts: Bool
  /// Whether the answer was right after each of the steps; empty where nobody asks.
  let isExact: [Bool]
}

/// How much of one answer is right.
private struct Tally {
  /// The number of labelled tokens.
  private(set) var labelled = 0
  /// How many of them are right.
  private(set) var right = 0
  /// The answer's tokens.
  private(set) var shown: [Int32] = []
  /// Whether the whole answer is right.
  var isExact: Bool { right == labelled }

  init(_ tokens: [Int32], _ question: Question) {
    for (label, token) in zip(question.labels, tokens) where label >= 0 {
      labelled += 1
      shown.append(token)
      if label == token { right += 1 }
    }
  }
}
