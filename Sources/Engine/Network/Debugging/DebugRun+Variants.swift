// A run continued from many modified states at once.

extension DebugRun {
  /// The heads' output for one variant.
  package struct VariantOutput: Equatable, Sendable {
    /// At the end of the next step.
    package let nextStep: HeadOutput
    /// At the end of the last step.
    package let final: HeadOutput
  }

  /// The output if the run continues through step `last` from each of `states`, all taken after
  /// `updates` updates; nil if it was interrupted.
  ///
  /// Each of `edits` is made in every variant, after as many updates as in its own run. The engine
  /// must have room for all states. Variants never halt early.
  package func variantOutputs(
    of states: [States], after updates: Int, through last: Int, reapplying edits: [Edit] = [],
    on engine: any Engine, while shouldContinue: @escaping ContinueCheck = alwaysContinue
  ) -> [VariantOutput]? {
    engine.begin(question.repeated(states.count))
    let kinds = engine.architecture.kinds
    engine.set(States(kinds, kinds.indices.map { index in states.flatMap { $0.values[index] } }))
    func headOutputs() -> [HeadOutput] {
      engine.read()
      return states.indices.map { HeadOutput(engine, of: $0) }
    }
    var nextStep: [HeadOutput]?
    for position in updates..<max(last * updatesOfStep, updates) {
      let number = position % updatesOfStep
      if number == 0, options.noise > 0 {
        let key = Noise.key(options.noiseKey(question), UInt64(position / updatesOfStep + 1))
        engine.addNoise(sigma: options.noise, keys: states.map { _ in key })
      }
      guard engine.update(number, inner: options.inner, while: shouldContinue) else { return nil }
      for edit in edits where edit.position == position + 1 { edit.apply(to: engine) }
      if nextStep == nil, (position + 1).isMultiple(of: updatesOfStep) { nextStep = headOutputs() }
    }
    let end = headOutputs()
    return zip(nextStep ?? end, end).map { VariantOutput(nextStep: $0, final: $1) }
  }
}
