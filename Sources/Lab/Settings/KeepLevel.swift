// The states that the setting `keep` asks for, so that they need not be computed again.

package import Network

/// Which states a run keeps.
package enum KeepLevel: String, CaseIterable {
  /// None.
  case off
  /// y, z and the heads at the end of each step.
  case steps
  /// y and z at the end of each cycle, and the heads.
  case cycles
  /// Every update.
  case all

  /// Whether a moment of a run is kept.
  package func keeps(_ moment: StateID, _ inference: InferenceOptions) -> Bool {
    switch (self, moment.kind) {
    case (.off, _): false
    case (.all, _), (_, .logits), (_, .halt), (.cycles, .y): true
    case (.cycles, .z): moment.inner == inference.inner
    case (.steps, .y): moment.cycle == inference.cycles
    case (.steps, .z): moment.cycle == inference.cycles && moment.inner == inference.inner
    }
  }
}
