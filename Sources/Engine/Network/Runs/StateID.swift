// Where in a run a state was computed. It names a place and holds no numbers.

/// One update of a run, addressed as people type it: `y@2.3`, `z@2.3.6`, `logits@2`, `halt@2`.
package struct StateID: Hashable, Sendable, CustomStringConvertible {
  /// What was updated.
  package enum Kind: String, Sendable, CaseIterable {
    /// The answer's state, (batch · S, D).
    case y
    /// The latent, (batch · S, D).
    case z
    /// The answer head's result, (batch, L, V).
    case logits
    /// The halting head's result, (batch, 2).
    case halt
  }

  /// What was updated.
  package var kind: Kind
  /// s, the supervision step, from 1.
  package var step: Int
  /// t, the cycle in it, from 1; 0 for the heads.
  package var cycle: Int
  /// The update of z in the cycle, from 1; 0 for y and the heads.
  package var inner: Int

  /// A place in a run.
  package init(kind: Kind, step: Int, cycle: Int = 0, inner: Int = 0) {
    self.kind = kind
    self.step = step
    self.cycle = cycle
    self.inner = inner
  }

  /// One of the T · (n + 1) updates of a step, counted from 0: each cycle's last is that of y.
  init(update: Int, of step: Int, inner: Int) {
    let (cycle, at) = (update / (inner + 1) + 1, update % (inner + 1) + 1)
    let isY = at > inner
    self.init(kind: isY ? .y : .z, step: step, cycle: cycle, inner: isY ? 0 : at)
  }

  /// The address; y₀ and z₀ are `y@0` and `z@0`.
  package var description: String {
    switch kind {
    case .y where step == 0, .z where step == 0: "\(kind.rawValue)@0"
    case .y: "y@\(step).\(cycle)"
    case .z: "z@\(step).\(cycle).\(inner)"
    case .logits, .halt: "\(kind.rawValue)@\(step)"
    }
  }
}

/// Sees every update as borrowed numbers, valid during the call; returns false to stop the run.
package typealias Observer = (StateID, UnsafeBufferPointer<Float>) -> Bool

/// Asked before each update, in whichever thread runs it, whether to go on.
package typealias ContinueCheck = @Sendable () -> Bool

/// Goes on.
package let always: ContinueCheck = { true }
