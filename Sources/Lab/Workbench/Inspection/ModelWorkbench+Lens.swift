// Reading y and z through the answer head at every update of a run.

internal import Language
package import Network
package import Puzzles

/// What the lens saw of one question's run.
package struct LensRecord: Sendable {
  package let lens: Lens
  /// The kinds of states that were read.
  package let kinds: [StateID.Kind]
  /// The run that was read.
  package let view: ViewedRun
  /// The states of it that were patched.
  package let patched: Set<StateID>
  package let puzzle: any Puzzle
  /// P: rows of y and z before the question's first.
  package let prefix: Int
  package let outcome: RunResult
}

extension ModelWorkbench {
  /// The requested kinds of states that the model's head can read.
  ///
  /// - Throws: `Diagnostic` if z is requested and the head can't read it.
  package func readableKinds(_ asked: [StateID.Kind]?) throws -> [StateID.Kind] {
    let c = try requireModel().weights.configuration
    guard !c.hasReadableZ else {
      let kinds = c.architecture.kinds
      guard let asked else { return kinds }
      // z means each of several latents.
      let latents = kinds.filter { $0 != .y }
      let meant = asked.flatMap { $0 == .z ? latents : [$0] }.filter(kinds.contains)
      guard !meant.isEmpty else {
        throw Diagnostic(
          .usage, "a network of kind '\(c.network)' has no state \(asked[0])",
          about: .option("--of"), hint: "leave out --of")
      }
      return kinds.filter(meant.contains)
    }
    guard asked == nil || asked == [.y] else {
      throw Diagnostic(
        .usage, "this network has no head that reads z: its y are the logits themselves",
        about: .option("--of"), hint: "latent lens --of y")
    }
    return [.y]
  }

  /// Reads every update of a run through the answer head.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory, or if it was interrupted.
  package func lens(
    _ view: ViewedRun, of kinds: [StateID.Kind]
  ) throws -> LensRecord {
    let inference = view.inference
    let model = try requireModel()
    let c = model.weights.configuration
    try requireMemory(
      floats: Double(inference.depth * inference.cycles * (inference.inner + 1))
        * Double(c.length * c.vocabulary), hint: "use a smaller --depth, or read only --of y")
    let head = AnswerHead(model.weights)
    var lens = Lens(of: Set(kinds), temperature: inference.temperature)
    let outcome = try watch(
      view,
      observer: { moment, values in
        lens.read(moment, values, through: head)
        return true
      })
    return LensRecord(
      lens: lens, kinds: kinds, view: view, patched: Set(view.patched), puzzle: model.puzzle,
      prefix: c.sequence - c.length, outcome: outcome)
  }
}
