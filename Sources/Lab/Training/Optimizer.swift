// Optimizers and the running average over flat buffers: one loop each, whatever the parameters are.

internal import Kernels
internal import Network

/// What turns gradients into changes of the weights.
package enum OptimizerKind: String, Codable, Sendable, CaseIterable {
  /// AdamW (arXiv:1711.05101): the change is m̂ / (√v̂ + 1e-8).
  case adamw
  /// AdamATan2 (arXiv:2407.05872), the official choice: atan2(m̂, √v̂), which needs no ε.
  case adamatan2
}

/// An optimizer of the trained parameters of a network, and the average of its weights.
///
/// m = β₁ m + (1 - β₁) g; v = β₂ v + (1 - β₂) g²; w = w (1 - rate · decay) - rate · change, with m̂ and
/// v̂ corrected for their start at 0. Biases don't decay. Puzzle embeddings, of which a batch touches
/// few rows, learn by the sign of their gradient instead: w = w (1 - rate · decay) - rate · sign(g),
/// touched rows only, at a rate and decay of their own, and without average (as the official code).
final class Optimizer {
  /// The moments and the average.
  let first: FloatBuffer
  let second: FloatBuffer
  let mean: FloatBuffer
  /// Steps taken.
  private(set) var steps = 0
  private let weights: Weights
  private let parts: [Part]
  private let embeddings: Parameter?
  private let lanes: KernelTable

  /// Floats that are treated alike.
  private struct Part {
    let range: Range<Int>
    let decays: Bool
  }

  init(_ weights: Weights, lanes: KernelTable) {
    self.weights = weights
    self.lanes = lanes
    mean = weights.values.copy()
    first = FloatBuffer(count: weights.table.count)
    second = FloatBuffer(count: weights.table.count)
    embeddings = weights.table["puzzle_emb.weights"]
    parts = weights.table.parameters.filter { [embeddings] in $0.isTrained && $0 != embeddings }
      .map { Part(range: $0.range, decays: $0.role != .bias) }
  }

  /// Goes on where another optimizer of the same network stopped.
  func resume(steps: Int, first: [Float], second: [Float], mean: [Float]) {
    self.steps = steps
    for (to, from) in [
      (self.first.base, first), (self.second.base, second), (self.mean.base, mean),
    ] {
      from.withUnsafeBufferPointer {
        if let base = $0.baseAddress { to.update(from: base, count: $0.count) }
      }
    }
  }

  /// One step with the gradient `gradients`, each number by itself, on the team's threads.
  ///
  /// `puzzles` are the embeddings that the batch used. Gradients longer than `recipe.gradientClip` altogether
  /// are shortened to it.
  func step(
    _ gradients: Out, rate: Float, recipe: TrainingConfiguration, puzzles: Set<Int32>,
    threadPool: ThreadPool
  ) {
    steps += 1
    if recipe.gradientClip > 0 { clip(gradients, to: recipe.gradientClip) }
    let correction1 = 1 / Float(1 - power(recipe.beta1))
    let correction2 = 1 / Float(1 - power(recipe.beta2)).squareRoot()
    // A new average forgets its start faster: it keeps at most (1 + t) / (10 + t).
    let keep = min(recipe.emaDecay, Float(1 + steps) / Float(10 + steps))
    // Each thread writes only its own range of every buffer.
    nonisolated(unsafe) let (w, m, v, average, g) =
      (weights.values.base, first.base, second.base, mean.base, gradients)
    threadPool.run { [parts, lanes] part in
      for whole in parts {
        let (from, size) = (whole.range.lowerBound, whole.range.count)
        let start = from + size * part / threadPool.count
        let count = from + size * (part + 1) / threadPool.count - start
        let shrink = whole.decays ? 1 - rate * recipe.weightDecay : 1
        switch recipe.optimizer {
        case .adamw:
          lanes.adam(
            w + start, m + start, v + start, g + start, count, recipe.beta1, recipe.beta2, shrink,
            rate * correction1, correction2, 1e-8)
        case .adamatan2:
          lanes.adamATan2(
            w + start, m + start, v + start, g + start, count, recipe.beta1, recipe.beta2, shrink,
            rate, correction1, correction2)
        }
        if recipe.emaDecay > 0 { lanes.average(average + start, w + start, keep, count) }
      }
    }
    learnEmbeddings(gradients, share: rate / recipe.learningRate, recipe: recipe, puzzles: puzzles)
  }

  /// β to the number of steps.
  private func power(_ beta: Float) -> Double {
    var (result, factor, rest) = (1.0, Double(beta), steps)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  /// Shortens the gradient of all that is trained here to a length.
  private func clip(_ gradients: Out, to length: Float) {
    let square = parts.reduce(0.0) {
      $0 + Double(lanes.sumOfSquares(gradients + $1.range.lowerBound, $1.range.count))
    }
    let norm = Float(square.squareRoot())
    guard norm > length else { return }
    for part in parts {
      let at = gradients + part.range.lowerBound
      lanes.addScaled(at, at, length / norm - 1, part.range.count)
    }
  }

  /// Sign descent on the rows of the embeddings that the batch used.
  private func learnEmbeddings(
    _ gradients: In, share: Float, recipe: TrainingConfiguration, puzzles: Set<Int32>
  ) {
    guard let embeddings else { return }
    let width = embeddings.shape[1]
    let rate = recipe.puzzleLearningRate * share
    for puzzle in puzzles {
      let start = embeddings.offset + Int(puzzle) * width
      for i in start..<start + width {
        let g = gradients[i]
        let sign: Float = g > 0 ? 1 : g < 0 ? -1 : 0
        weights.values.base[i] =
          weights.values.base[i] * (1 - rate * recipe.puzzleWeightDecay) - rate * sign
        mean.base[i] = weights.values.base[i]
      }
    }
  }
}
