// One supervision step with its gradient: T - 1 cycles without, the last cycle with. It knows no
// loss and no optimizer: both heads' gradients come from outside.

package import Kernels

/// Grades one sequence: from its logits (L, V) and halting (2) to their gradients of the same shapes.
///
/// Called once for each sequence, in any order and from any thread of the team.
package typealias Grader =
  @Sendable (_ sequence: Int, _ logits: In, _ halting: In, _ dlogits: Out, _ dhalting: Out) -> Void

/// A batch of sequences under training, each with y and z that go on from step to step.
///
/// Gradients flow through the n updates of z and the update of y in the last cycle, and no further:
/// y and z are constants where that cycle starts. Sequences go forward and back a few at a time, in
/// groups that depend on nothing but the batch, and the groups' gradients are added up in order: the
/// numbers are the same for any number of threads.
package final class DeepSupervision {
  /// The weights; call `pack` after changing them.
  package let weights: Weights
  /// The number of sequences.
  package let batch: Int
  private let packed: PackedNet
  private let threadPool: ThreadPool
  private let course: TrainingStep

  /// The most rows that go forward and back at a time.
  private static let portionRows = 128
  /// The most groups of sequences, each with gradients of its own.
  private static let mostGroups = 8

  /// Room for `batch` sequences with T and n as given, all at y₀ and z₀ with token 0.
  package init(
    _ weights: Weights, batch: Int, cycles: Int, inner: Int, threadPool: ThreadPool = ThreadPool(1),
    lanes: KernelTable = .current
  ) {
    precondition(batch >= 1 && cycles >= 1 && inner >= 1, "training needs at least one of each")
    self.weights = weights
    self.batch = batch
    self.threadPool = threadPool
    packed = PackedNet(weights, goesBack: true, lanes: lanes)
    let (portion, groups) = Self.split(weights.configuration, batch: batch)
    course = TrainingStep(
      weights, packed, batch: batch, cycles: cycles, inner: inner, portion: portion,
      groups: groups, threadPool: threadPool, lanes: lanes)
    pack()
  }

  /// Sequences at a time, and groups of them, of a batch.
  private static func split(_ c: Configuration, batch: Int) -> (portion: Int, groups: Int) {
    let portion = max(1, min(portionRows / c.sequence, (batch + 1) / 2))
    return (portion, min(mostGroups, (batch + portion - 1) / portion))
  }

  /// About how many floats training takes, its gradients, moments and average included.
  package static func floatCount(
    _ c: Configuration, batch: Int, inner: Int, threads: Int = 1
  ) -> Double {
    let (portion, groups) = split(c, batch: batch)
    let rows = Double(portion * min(threads, groups)) * Double(c.sequence)
    let padded = Double(c.heads) * Double(c.paddedSequence)
    let mixing =
      c.mixing == .attention
      ? 4 * Double(c.width) + padded
      : 3 * Double(c.mixerWidth) * Double(c.width) / Double(c.sequence)
    let layer = mixing + 3 * Double(c.innerWidth) + 3 * Double(c.width)
    let states = rows * Double(inner + 3) * Double(c.layers) * layer
    let whole = Double(batch) * Double(c.sequence)
    return states + whole * (3 * Double(c.width) + 2 * Double(c.vocabulary))
      + Double(9 + groups) * Double(ParameterTable(c).count)
  }

  /// Packs the matrices anew: to be called whenever the weights have changed.
  package func pack() { packed.pack(weights.values.base) }

  /// Puts a new question in one sequence's place, which starts again from y₀ and z₀.
  package func replace(_ sequence: Int, tokens new: UnsafePointer<Int32>, puzzle: Int32 = 0) {
    course.replace(sequence, tokens: new, puzzle: puzzle)
  }

  /// Starts one sequence from noise of spread 1 in place of y₀ and z₀.
  package func scatter(_ sequence: Int, key: UInt64) { course.scatter(sequence, key: key) }

  /// One supervision step of every sequence, graded; `gradients` is overwritten.
  ///
  /// Noise of spread `sigma` is added to y and z before; it depends on `key` and the sequence. Without `gradients` nothing goes back. The heads' results stand in `logits` and `halting`.
  package func step(
    gradients: Out?, noise: (sigma: Float, key: UInt64) = (0, 0), grade: @escaping Grader
  ) {
    course.run(gradients: gradients, noise: noise, grade: grade)
  }

  /// y and z of every sequence, (batch, S, D) each, to go on from later.
  package var states: (y: [Float], z: [Float]) { course.states }

  /// Goes on from y and z of every sequence.
  package func resume(y: [Float], z: [Float]) { course.resume(y: y, z: z) }

  /// (batch, L, V), of the last step.
  package var logits: UnsafeBufferPointer<Float> { course.logits }
  /// (batch, 2): halt, continue, of the last step.
  package var halting: UnsafeBufferPointer<Float> { course.halting }
}
