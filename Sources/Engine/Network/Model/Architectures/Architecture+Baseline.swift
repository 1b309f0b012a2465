// The Transformer that the paper compares with.

extension Architecture {
  /// One state and one update a step: y = net(y + x), with neither cycles nor inner updates.
  ///
  /// Source: the official `transformers_baseline`.
  static let baseline = Architecture(
    officialName: "recursive_reasoning.transformers_baseline@Model_ACTV2",
    summary: "Transformer, once a step",
    states: [State(kind: .y, startKey: "H_init")],
    modules: ["H_level"],
    innerUpdates: [],
    outerUpdate: Update(0, from: [0], readsQuestion: true),
    innerRange: 0...0)
}
