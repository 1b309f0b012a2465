// The losses of both heads and their gradients, in plain loops summed in float64.

internal import Platform

/// The function that turns logits into probabilities in the answer's loss.
package enum AnswerLoss: String, Codable, Sendable, CaseIterable {
  /// s(x) = x + 1 for x ≥ 0, 1 / (1 - x) below (arXiv:2501.04697); the paper's choice.
  case stablemax
  /// e^x.
  case softmax
}

/// The answer head's loss and accuracy on one sequence.
package struct AnswerScore: Equatable, Sendable {
  /// The mean of -log p(label) over the labeled tokens; 0 if there are none.
  package var loss = 0.0
  /// The number of labeled tokens.
  package var labeled = 0
  /// How many of them have the largest logit at the label.
  package var right = 0

  /// Whether every labeled token is right (and there is at least one).
  package var isExact: Bool { labeled > 0 && right == labeled }

  /// A score of no tokens.
  package init() {}
}

/// Cross-entropy of one sequence: the mean over its labeled tokens.
///
/// Shapes: logits (tokens, vocabulary); labels (tokens), negative where ignored; gradient (tokens,
/// vocabulary) is overwritten with d(loss)/d(logits), zeros where ignored.
package func crossEntropy(
  gradient: Out?, logits: In, labels: UnsafePointer<Int32>, tokens: Int, vocabulary: Int,
  loss kind: AnswerLoss
) -> AnswerScore {
  var score = AnswerScore()
  for token in 0..<tokens where labels[token] >= 0 { score.labeled += 1 }
  let weight = 1 / Double(max(score.labeled, 1))
  for token in 0..<tokens {
    let row = logits + token * vocabulary
    let slope = gradient.map { $0 + token * vocabulary }
    guard labels[token] >= 0 else {
      slope?.update(repeating: 0, count: vocabulary)
      continue
    }
    let label = Int(labels[token])
    precondition(label < vocabulary, "label \(label) is outside 0..<\(vocabulary)")
    if largest(row, vocabulary) == label { score.right += 1 }
    switch kind {
    case .stablemax:
      var total = 0.0
      for j in 0..<vocabulary { total += stable(Double(row[j])) }
      score.loss -= weight * log(stable(Double(row[label])) / total)
      guard let slope else { continue }
      for j in 0..<vocabulary {
        let x = Double(row[j])
        let own = j == label ? 1 / stable(x) : 0
        slope[j] = Float(weight * stableSlope(x) * (1 / total - own))
      }
    case .softmax:
      let top = Double(row[largest(row, vocabulary)])
      var total = 0.0
      for j in 0..<vocabulary { total += exp(Double(row[j]) - top) }
      score.loss -= weight * (Double(row[label]) - top - log(total))
      guard let slope else { continue }
      for j in 0..<vocabulary {
        let p = exp(Double(row[j]) - top) / total
        slope[j] = Float(weight * (p - (j == label ? 1 : 0)))
      }
    }
  }
  return score
}

/// The probability of each token under the softmax of `count` logits / `temperature`.
package func softmax(_ logits: In, count: Int, temperature: Double = 1) -> [Float] {
  let top = Double(logits[largest(logits, count)])
  let powers = (0..<count).map { exp((Double(logits[$0]) - top) / temperature) }
  let total = powers.reduce(0, +)
  return powers.map { Float($0 / total) }
}

/// The index of the largest of `count` ≥ 1 numbers, the first among ties; NaN only if all are NaN.
package func largest(_ row: In, _ count: Int) -> Int {
  var best = 0
  for j in 1..<max(count, 1) where row[j] > row[best] || row[best].isNaN { best = j }
  return best
}

/// Binary cross-entropy of a logit: -log σ(x) if `target`, else -log(1 - σ(x)), and its derivative.
package func binaryCrossEntropy(logit: Float, target: Bool) -> (loss: Double, gradient: Double) {
  binaryCrossEntropy(logit: logit, target: target ? 1 : 0)
}

/// Binary cross-entropy of a logit and a probability t: -t log σ(x) - (1 - t) log(1 - σ(x)), and its
/// derivative.
package func binaryCrossEntropy(logit: Float, target t: Double) -> (loss: Double, gradient: Double)
{
  let x = Double(logit)
  return (max(x, 0) - x * t + log1p(exp(-abs(x))), sigmoid(x) - t)
}

/// 1 / (1 + e^-x): the probability of a logit.
package func probability(ofLogit x: Float) -> Float { Float(sigmoid(Double(x))) }

/// s(x) of stablemax.
private func stable(_ x: Double) -> Double { x < 0 ? 1 / (1 - x + 1e-30) : x + 1 }

/// s'(x).
private func stableSlope(_ x: Double) -> Double { x < 0 ? 1 / ((1 - x) * (1 - x)) : 1 }
