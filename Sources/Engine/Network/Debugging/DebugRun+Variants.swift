// How a run ends from other states than its own: many at once.

extension DebugRun {
  /// What the heads say of one variant.
  package struct Ending: Equatable, Sendable {
    /// When the next step ends.
    package let soon: HeadReading
    /// At the end of the last step.
    package let last: HeadReading
  }

  /// How the run ends through step `last` where it goes on from each of some states, which stand
  /// after `updates` updates; nil if it was stopped.
  ///
  /// The engine has room for as many sequences. Nothing ends before that step.
  package func endings(
    of states: [State], after updates: Int, through last: Int, on engine: any Engine,
    while continues: @escaping ContinueCheck = always
  ) -> [Ending]? {
    engine.begin(question.repeated(states.count))
    let (y, z) = (states.flatMap(\.y), states.flatMap(\.z))
    engine.set(State(y: y, z: z))
    func readings() -> [HeadReading] {
      engine.read()
      return states.indices.map { HeadReading(engine, of: $0) }
    }
    var soon: [HeadReading]?
    for position in updates..<max(last * updatesOfStep, updates) {
      let number = position % updatesOfStep
      if number == 0, effort.noise > 0 {
        let key = Noise.key(effort.noiseKey(question), UInt64(position / updatesOfStep + 1))
        engine.disturb(sigma: effort.noise, keys: states.map { _ in key })
      }
      guard engine.update(number, inner: effort.inner, while: continues) else { return nil }
      if soon == nil, (position + 1).isMultiple(of: updatesOfStep) { soon = readings() }
    }
    let end = readings()
    return zip(soon ?? end, end).map { Ending(soon: $0, last: $1) }
  }
}
