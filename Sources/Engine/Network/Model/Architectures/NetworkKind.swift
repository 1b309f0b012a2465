// The list of the kinds of networks.

/// A kind of recursive network.
package enum NetworkKind: String, Codable, Sendable, CaseIterable, BitwiseCopyable {
  /// The Tiny Recursive Model.
  case trm
  /// The Hierarchical Reasoning Model.
  case hrm
  /// TRM with a single state.
  case singlez
  /// TRM with a latent for each inner update.
  case hier6
  /// A Transformer applied once a step.
  case baseline

  /// n of a new network.
  package var usualInner: Int { self == .hier6 ? 6 : 2 }

  /// Its states, modules and updates.
  package var architecture: Architecture {
    switch self {
    case .trm: .trm
    case .hrm: .hrm
    case .singlez: .singlez
    case .hier6: .hier6
    case .baseline: .baseline
    }
  }
}
