// The ID of a state of a run: what was computed, and at which update. It holds no values.

/// The ID of one computed state, written as `y@2.3`, `z@2.3.6`, `zL2@2.3.2`, `logits@2` or `halt@2`.
package struct StateID: Hashable, Sendable, CustomStringConvertible {
  /// What was computed.
  package enum Kind: String, Sendable, CaseIterable {
    /// The answer state, (batch · S, D).
    case y
    /// The latent, (batch · S, D).
    case z
    /// One of six latents, (batch · S, D).
    case zL1, zL2, zL3, zL4, zL5, zL6
    /// The answer head's output, (batch, L, V).
    case logits
    /// The halting head's output, (batch, 2).
    case halt

    /// The latents of a network that has one for each inner update.
    package static let hierarchy: [Kind] = [.zL1, .zL2, .zL3, .zL4, .zL5, .zL6]

    /// Whether it is a state that is carried from step to step, not a head's output.
    package var isState: Bool { self != .logits && self != .halt }
  }

  /// What was computed.
  package var kind: Kind
  /// s: the supervision step, from 1; 0 for the states at the start.
  package var step: Int
  /// t: the cycle in the step, from 1; 0 for the heads.
  package var cycle: Int
  /// The update in the cycle, from 1; 0 for y and the heads.
  package var inner: Int

  /// An ID from its parts.
  package init(kind: Kind, step: Int, cycle: Int = 0, inner: Int = 0) {
    self.kind = kind
    self.step = step
    self.cycle = cycle
    self.inner = inner
  }

  /// The ID as text; y₀ and z₀ are `y@0` and `z@0`.
  package var description: String {
    switch kind {
    case .logits, .halt: "\(kind.rawValue)@\(step)"
    case _ where step == 0: "\(kind.rawValue)@0"
    case .y: "y@\(step).\(cycle)"
    default: "\(kind.rawValue)@\(step).\(cycle).\(inner)"
    }
  }
}

/// Called with every computed state, whose values are valid during the call; returns false to stop.
package typealias Observer = (StateID, UnsafeBufferPointer<Float>) -> Bool

/// Called before each update, on the thread that runs it; returns false to stop.
package typealias ContinueCheck = @Sendable () -> Bool

/// Never stops.
package let alwaysContinue: ContinueCheck = { true }
