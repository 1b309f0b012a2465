// What networks of a kind can do, so that nobody else asks which kind it is.

extension Configuration.Mixing {
  /// Whether such networks are created and trained by deep supervision; a cell is only loaded.
  package var isTrainable: Bool { self != .cell }
}

extension Configuration {
  /// Whether the answer head reads z as well as y: in a cell, y are the logits themselves.
  package var hasReadableZ: Bool { mixing != .cell }

  /// Whether a halting head says when the answer is right.
  package var hasHaltingHead: Bool { mixing != .cell }

  /// Whether it runs on the vector kernels.
  package var usesKernels: Bool { mixing != .cell }

  /// Whether it is a single vector that adds digits, as a checkpoint of the kind `cell` does.
  package var isDigitCell: Bool { mixing == .cell }
}
