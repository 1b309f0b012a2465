// Whether the states of many questions converge.

internal import Kernels
internal import Language
package import Network
internal import Puzzles
package import Training
internal import Wording

extension ModelWorkbench {
  /// Floats of states that are kept at a time, at most.
  private static let mostFloats = 0x1p26

  /// Follows the questions of a set batch by batch, with progress.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory, or if it was interrupted.
  package func stability(
    of set: EvaluationSet, _ inference: InferenceOptions, usual: Int, _ options: DynamicsOptions
  ) throws -> Stability {
    let weights = try requireModel().weights
    let floats = options.floats(inference, weights.configuration)
    try requireMemory(floats: floats, hint: "use a smaller --depth")
    noteExcess(inference, longest: nil)
    var generator = SeededGenerator(seed: set.seed)
    let most = Int(max(Self.mostFloats / floats, 1))
    let batch = min(32 * threadPool.count, most, set.count)
    let engine = try engine(for: weights, capacity: batch)
    let progress = reporter.beginProgress("stability", total: set.count)
    defer { progress.finish() }
    var stability = Stability(depth: inference.depth, usual: usual)
    for start in stride(from: 0, to: set.count, by: batch) {
      let part = try set.questions(start..<min(start + batch, set.count), &generator)
      let isWhole = try stability.add(
        part, asked: set.puzzle.answerRange, judge: set.judge, inference, options.thresholds,
        disturb: options.disturbance, on: engine, while: goesOn)
      guard isWhole else {
        if start > 0 { break }
        throw Diagnostic(
          .interrupted, "interrupted after \(counted(stability.all.count, "question"))")
      }
      progress.report(stability.all.count) { .converged(stability.all.converged) }
    }
    return stability
  }
}
