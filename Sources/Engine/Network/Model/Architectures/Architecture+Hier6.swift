// The ablation of the Tiny Recursive Model with a latent for each inner update.

extension Architecture {
  /// Six latents: the i-th inner update is zLi = net(y + zL1 + … + zL6 + x), then
  /// y = net(y + zL1 + … + zL6).
  ///
  /// Source: arXiv:2510.04871, section 4.2, and the official `trm_hier6`.
  static let hier6 = Architecture(
    officialName: "recursive_reasoning.trm_hier6@TinyRecursiveReasoningModel_ACTV1",
    summary: "TRM with six latents",
    states: [State(kind: .y, startKey: "H_init")]
      + zip(StateID.Kind.hierarchy, 1...).map { State(kind: $0, startKey: "L\($1)_init") },
    innerUpdates: (1...6).map { Update($0, from: Array(0...6), readsQuestion: true) },
    outerUpdate: Update(0, from: Array(0...6)),
    innerRange: 1...6)
}
