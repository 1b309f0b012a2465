// Counts of right tokens: of one answer, and of one question's run.

internal import Puzzles

/// How one question was answered.
struct QuestionScore {
  /// The number of steps that the run took.
  let steps: Int
  /// The counts of the final answer.
  let counts: AnswerCounts
  /// Whether the halting head says that the answer is right.
  let halts: Bool
  /// Whether the network had changed something that the answer keeps from its question.
  let isHeld: Bool
  /// The right labeled tokens after each step; empty unless recorded.
  let rightByDepth: [Int]
}

/// Sums of right tokens over questions with the same number of labeled tokens.
struct TokenCounts: Equatable {
  /// Right tokens of the final answers.
  private(set) var right = 0
  /// Right tokens after each step; empty unless recorded.
  private(set) var byDepth: [Int] = []

  /// Adds one question of a run up to `depth`; a halted run keeps its last count.
  mutating func add(_ score: QuestionScore, depth: Int) {
    right += score.counts.right
    guard let last = score.rightByDepth.last else { return }
    if byDepth.isEmpty { byDepth = [Int](repeating: 0, count: depth) }
    for step in byDepth.indices {
      byDepth[step] += step < score.rightByDepth.count ? score.rightByDepth[step] : last
    }
  }
}

/// The labeled tokens of one answer, and how many of them are right.
struct AnswerCounts {
  /// The number of labeled tokens.
  private(set) var labeled = 0
  /// The number of labeled tokens that equal their label.
  private(set) var right = 0
  /// The answer's tokens at the labeled positions.
  private(set) var tokens: [Int32] = []
  /// Whether every labeled token is right.
  var isExact: Bool { right == labeled }

  /// Compares an answer's tokens (L) with the labels of its question; a `judge` decides instead
  /// whether the whole answer is right.
  init(_ tokens: [Int32], _ question: Question, judge: (any Puzzle)? = nil) {
    for (label, token) in zip(question.labels, tokens) where label >= 0 {
      labeled += 1
      self.tokens.append(token)
      if label == token { right += 1 }
    }
    guard let judge else { return }
    switch judge.verdict(of: tokens, for: question) {
    case true?: right = labeled
    case false?: right = max(0, min(right, labeled - 1))
    case nil: labeled = 0
    }
  }
}
