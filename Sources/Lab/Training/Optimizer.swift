// Optimizers and the exponential moving average, one loop each over flat buffers.

internal import Kernels
internal import Network

/// An optimization algorithm.
package enum OptimizerKind: String, Sendable, CaseIterable {
  /// AdamW (arXiv:1711.05101): the update is m̂ / (√v̂ + 1e-8).
  case adamw
  /// AdamATan2 (arXiv:2407.05872), the official optimizer: atan2(m̂, √v̂), without ε.
  case adamatan2
}

/// The optimizer of a network's trained parameters, with the moving average of its weights.
///
/// m = β₁ m + (1 - β₁) g; v = β₂ v + (1 - β₂) g²; w = w (1 - lr · decay) - lr · update, with m̂ and
/// v̂ bias-corrected. Biases don't decay. Puzzle embeddings are trained by sign descent instead, as
/// in the official code: w = w (1 - lr · decay) - lr · sign(g) for the rows that the batch uses,
/// with a learning rate and decay of their own and without averaging.
final class Optimizer {
  /// m, the first moment: (parameters).
  let firstMoment: FloatBuffer
  /// v, the second moment: (parameters).
  let secondMoment: FloatBuffer
  /// The moving average of the weights: (parameters).
  let ema: FloatBuffer
  /// The number of steps taken.
  private(set) var steps = 0
  private let weights: Weights
  private let parts: [Part]
  private let embeddings: Parameter?
  private let kernels: KernelSet

  /// A range of parameters with the same decay.
  private struct Part {
    let range: Range<Int>
    let decays: Bool
  }

  init(_ weights: Weights, kernels: KernelSet) {
    self.weights = weights
    self.kernels = kernels
    ema = weights.values.copy()
    firstMoment = FloatBuffer(count: weights.table.count)
    secondMoment = FloatBuffer(count: weights.table.count)
    embeddings = weights.table["puzzle_emb.weights"]
    parts = weights.table.parameters.filter { [embeddings] in $0.isTrained && $0 != embeddings }
      .map { Part(range: $0.range, decays: $0.role != .bias) }
  }

  /// Continues from the state of another optimizer of the same network.
  func resume(steps: Int, firstMoment: [Float], secondMoment: [Float], ema: [Float]) {
    self.steps = steps
    for (to, from) in [
      (self.firstMoment.base, firstMoment), (self.secondMoment.base, secondMoment),
      (self.ema.base, ema),
    ] {
      from.withUnsafeBufferPointer {
        if let base = $0.baseAddress { to.update(from: base, count: $0.count) }
      }
    }
  }

  /// Takes one step with `gradients` (parameters), clipped in place, on the pool's threads.
  ///
  /// `puzzles` are the rows of the puzzle embeddings that the batch used.
  func step(
    _ gradients: Out, learningRate: Float, configuration: TrainingConfiguration,
    puzzles: Set<Int32>, threadPool: ThreadPool
  ) {
    steps += 1
    if configuration.gradientClip > 0 { clip(gradients, to: configuration.gradientClip) }
    let correction1 = 1 / Float(1 - power(configuration.beta1))
    let correction2 = 1 / Float(1 - power(configuration.beta2)).squareRoot()
    // A young average forgets the initial weights faster: it keeps at most (1 + t) / (10 + t).
    let keep = min(configuration.emaDecay, Float(1 + steps) / Float(10 + steps))
    // Each thread writes only its own range of every buffer.
    nonisolated(unsafe) let (w, m, v, average, g) =
      (weights.values.base, firstMoment.base, secondMoment.base, ema.base, gradients)
    threadPool.run { [parts, kernels] part in
      for whole in parts {
        let (from, size) = (whole.range.lowerBound, whole.range.count)
        let start = from + size * part / threadPool.count
        let count = from + size * (part + 1) / threadPool.count - start
        let shrink = whole.decays ? 1 - learningRate * configuration.weightDecay : 1
        switch configuration.optimizer {
        case .adamw:
          kernels.adam(
            w + start, m + start, v + start, g + start, count,
            AdamStep(
              beta1: configuration.beta1, beta2: configuration.beta2, weightFactor: shrink,
              stepSize: learningRate * correction1, correction: correction2, epsilon: 1e-8))
        case .adamatan2:
          kernels.adamATan2(
            w + start, m + start, v + start, g + start, count,
            AdamATan2Step(
              beta1: configuration.beta1, beta2: configuration.beta2, weightFactor: shrink,
              learningRate: learningRate, correction1: correction1, correction2: correction2))
        }
        if configuration.emaDecay > 0 { kernels.average(average + start, w + start, keep, count) }
      }
    }
    stepEmbeddings(
      gradients, share: learningRate / configuration.learningRate, configuration: configuration,
      puzzles: puzzles)
  }

  /// β to the power of the number of steps.
  private func power(_ beta: Float) -> Double {
    var (result, factor, rest) = (1.0, Double(beta), steps)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  /// Scales the gradient, puzzle embeddings excepted, to a norm of at most `maxNorm`.
  private func clip(_ gradients: Out, to maxNorm: Float) {
    let square = parts.reduce(0.0) {
      $0 + Double(kernels.sumOfSquares(gradients + $1.range.lowerBound, $1.range.count))
    }
    let norm = Float(square.squareRoot())
    guard norm > maxNorm else { return }
    for part in parts {
      let at = gradients + part.range.lowerBound
      kernels.addScaled(at, at, maxNorm / norm - 1, part.range.count)
    }
  }

  /// One step of sign descent on the embedding rows that the batch used.
  private func stepEmbeddings(
    _ gradients: In, share: Float, configuration: TrainingConfiguration, puzzles: Set<Int32>
  ) {
    guard let embeddings else { return }
    let width = embeddings.shape[1]
    let rate = configuration.puzzleLearningRate * share
    for puzzle in puzzles {
      let start = embeddings.offset + Int(puzzle) * width
      for i in start..<start + width {
        let g = gradients[i]
        let sign: Float = g > 0 ? 1 : g < 0 ? -1 : 0
        weights.values.base[i] =
          weights.values.base[i] * (1 - rate * configuration.puzzleWeightDecay) - rate * sign
        ema.base[i] = weights.values.base[i]
      }
    }
  }
}
