// AdamW and the running average over flat buffers: one loop each, whatever the parameters are.

internal import Kernels
internal import Network

/// AdamW (arXiv:1711.05101) over the trained parameters of a network.
///
/// m = β₁ m + (1 - β₁) g; v = β₂ v + (1 - β₂) g²;
/// w = w (1 - rate · decay) - rate · m̂ / (√v̂ + 1e-8), with m̂ and v̂ corrected for their start at 0.
final class Optimiser {
  private let first: FloatBuffer
  private let second: FloatBuffer
  private let parts: [Range<Int>]
  private let lanes: Instructions
  private var power1: Double = 1
  private var power2: Double = 1

  init(_ table: ParameterTable, lanes: Instructions) {
    first = FloatBuffer(count: table.count)
    second = FloatBuffer(count: table.count)
    self.lanes = lanes
    parts = table.parameters.filter(\.isTrained).map(\.range)
  }

  /// One step with the gradient `gradients`.
  func step(_ weights: Out, _ gradients: In, rate: Float, recipe: Recipe) {
    power1 *= Double(recipe.beta1)
    power2 *= Double(recipe.beta2)
    let step = rate / Float(1 - power1)
    let correction = 1 / Float(1 - power2).squareRoot()
    for part in parts {
      let at = part.lowerBound
      lanes.adam(
        weights + at, first.base + at, second.base + at, gradients + at, part.count,
        recipe.beta1, recipe.beta2, 1 - rate * recipe.decay, step, correction, 1e-8)
    }
  }
}
