// AdamW and the running average over flat buffers: one loop each, whatever the parameters are.

internal import Kernels
internal import Network

/// AdamW (arXiv:1711.05101) over the trained parameters of a network, and the weights' average.
///
/// m = β₁ m + (1 - β₁) g; v = β₂ v + (1 - β₂) g²;
/// w = w (1 - rate · decay) - rate · m̂ / (√v̂ + 1e-8), with m̂ and v̂ corrected for their start at 0.
final class Optimiser {
  /// The running average of the weights.
  let mean: FloatBuffer
  private let weights: Weights
  private let first: FloatBuffer
  private let second: FloatBuffer
  private let parts: [Range<Int>]
  private let lanes: Instructions
  private var steps = 0
  private var power1: Double = 1
  private var power2: Double = 1

  init(_ weights: Weights, lanes: Instructions) {
    self.weights = weights
    self.lanes = lanes
    mean = weights.values.copy()
    first = FloatBuffer(count: weights.table.count)
    second = FloatBuffer(count: weights.table.count)
    parts = weights.table.parameters.filter(\.isTrained).map(\.range)
  }

  /// One step with the gradient `gradients`, each number by itself, on the team's threads.
  func step(_ gradients: In, rate: Float, recipe: Recipe, team: Team) {
    steps += 1
    power1 *= Double(recipe.beta1)
    power2 *= Double(recipe.beta2)
    let step = rate / Float(1 - power1)
    let correction = 1 / Float(1 - power2).squareRoot()
    // A new average forgets its start faster: it keeps at most (1 + t) / (10 + t).
    let keep = min(recipe.average, Float(1 + steps) / Float(10 + steps))
    let (w, m, v, average) = (weights.values.base, first.base, second.base, mean.base)
    // Each thread writes only its own range of every buffer.
    nonisolated(unsafe) let (to, from) = ((w, m, v, average), gradients)
    team.run { [parts, lanes] part in
      let (w, m, v, average) = to
      for whole in parts {
        let start = whole.lowerBound + whole.count * part / team.count
        let count = whole.lowerBound + whole.count * (part + 1) / team.count - start
        lanes.adam(
          w + start, m + start, v + start, from + start, count, recipe.beta1, recipe.beta2,
          1 - rate * recipe.decay, step, correction, 1e-8)
        if recipe.average > 0 { lanes.average(average + start, w + start, keep, count) }
      }
    }
  }
}
