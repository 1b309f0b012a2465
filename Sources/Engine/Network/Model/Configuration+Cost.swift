// The arithmetic of a run, against which the kernels are measured.

extension Configuration {
  /// Floating-point operations of one update of one state of a sequence: a multiply-add counts as
  /// two.
  ///
  /// Products and attention only; norms, gates and sums are a few hundredths of these. The mean of
  /// a cycle's updates if its modules have different numbers of layers.
  var operationsOfUpdate: Double {
    let (s, d) = (Double(sequence), Double(width))
    let inner = 2 * s * d * Double(3 * innerWidth)
    let mix: Double
    switch mixing {
    case .cell: return 2 * d * (2 * d + Double(vocabulary)) + 2 * d * d
    case .attention: mix = 2 * s * d * 4 * d + 4 * s * Double(min(keysOfQuery, sequence)) * d
    case .mixer: mix = 2 * s * d * Double(3 * mixerWidth)
    }
    let outer = Double(layers(of: architecture.outerUpdate.module))
    let layers = (Double(self.inner * self.layers) + outer) / Double(self.inner + 1)
    return layers * (inner + mix)
  }

  /// Floating-point operations of `updates` updates of a sequence.
  package func operations(updates: Double) -> Double { updates * operationsOfUpdate }

  private var operationsOfHeads: Double {
    2 * Double(width) * Double(length * vocabulary + 2)
  }

  /// Floating-point operations of one supervision step: T · (n + 1) updates and the heads.
  package func operations(batch: Int) -> Double {
    let updates = Double(cycles * (inner + 1))
    return Double(batch) * (updates * operationsOfUpdate + operationsOfHeads)
  }

  /// Floating-point operations of one training step: a step plus twice its last cycle and heads for
  /// the gradients.
  package func trainingOperations(batch: Int) -> Double {
    let updates = Double(min(inner + 1, architecture.updatesWithGradient))
    return operations(batch: batch)
      + 2 * Double(batch) * (updates * operationsOfUpdate + operationsOfHeads)
  }
}
