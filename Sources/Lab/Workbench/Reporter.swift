// Notes and progress of the workbench for its user; nothing here prints.

package import Records

/// Receives notes and progress, and says whether to go on.
package protocol Reporter: AnyObject {
  /// Whether notes are shown to anyone.
  var showsNotes: Bool { get }
  /// A remark.
  func note(_ text: String)
  /// Begins to report on long work of `total` parts.
  func beginProgress(_ title: String, total: Int) -> any ProgressReporter
}

/// Shows how far work has come.
package protocol ProgressReporter: AnyObject {
  /// Reports that `done` parts of the total are done; `detail` is only evaluated if it is shown.
  func report(_ done: Int, _ detail: () -> ProgressDetail)
  /// The work has ended.
  func finish()
}

/// What there is to show beside the progress of a kind of work.
package enum ProgressDetail: Sendable {
  /// Nothing more.
  case none
  /// The name of the part that is being worked on.
  case part(String)
  /// The share of right answers so far.
  case exact(Double)
  /// How many runs converged so far.
  case converged(Int)
  /// A training run's recent steps, and exactness on held-out questions if it is measured.
  case training(TrainingProgress, heldOut: Double?)
}

/// A reporter that discards everything.
package final class SilentReporter: Reporter, ProgressReporter {
  package init() {}
  package var showsNotes: Bool { false }
  package func note(_ text: String) {}
  package func beginProgress(_ title: String, total: Int) -> any ProgressReporter { self }
  package func report(_ done: Int, _ detail: () -> ProgressDetail) {}
  package func finish() {}
}
