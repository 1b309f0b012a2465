// The Hierarchical Reasoning Model.

extension Architecture {
  /// Two modules, L (low-level) and H (high-level): n times z = L(z + y + x), then y = H(y + z).
  ///
  /// y and z are its z_H and z_L. Only the last update of each carries gradient. Source:
  /// arXiv:2506.21734, section 2.
  static let hrm = Architecture(
    officialName: "recursive_reasoning.hrm@HierarchicalReasoningModel_ACTV1",
    summary: "Hierarchical Reasoning Model",
    states: [State(kind: .y, startKey: "H_init"), State(kind: .z, startKey: "L_init")],
    modules: ["L_level", "H_level"],
    innerUpdates: [Update(1, from: [0, 1], readsQuestion: true)],
    outerUpdate: Update(0, from: [0, 1], module: 1),
    updatesWithGradient: 2, learnsContinue: true)
}
