// What a training run was like, for whoever shows it.

package import Language
package import Records

/// The record of a training run.
package struct TrainingRecord: Sendable {
  /// How a run ended.
  package enum End: Sendable {
    /// All steps were taken.
    case done
    /// It was stopped, or paused as asked.
    case stopped
    /// The goal was reached.
    case reached
  }

  /// The last steps, and how loss and exactness developed.
  package var progress = TrainingProgress()
  /// Each evaluation on held-out questions.
  package var evaluations: [(step: Int, exact: Double)] = []
  /// Exact on the model's own held-out questions before and after, where it was trained on others.
  package var own: (before: Double, after: Double)?
  /// Each measurement of the hard kinds.
  package var mined: [Mined] = []
  /// How it ended.
  package var end = End.done
  /// Wall-clock seconds.
  package var seconds = 0.0
  /// The step it began at, 0 for a new training, and the last one.
  package let firstStep: Int
  package var lastStep = 0
  /// Questions seen, those of a resumed training among them.
  package var examples = 0
  /// Why the last save on the way failed; nil if it didn't.
  package var saveFailure: Diagnostic?

  package init(firstStep: Int) { self.firstStep = firstStep }

  /// Steps taken.
  package var steps: Int { lastStep - firstStep }
}
