// The ablation of the Tiny Recursive Model with a single state.

extension Architecture {
  /// One state, which holds latent and answer: n times z = net(z + x), then z = net(z).
  ///
  /// Source: arXiv:2510.04871, section 4.2, and the official `trm_singlez`.
  static let singlez = Architecture(
    officialName: "recursive_reasoning.trm_singlez@TinyRecursiveReasoningModel_ACTV1",
    summary: "TRM with a single z",
    states: [State(kind: .z, startKey: "L_init")],
    innerUpdates: [Update(0, from: [0], readsQuestion: true)],
    outerUpdate: Update(0, from: [0]))
}
