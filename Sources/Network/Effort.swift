// How long and how widely a run thinks: numbers only.

/// How long a run thinks and when it stops.
public struct Effort: Hashable, Sendable {
  /// N_sup: the most supervision steps.
  public var depth: Int
  /// T: cycles in a step.
  public var cycles: Int
  /// n: updates of z in a cycle.
  public var inner: Int
  /// The halting probability above which a sequence is done; nil to think to the full depth.
  public var halt: Double?
  /// Steps for which the answer must have stood still before halting counts.
  ///
  /// The halting head is too sure of itself where questions are rare and hard; an answer that still
  /// changes is a sign that it is wrong.
  public var patience: Int
  /// The relative change of y and z below which a sequence has settled; 0 to ignore it.
  public var tolerance: Double

  /// K: rollouts of each question, of which one is picked; see ``Rollouts``.
  public var breadth: Int
  /// The spread of the noise on y and z before each step, where their own is 1.
  public var noise: Float
  /// How one of the rollouts is picked.
  public var pick: Pick
  /// What the noise depends on, beside the question, the rollout and the step.
  public var seed: UInt64

  /// Whether rollouts are picked from, or noise makes a run another than the plain one.
  public var isWide: Bool { breadth > 1 || noise > 0 }

  /// The same for the plain run: one rollout without noise.
  public var single: Effort {
    var effort = self
    (effort.breadth, effort.noise) = (1, 0)
    return effort
  }

  /// Whether a run may end before its depth.
  public var canStopEarly: Bool { halt != nil || tolerance > 0 }

  /// The same without halting and settling: to the full depth.
  public var full: Effort {
    var effort = self
    (effort.halt, effort.tolerance) = (nil, 0)
    return effort
  }

  /// The effort that a network was made for, to its full depth.
  public init(_ configuration: Configuration) {
    depth = configuration.depth
    cycles = configuration.cycles
    inner = configuration.inner
    halt = nil
    patience = 0
    tolerance = 0
    breadth = 1
    noise = 0
    pick = .vote
    seed = 1
  }
}
