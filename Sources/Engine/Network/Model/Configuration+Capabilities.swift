// The capabilities of a network, so that callers needn't compare kinds of mixing.

extension Configuration.Mixing {
  /// Whether the trainer supports it.
  package var isTrainable: Bool { self != .cell }
}

extension Configuration {
  /// Whether the trainer supports the network.
  package var isTrainable: Bool { mixing.isTrainable }
  /// Whether the network has a halting head; without one it never halts.
  package var hasHaltingHead: Bool { mixing != .cell }
  /// The halting logit of both heads' logits: above 0, the network considers its answer right.
  package func haltingLogit(halt: Float, continue other: Float) -> Float {
    learnsContinue ? halt - other : halt
  }
  /// Whether the answer head applies to z as well as y.
  package var hasReadableZ: Bool { mixing != .cell }
  /// Whether the fast and the reference engine run the network; otherwise see `dedicatedEngine`.
  package var hasKernels: Bool { mixing != .cell }
  /// Whether the order of a question's tokens matters.
  package var isOrderSensitive: Bool { mixing != .cell }
}
