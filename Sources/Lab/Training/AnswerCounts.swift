// One answer beside its labels: what is right of it. No sums over questions.

internal import Puzzles

/// What became of one question.
struct Mark {
  /// Steps taken until it was done.
  let steps: Int
  /// How much of the answer is right.
  let counts: AnswerCounts
  /// Whether the halting head says that the answer is right.
  let halts: Bool
  /// How many labeled tokens were right after each of the steps; empty where nobody asks.
  let rightByDepth: [Int]
}

/// The right tokens of some questions of equally many labeled ones.
struct TokenSum: Equatable {
  /// At the end.
  private(set) var right = 0
  /// After each step; empty where nobody asks.
  private(set) var byDepth: [Int] = []

  /// Adds one question of runs up to a depth.
  mutating func add(_ mark: Mark, depth: Int) {
    right += mark.counts.right
    guard let last = mark.rightByDepth.last else { return }
    if byDepth.isEmpty { byDepth = [Int](repeating: 0, count: depth) }
    for step in byDepth.indices {
      byDepth[step] += step < mark.rightByDepth.count ? mark.rightByDepth[step] : last
    }
  }
}

/// How much of one answer is right.
struct AnswerCounts {
  /// The number of labeled tokens.
  private(set) var labeled = 0
  /// How many of them are right.
  private(set) var right = 0
  /// The answer's tokens.
  private(set) var shown: [Int32] = []
  /// Whether the whole answer is right.
  var isExact: Bool { right == labeled }

  init(_ tokens: [Int32], _ question: Question) {
    for (label, token) in zip(question.labels, tokens) where label >= 0 {
      labeled += 1
      shown.append(token)
      if label == token { right += 1 }
    }
  }
}
