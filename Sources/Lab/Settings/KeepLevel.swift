// The states that the setting `keep` asks for, so that they need not be computed again.

package import Network

/// Which states a run keeps.
package enum KeepLevel: String, CaseIterable {
  /// None.
  case off
  /// The states and the heads at the end of each step.
  case steps
  /// The states at the end of each cycle, and the heads.
  case cycles
  /// Every update.
  case all

  /// Whether a moment of a run is kept.
  package func keeps(
    _ moment: StateID, _ inference: InferenceOptions, _ architecture: Architecture
  ) -> Bool {
    if self == .off { return false }
    if self == .all || !moment.kind.isState { return true }
    return architecture.isLastOfCycle(moment, inner: inference.inner)
      && (self == .cycles || moment.cycle == inference.cycles)
  }
}
