// What each sequence of a batch is graded by in its present step.

internal import Kernels

/// Writes the labels (L) of a supervision step, from 1, given a question's tokens (L) and labels (L), and
/// returns whether a right answer has them.
package typealias StepTargets = (
  _ step: Int, _ tokens: UnsafePointer<Int32>, _ labels: UnsafePointer<Int32>,
  _ targets: UnsafeMutablePointer<Int32>
) -> Bool

/// The labels of the present step of a batch: the answers', or those of the step.
struct BatchTargets {
  /// (batch, L); negative where ignored.
  let labels: UnsafeMutablePointer<Int32>
  /// Whether a right answer has them: (batch).
  let areWhole: UnsafeMutablePointer<Bool>
  private let fill: StepTargets?

  /// The labels of the answers, `whole`, unless `fill` gives others.
  init(
    _ whole: UnsafeMutablePointer<Int32>, batch: Int, length: Int, _ fill: StepTargets?,
    _ arena: Arena
  ) {
    labels = fill == nil ? whole : arena.take(Int32.self, count: batch * length) { _ in -100 }
    areWhole = arena.take(Bool.self, count: batch) { _ in true }
    self.fill = fill
  }

  /// Writes those of one sequence's next step.
  func prepare(
    _ sequence: Int, step: Int, length: Int, tokens: UnsafePointer<Int32>,
    whole: UnsafePointer<Int32>
  ) {
    guard let fill else { return }
    let place = sequence * length
    areWhole[sequence] = fill(step, tokens + place, whole + place, labels + place)
  }
}
