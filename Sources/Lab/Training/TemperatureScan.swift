// How well the probabilities of answers fit how often they are right, at many temperatures at once.

package import Network
internal import Platform
package import Puzzles

/// Answers with their probabilities at each of a row of temperatures, accumulated question by question.
///
/// p_T = ∏ softmax(logits_i / T)[token_i] over the positions i that make up the answer and aren't held.
package struct TemperatureScan: Sendable {
  /// What is minimized.
  package enum Objective: String, CaseIterable, Sendable {
    /// The log loss of whole answers: -log p where one is right, -log(1 - p) where it is wrong.
    case answers
    /// The cross-entropy of the right tokens.
    case tokens
  }

  /// e^-1.4 to e^1.8 in steps of e^0.04.
  package static let temperatures = (-35...45).map { exp(0.04 * Double($0)) }
  /// The place of temperature 1.
  package static let neutral = 35

  /// Whether each answer is right.
  package private(set) var isRight: [Bool] = []
  /// log p of each answer at each temperature.
  private var logs: [[Float]] = []
  private var tokenLosses = [Double](repeating: 0, count: Self.temperatures.count)

  /// No answers yet.
  package init() {}

  /// The number of answers.
  package var count: Int { isRight.count }
  /// The number of right ones.
  package var right: Int { isRight.count { $0 } }

  /// Adds an answer.
  package mutating func add(
    _ output: HeadOutput, to question: Question, isRight: Bool, positions: some Sequence<Int>,
    _ options: InferenceOptions
  ) {
    let width = output.logits.count / output.tokens.count
    var sums = [Double](repeating: 0, count: Self.temperatures.count)
    for position in positions where !options.heldTokens.contains(question.tokens[position]) {
      let token = Int(output.tokens[position])
      let row = output.logits[position * width..<(position + 1) * width]
      let top = Double(row[row.startIndex + token])
      let label = question.labels[position]
      let target = label >= 0 ? Double(row[row.startIndex + Int(label)]) - top : 0
      let others = row.indices.filter { $0 != row.startIndex + token }.map { Double(row[$0]) - top }
      for (index, temperature) in Self.temperatures.enumerated() {
        var rest = 0.0
        for other in others where other > -40 * temperature { rest += exp(other / temperature) }
        let normalizer = log1p(rest)
        sums[index] -= normalizer
        if label >= 0 { tokenLosses[index] += normalizer - target / temperature }
      }
    }
    self.isRight.append(isRight)
    logs.append(sums.map { Float($0) })
  }

  /// p of each answer at a temperature.
  package func probabilities(at index: Int) -> [Double] { logs.map { exp(Double($0[index])) } }

  /// The mean log loss of whole answers at a temperature.
  package func loss(at index: Int) -> Double {
    zip(logs, isRight).reduce(0) { sum, answer in
      let log = min(Double(answer.0[index]), -1e-12)
      return sum - (answer.1 ? log : Platform.log(-expm1(log)))
    } / Double(max(count, 1))
  }

  /// The temperature with the least loss.
  package func best(_ objective: Objective) -> Int {
    let losses =
      objective == .tokens
      ? tokenLosses : Self.temperatures.indices.map { loss(at: $0) }
    return losses.indices.min { losses[$0] < losses[$1] } ?? Self.neutral
  }

  /// How often answers are right, by their p at a temperature.
  package func reliability(at index: Int) -> Reliability {
    Reliability(zip(probabilities(at: index), isRight).map { ($0, $1) })
  }

  /// The p from which on answers are right as often as `precision`; nil if not even the surest are.
  ///
  /// It leaves as many answers above it as possible, and is never below 0.5.
  package func threshold(precision: Double, at index: Int) -> Double? {
    let sorted = zip(probabilities(at: index), isRight).sorted { $0.0 > $1.0 }
    var (right, found) = (0, Double?.none)
    for (place, answer) in sorted.enumerated() {
      if answer.1 { right += 1 }
      let next = place + 1 < sorted.count ? sorted[place + 1].0 : 0
      // Answers of one p are above it or below it together.
      guard next < answer.0, Double(right) >= precision * Double(place + 1) else { continue }
      found = (answer.0 + next) / 2
    }
    return found.map { max($0, 0.5) }
  }
}

/// How often answers are right, in ten bins of their p.
package struct Reliability: Equatable, Sendable {
  /// The answers with p in a tenth of 0...1.
  package struct Bin: Equatable, Sendable {
    /// The number of answers.
    package fileprivate(set) var count = 0
    /// The number of right ones.
    package fileprivate(set) var right = 0
    /// Σ p.
    fileprivate var sum = 0.0

    /// The mean p.
    package var p: Double { sum / Double(max(count, 1)) }
    /// The share of right answers.
    package var share: Double { Double(right) / Double(max(count, 1)) }
  }

  /// p from 0 to 0.1, and so on to 1.
  package private(set) var bins = [Bin](repeating: Bin(), count: 10)

  /// From p and whether the answer is right.
  package init(_ answers: [(p: Double, isRight: Bool)]) {
    for (p, isRight) in answers {
      let bin = min(max(Int(p * 10), 0), 9)
      bins[bin].count += 1
      bins[bin].sum += p
      if isRight { bins[bin].right += 1 }
    }
  }

  /// The expected calibration error: Σ n_b / n · |share_b - p_b|.
  package var error: Double {
    let count = bins.reduce(0) { $0 + $1.count }
    return bins.reduce(0) { $0 + abs(Double($1.right) - $1.sum) } / Double(max(count, 1))
  }
}
