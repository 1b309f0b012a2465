// The hard kinds of a puzzle's questions, and a model's score on each of them.

internal import Language
package import Network
package import Puzzles
internal import Settings
package import Training
internal import Wording

/// Questions of every hard kind, one of each in turn, so that a part of them has all kinds.
package struct HardSet {
  package let kinds: [HardKind]
  /// The number of questions asked for of each kind.
  package let each: Int
  package let set: EvaluationSet
  /// The number of questions of each kind that there are.
  let counts: [Int]

  /// A remark about each group of kinds that have fewer questions than were asked for.
  package var notes: [String] {
    let few = zip(kinds, counts).filter { $1 < each }
    guard !few.isEmpty else { return [] }
    return [
      "all there are: "
        + few.map { "\(counted($1, "question")) of '\($0.name)'" }.joined(separator: ", ")
    ]
  }
}

/// A model's score on one hard kind.
package struct HardScore: Sendable {
  /// A wrong answer.
  package struct Example: Sendable {
    package let question: Question
    package let answer: String
    /// The number of positions at which it is wrong.
    package let wrongPositions: Int
  }

  package let kind: HardKind
  package let score: Evaluation
  /// The first question that was answered wrong.
  package let example: Example?
}

extension ModelWorkbench {
  /// Up to `each` questions of every hard kind of the model's puzzle with some options changed.
  ///
  /// - Throws: `Diagnostic` if the puzzle has no hard kinds, an option is invalid, or it was
  ///   interrupted.
  package func hardSet(
    each: Int, train: Bool, seed: UInt64?, option: [String]
  ) throws -> HardSet {
    let puzzle = try puzzle(changing: option)
    let kinds = puzzle.hardKinds
    guard !kinds.isEmpty else {
      throw Diagnostic(
        .failure, "the puzzle '\(puzzle.name)' has no hard kinds", about: .option("--hard"),
        hint: "leave out --hard")
    }
    let each = try requireCount(each)
    try requireMemory(
      floats: 4 * Double(each) * Double(kinds.count) * Double(puzzle.length + 16),
      hint: "use a smaller N in --hard N")
    let seed = seed ?? settings.randomSeed
    let split = train ? Split.train : .heldOut
    let progress = reporter.beginProgress("questions", total: kinds.count)
    defer { progress.finish() }
    var drawn: [[Question]] = []
    for kind in kinds.indices {
      let questions = puzzle.hardQuestions(
        kind, count: each, split: split, seed: seed, while: goesOn)
      guard let questions else { throw Diagnostic.interrupted }
      drawn.append(questions)
      progress.report(drawn.count) { .part(kinds[kind].name) }
    }
    let longest = drawn.map(\.count).max() ?? 0
    let list = (0..<longest).flatMap { index in
      drawn.compactMap { index < $0.count ? $0[index] : nil }
    }
    return HardSet(
      kinds: kinds, each: each,
      set: EvaluationSet(
        puzzle: puzzle, count: list.count, seed: seed, split: split, names: [HardKind.property],
        list: list),
      counts: drawn.map(\.count))
  }

  /// The model's score on every kind, the worst first; `answered` gets what was asked.
  ///
  /// - Throws: `Diagnostic` if it was interrupted before the first batch.
  package func score(
    _ hard: HardSet, _ inference: InferenceOptions, byDepth: Bool,
    answered: (_ first: Int, [Question], [RunResult]) throws -> Void
  ) throws -> (kinds: [HardScore], all: Evaluation, seconds: Double) {
    let puzzle = hard.set.puzzle
    var examples: [String: HardScore.Example] = [:]
    let (score, seconds) = try score(
      requireModel().weights, hard.set, inference, byDepth: byDepth, keepsPart: true
    ) { first, questions, outcomes in
      for (question, outcome) in zip(questions, outcomes) {
        guard let kind = question.hardKind, examples[kind] == nil,
          puzzle.verdict(of: outcome.tokens, for: question) == false
        else { continue }
        examples[kind] = HardScore.Example(
          question: question, answer: puzzle.decode(outcome.tokens),
          wrongPositions: puzzle.wrongPositions(outcome.tokens, of: question).count)
      }
      try answered(first, questions, outcomes)
    }
    let kinds = zip(hard.kinds, score.scores(of: hard.kinds)).map { kind, score in
      HardScore(
        kind: kind, score: score ?? Evaluation(depth: inference.depth),
        example: examples[kind.name])
    }
    return (kinds.worstFirst, score, seconds)
  }
}

extension [HardScore] {
  /// The same by share of right answers, then by the interval's lower end; kinds that weren't asked
  /// are last.
  package var worstFirst: [HardScore] {
    func rank(_ kind: HardScore) -> (Double, Double) {
      kind.score.count == 0
        ? (2, 0) : (kind.score.exact, kind.score.interval.lowerBound)
    }
    return enumerated().sorted {
      let (a, b) = (rank($0.element), rank($1.element))
      return a == b ? $0.offset < $1.offset : a < b
    }.map(\.element)
  }
}
