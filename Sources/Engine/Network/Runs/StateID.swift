// The ID of a state of a run: what was computed, and at which update. It holds no values.

/// The ID of one computed state, written as `y@2.3`, `z@2.3.6`, `logits@2` or `halt@2`.
package struct StateID: Hashable, Sendable, CustomStringConvertible {
  /// What was computed.
  package enum Kind: String, Sendable, CaseIterable {
    /// The answer state, (batch · S, D).
    case y
    /// The latent, (batch · S, D).
    case z
    /// The answer head's output, (batch, L, V).
    case logits
    /// The halting head's output, (batch, 2).
    case halt
  }

  /// What was computed.
  package var kind: Kind
  /// s: the supervision step, from 1; 0 for y₀ and z₀.
  package var step: Int
  /// t: the cycle in the step, from 1; 0 for the heads.
  package var cycle: Int
  /// The update of z in the cycle, from 1; 0 for y and the heads.
  package var inner: Int

  /// An ID from its parts.
  package init(kind: Kind, step: Int, cycle: Int = 0, inner: Int = 0) {
    self.kind = kind
    self.step = step
    self.cycle = cycle
    self.inner = inner
  }

  /// The ID of one of a step's T · (n + 1) updates, counted from 0; the last of each cycle is y's.
  init(update: Int, of step: Int, inner: Int) {
    let (cycle, at) = (update / (inner + 1) + 1, update % (inner + 1) + 1)
    let isY = at > inner
    self.init(kind: isY ? .y : .z, step: step, cycle: cycle, inner: isY ? 0 : at)
  }

  /// The ID as text; y₀ and z₀ are `y@0` and `z@0`.
  package var description: String {
    switch kind {
    case .y where step == 0, .z where step == 0: "\(kind.rawValue)@0"
    case .y: "y@\(step).\(cycle)"
    case .z: "z@\(step).\(cycle).\(inner)"
    case .logits, .halt: "\(kind.rawValue)@\(step)"
    }
  }
}

/// Called with every computed state, whose values are valid during the call; returns false to stop.
package typealias Observer = (StateID, UnsafeBufferPointer<Float>) -> Bool

/// Called before each update, on the thread that runs it; returns false to stop.
package typealias ContinueCheck = @Sendable () -> Bool

/// Never stops.
package let alwaysContinue: ContinueCheck = { true }
