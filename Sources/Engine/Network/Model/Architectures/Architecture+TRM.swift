// The Tiny Recursive Model.

extension Architecture {
  /// One module: n times z = net(z + y + x), then y = net(y + z).
  ///
  /// Source: arXiv:2510.04871, figure 3.
  static let trm = Architecture(
    officialName: "recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1",
    summary: "Tiny Recursive Model",
    states: [State(kind: .y, startKey: "H_init"), State(kind: .z, startKey: "L_init")],
    innerUpdates: [Update(1, from: [0, 1], readsQuestion: true)],
    outerUpdate: Update(0, from: [0, 1]))
}
