// The halting head's logit as a probability.

internal import Kernels

/// The probability of a halting head's logit.
package func haltProbability(ofLogit logit: Float) -> Double {
  Double(probability(ofLogit: logit))
}
