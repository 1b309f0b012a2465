// One supervision step with its gradient: T - 1 cycles without, the last cycle with. The caller
// supplies the loss and the optimizer.

package import Kernels

/// Computes the loss gradients of one sequence's logits (L, V) and halting logits (2).
///
/// `ahead` are the halting logits (2) one step later, if the network learns to continue. Called once
/// for each sequence, in any order and from any thread.
package typealias Grader =
  @Sendable (
    _ sequence: Int, _ logits: In, _ halting: In, _ ahead: In?, _ dlogits: Out, _ dhalting: Out
  ) -> Void

/// A batch of sequences in training, whose states are carried from step to step.
///
/// Gradients flow through the last cycle's updates, or through as many of them as the kind of
/// network says; the states before those are constants. Sequences run forward and backward in chunks, within groups that depend
/// on the batch alone, and the groups' gradients are summed in order: the numbers are the same for
/// any number of threads.
package final class DeepSupervision {
  /// The weights; call `pack` after changing them.
  package let weights: Weights
  /// The number of sequences.
  package let batch: Int
  private let packed: PackedNet
  private let threadPool: ThreadPool
  private let trainingStep: TrainingStep

  /// The most rows in a chunk.
  private static let chunkRows = 128
  /// The most groups of sequences, each with its own gradients.
  private static let maxGroups = 8

  /// Memory for `batch` sequences with the given T and n, all at their starts with token 0.
  package init(
    _ weights: Weights, batch: Int, cycles: Int, inner: Int, threadPool: ThreadPool = ThreadPool(1),
    kernels: KernelSet = .current
  ) {
    precondition(
      batch >= 1 && cycles >= 1
        && weights.configuration.architecture.innerRange.contains(inner),
      "batch and cycles must be at least 1, and inner as many as the network can make")
    self.weights = weights
    self.batch = batch
    self.threadPool = threadPool
    packed = PackedNet(weights, needsGradients: true, kernels: kernels)
    let (chunk, groups) = Self.split(weights.configuration, batch: batch)
    trainingStep = TrainingStep(
      weights, packed, batch: batch, cycles: cycles, inner: inner, chunk: chunk,
      groups: groups, threadPool: threadPool, kernels: kernels)
    pack()
  }

  /// The sequences in a chunk and the number of groups of a batch.
  private static func split(_ c: Configuration, batch: Int) -> (chunk: Int, groups: Int) {
    let chunk = max(1, min(chunkRows / c.sequence, (batch + 1) / 2))
    return (chunk, min(maxGroups, (batch + chunk - 1) / chunk))
  }

  /// An estimate of the floats that training allocates, including gradients, moments and average.
  package static func floatCount(
    _ c: Configuration, batch: Int, inner: Int, threads: Int = 1
  ) -> Double {
    let (chunk, groups) = split(c, batch: batch)
    let rows = Double(chunk * min(threads, groups)) * Double(c.sequence)
    let attention = Double(c.heads) * Double(c.headWeights) / Double(c.sequence)
    let mixing =
      c.mixing == .attention
      ? 4 * Double(c.width) + attention
      : 3 * Double(c.mixerWidth) * Double(c.width) / Double(c.sequence)
    let layer = mixing + 3 * Double(c.innerWidth) + 3 * Double(c.width)
    let updates = Double(min(inner + 1, c.architecture.updatesWithGradient) + 2)
    let states = rows * updates * Double(max(c.layers, c.highLayers)) * layer
    let whole = Double(batch) * Double(c.sequence)
    return states + c.stateFloats(count: batch) + whole * 2 * Double(c.vocabulary)
      + Double(9 + groups) * Double(ParameterTable(c).count)
  }

  /// Repacks the matrices; call it whenever the weights have changed.
  package func pack() { packed.pack(weights.values.base) }

  /// Replaces one sequence by a new question, at its starts.
  package func replace(_ sequence: Int, tokens new: UnsafePointer<Int32>, puzzle: Int32 = 0) {
    trainingStep.replace(sequence, tokens: new, puzzle: puzzle)
  }

  /// Restarts one sequence from noise of standard deviation 1.
  package func startFromNoise(_ sequence: Int, key: UInt64) {
    trainingStep.startFromNoise(sequence, key: key)
  }

  /// One supervision step of every sequence; `gradients` is overwritten.
  ///
  /// First, noise of standard deviation `sigma` is added to the states; it depends on `key` and the
  /// sequence. Without `gradients` there is no backward pass. `logits` and `halting` then hold the
  /// heads' outputs.
  package func step(
    gradients: Out?, noise: (sigma: Float, key: UInt64) = (0, 0), grade: @escaping Grader
  ) {
    trainingStep.run(gradients: gradients, noise: noise, grade: grade)
  }

  /// The states of every sequence, (batch, S, D) each.
  package var states: [[Float]] { trainingStep.states }

  /// Restores the states of every sequence.
  package func resume(_ states: [[Float]]) { trainingStep.resume(states) }

  /// (batch, L, V), of the last step.
  package var logits: UnsafeBufferPointer<Float> { trainingStep.logits }
  /// (batch, 2): halt, continue, of the last step.
  package var halting: UnsafeBufferPointer<Float> { trainingStep.halting }
}
